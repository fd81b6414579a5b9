package org.mobileip.scenarios.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.plan.PrivateDirectory;
import org.mobileip.wire.ControlMessage;

/** A home agent of ours and the nodes in namespaces of their own; its files where nobody else may look. */
final class OwnSite implements Site {

    private static final Endpoint AGENT = new Endpoint(Lab.AGENT, ControlMessage.PORT);

    private final Lab lab;
    private final PrivateDirectory directory;
    private final AgentFiles files;
    private final OwnAgent agent;

    /** Where {@code isShortLived} its Java does without the optimising compiler, whose work would be for nothing. */
    OwnSite(Plan plan, boolean isShortLived) throws IOException {
        lab = new Lab();
        try {
            directory = PrivateDirectory.create();
        } catch (IOException refused) {
            lab.close();
            throw refused;
        }
        Path path = directory.path();
        files = new AgentFiles(path.resolve("agent"), plan.population(), plan.sharedKey());
        agent = new OwnAgent(lab.agent(), files.configuration(), path.resolve("agent.log"), plan.state(), isShortLived);
    }

    /** Its process. */
    OwnAgent process() {
        return agent;
    }

    /** Its control socket. */
    Path controlSocket() {
        return files.controlSocket();
    }

    @Override
    public Endpoint agent() {
        return AGENT;
    }

    @Override
    public Ipv4 careOf() {
        return Lab.NODES;
    }

    @Override
    public List<Ipv4> strangers() {
        return lab.strangers();
    }

    @Override
    public Endpoint echo() {
        return AGENT;
    }

    @Override
    public <T> T amongNodes(Callable<T> action) {
        return lab.nodes().call(action);
    }

    @Override
    public <T> T besideAgent(Callable<T> action) {
        return lab.agent().call(action);
    }

    @Override
    public void startAgent(BooleanSupplier isStopped) throws IOException {
        if (!agent.hasRun()) {
            files.write(Lab.AGENT);
        }
        agent.start(isStopped);
    }

    @Override
    public OptionalLong serverNanos() {
        return agent.processorNanos();
    }

    @Override
    public boolean isAgentGone() {
        return !agent.isAlive();
    }

    @Override
    public void close() {
        agent.close();
        lab.close();
        directory.close();
    }
}
