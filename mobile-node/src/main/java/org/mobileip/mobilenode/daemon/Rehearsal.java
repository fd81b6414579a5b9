package org.mobileip.mobilenode.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.mobileip.host.HostException;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.host.linux.NetworkMonitor;
import org.mobileip.mobilenode.HostPlan;
import org.mobileip.mobilenode.HostState;
import org.mobileip.mobilenode.Settings;
import org.mobileip.net.Endpoint;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/**
 * Does what a handover does, many times over, before the daemon says READY: cold, the first handover would spend tens of
 * milliseconds on loading and compiling. The engine plays with a scratch key and an agent of its own; the kernel is asked
 * to put and take a rule, a route and an address that concern nobody, in 127.77.78.0/24; datagrams go round the loopback.
 */
final class Rehearsal {

    private static final Logger LOG = LogManager.getLogger("mobile-node");

    private static final int ENGINE_ROUNDS = 4000;
    private static final int KERNEL_ROUNDS = 400;
    private static final long ENGINE_NANOS = 1_500_000_000L;
    private static final long KERNEL_NANOS = 700_000_000L;

    private static final Ipv4 NOBODY = Ipv4.parse("127.77.78.1");
    private static final Ipv4 LOOPBACK = Ipv4.parse("127.0.0.1");
    private static final int TABLE = 5299;
    private static final int PRIORITY = 5299;

    private Rehearsal() {}

    static void run(Settings settings, HostNetwork network, NetworkMonitor monitor, Ports ports) {
        long start = System.nanoTime();
        int handovers = playHandovers(settings);
        long engineDone = System.nanoTime();
        ports.dataplane().rehearse();
        long dataplaneDone = System.nanoTime();
        int changes = playWithKernel(network, monitor, ports);
        playOnLoopback(network, ports);
        LOG.info(
                "rehearsed handovers={} in={}ms kernel-changes={} in={}ms packet-path={}ms",
                handovers,
                millis(engineDone - start),
                changes,
                millis(System.nanoTime() - dataplaneDone),
                millis(dataplaneDone - engineDone));
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    private static int playHandovers(Settings settings) {
        long end = System.nanoTime() + ENGINE_NANOS;
        ScratchWorld world = new ScratchWorld(settings);
        int rounds = 0;
        while (rounds < ENGINE_ROUNDS && System.nanoTime() - end < 0) {
            world.play(Instant.now(), rounds);
            rounds++;
        }
        LOG.debug("rehearsal-said characters={}", world.said());
        return rounds * ScratchWorld.HANDOVERS_A_ROUND;
    }

    private static int playWithKernel(HostNetwork network, NetworkMonitor monitor, Ports ports) {
        int tunnel = ports.dataplane().interfaceIndex();
        Reconciler reconciler = new Reconciler(network, new NoArp(), UndoFile.none(), index -> Optional.empty());
        LinkTable links = new LinkTable();
        long end = System.nanoTime() + KERNEL_NANOS;
        int rounds = 0;
        while (rounds < KERNEL_ROUNDS && System.nanoTime() - end < 0) {
            reconciler.declare(scratchState(tunnel));
            reconciler.declare(HostState.EMPTY);
            var changes = monitor.read();
            links.apply(changes);
            reconciler.observe(changes);
            reconciler.mend();
            rounds++;
        }
        reconciler.declare(HostState.EMPTY);
        return rounds;
    }

    private static HostState scratchState(int tunnel) {
        Ipv4Prefix nobody = Ipv4Prefix.host(NOBODY);
        Route route = new Route(nobody, Optional.empty(), tunnel, Optional.empty(), TABLE, HostPlan.PROTOCOL, 0);
        Rule rule = new Rule(
                PRIORITY, Optional.of(nobody), OptionalInt.empty(), TABLE, OptionalInt.empty(), HostPlan.PROTOCOL);
        LinkAddress address = new LinkAddress(tunnel, new InterfaceAddress(NOBODY, 32));
        return new HostState(Set.of(address), Set.of(route), Set.of(rule), Set.of("none"));
    }

    private static void playOnLoopback(HostNetwork network, Ports ports) {
        Optional<Link> loopback = network.links().stream()
                .filter(link -> link.loopback() && link.up())
                .findFirst();
        if (loopback.isEmpty()) {
            return;
        }
        int index = loopback.get().index();
        Endpoint ourselves = new Endpoint(LOOPBACK, ports.requests().local().port());
        Octets payload = Octets.of(new byte[46]);
        List<Integer> received = new ArrayList<>();
        try {
            for (int i = 0; i < ENGINE_ROUNDS; i++) {
                ports.requests().send(LOOPBACK, ourselves, OptionalInt.of(index), payload);
                ports.requests()
                        .receive()
                        .ifPresent(datagram -> received.add(datagram.payload().size()));
                if (i < KERNEL_ROUNDS) {
                    ports.linkLayer().solicit(index, LOOPBACK);
                    ports.linkLayer().announce(index, MacAddress.ZERO, NOBODY);
                    ports.linkLayer().receive(heard -> received.add(heard.linkIndex()));
                }
            }
        } catch (HostException noMatter) {
            LOG.debug("rehearsal-refused reason=\"{}\"", noMatter.getMessage());
        }
        LOG.debug("rehearsal-received datagrams={}", received.size());
    }

    /** Settings of an interface that there is not. */
    private static final class NoArp implements ArpIgnore {
        private int value;

        @Override
        public int get(String interfaceName) {
            return value;
        }

        @Override
        public void set(String interfaceName, int wanted) {
            value = wanted;
        }
    }
}
