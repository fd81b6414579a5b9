package org.mobileip.scenarios.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.net.Ipv4;

/**
 * Somebody else's tunnel: a program at each end, in the foreground, that makes an interface there. {@code {interface}},
 * {@code {local}} and {@code {peer}} in its command line become the name of that interface and the addresses of both ends.
 *
 * @param agent the command at the home agent's end, which is started first
 * @param node that at the node's end
 * @param mtu of the interface, in octets
 * @param told what is done when both interfaces are there
 */
record OtherTunnel(List<String> agent, List<String> node, int mtu, Runnable told) implements Subject.Making {

    static final String AGENTS_INTERFACE = "benchha";
    static final String NODES_INTERFACE = "benchmn";

    private static final long PATIENCE_NANOS = 6_000_000_000L;
    private static final long LOOK_EVERY_MILLIS = 20;

    /** Daemons need time to greet each other. */
    private static final long GREETING_MILLIS = 500;

    private static final long END_SECONDS = 3;

    /** One that has to be told nothing. */
    OtherTunnel(List<String> agent, List<String> node, int mtu) {
        this(agent, node, mtu, () -> {});
    }

    @Override
    public Subject.Use make(BenchLab lab) {
        List<Process> running = new ArrayList<>();
        Subject.Use use = () -> {
            lab.routePlainly();
            running.forEach(OtherTunnel::end);
        };
        try {
            running.add(start(lab.agent(), agent, AGENTS_INTERFACE, BenchLab.AGENT, BenchLab.CARE_OF));
            pause(GREETING_MILLIS);
            running.add(start(lab.node(), node, NODES_INTERFACE, BenchLab.CARE_OF, BenchLab.AGENT));
            int ofAgent = await(running, () -> lab.adoptAtAgent(AGENTS_INTERFACE, mtu));
            int ofNode = await(running, () -> lab.adoptAtNode(NODES_INTERFACE, mtu));
            told.run();
            lab.routeInto(ofAgent, ofNode);
            pause(GREETING_MILLIS);
            return use;
        } catch (RuntimeException refused) {
            use.close();
            throw refused;
        }
    }

    private static Process start(
            NetworkNamespace place, List<String> command, String interfaceName, Ipv4 local, Ipv4 peer) {
        List<String> words = command.stream()
                .map(word -> word.replace("{interface}", interfaceName)
                        .replace("{local}", local.toString())
                        .replace("{peer}", peer.toString()))
                .toList();
        return place.startTied(
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD));
    }

    private static int await(List<Process> running, IntSupplier index) {
        long begin = System.nanoTime();
        while (true) {
            try {
                return index.getAsInt();
            } catch (HostException notYet) {
                boolean isHopeless = !running.stream().allMatch(Process::isAlive);
                if (isHopeless || System.nanoTime() - begin > PATIENCE_NANOS) {
                    throw new HostException("it makes no interface: " + notYet.getMessage(), notYet.errno());
                }
            }
            pause(LOOK_EVERY_MILLIS);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException ended) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
