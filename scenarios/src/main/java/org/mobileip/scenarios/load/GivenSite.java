package org.mobileip.scenarios.load;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;

/** A home agent that runs already; the nodes are where we are. */
final class GivenSite implements Site {

    private static final Endpoint LOOPBACK = new Endpoint(Ipv4.parse("127.0.0.1"), 0);

    private final Endpoint agent;
    private final OptionalLong pid;
    private final Ipv4 careOf;

    GivenSite(Endpoint agent, OptionalLong pid, Optional<Ipv4> careOf) throws IOException {
        this.agent = agent;
        this.pid = pid;
        this.careOf = careOf.isPresent() ? careOf.get() : sourceTowards(agent);
    }

    /** The address that the routes of this machine choose. */
    private static Ipv4 sourceTowards(Endpoint agent) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getByName(agent.address().toString()), agent.port()));
            return Ipv4.parse(socket.getLocalAddress().getHostAddress());
        }
    }

    @Override
    public Endpoint agent() {
        return agent;
    }

    @Override
    public Ipv4 careOf() {
        return careOf;
    }

    @Override
    public List<Ipv4> strangers() {
        return List.of(Ipv4.UNSPECIFIED);
    }

    @Override
    public Endpoint echo() {
        return LOOPBACK;
    }

    @Override
    public <T> T amongNodes(Callable<T> action) {
        return here(action);
    }

    @Override
    public <T> T besideAgent(Callable<T> action) {
        return here(action);
    }

    private static <T> T here(Callable<T> action) {
        try {
            return action.call();
        } catch (RuntimeException asItIs) {
            throw asItIs;
        } catch (Exception checked) {
            throw new IllegalStateException(checked.getMessage(), checked);
        }
    }

    @Override
    public void startAgent(BooleanSupplier isStopped) {
        // It runs.
    }

    @Override
    public OptionalLong serverNanos() {
        return pid.isPresent() ? ServerTime.nanos(pid.getAsLong()) : OptionalLong.empty();
    }

    @Override
    public boolean isAgentGone() {
        return pid.isPresent() && ServerTime.nanos(pid.getAsLong()).isEmpty();
    }

    @Override
    public void close() {
        // Nothing of it is ours.
    }
}
