package org.mobileip.host.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.linux.BpfProgram;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.RouteMtu;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.testing.NetnsSupport;
import org.mobileip.tunnel.HomeAgentEnd;
import org.mobileip.tunnel.MobileNodeEnd;
import org.mobileip.tunnel.OtherSender;
import org.mobileip.tunnel.PacketTableContract;
import org.mobileip.tunnel.PathState;
import org.mobileip.tunnel.PureDataplane;
import org.mobileip.tunnel.TableWorld;
import org.mobileip.tunnel.TunnelEnd;

/**
 * The kernel runs the programs on every packet of the table, without a network; what they pass on becomes what the slow path
 * makes of it. So they may leave a packet alone, but whatever they do with one must be right.
 */
@Tag("netns")
class KernelTableNetnsTest extends PacketTableContract {

    private static final Octets LINK_HEADER = Octets.ofHex("000000000000 000000000000 0800");
    private static final int DROPPED = 2;
    private static final int REDIRECTED = 7;
    private static final int PASSED_ON = -1;
    private static final int TUNNEL_INTERFACE = 1;
    /** Its Ethernet address is all zero: packets to it are to this machine. */
    private static final int LOOPBACK = 1;

    /** More the kernel does not take for a trial: a page, less what it needs itself. */
    private static final int LONGEST_TRIAL = 3000;

    private static final Ipv4 HOME_AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 MOBILE_NODE = Ipv4.parse("10.10.0.57");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 OVERLAP = Ipv4.parse("198.51.100.44");

    private static final Set<String> BY_KERNEL = new HashSet<>();
    private static final Deque<AutoCloseable> OPENED = new ArrayDeque<>();
    private static NetworkNamespace namespace;
    private static InKernel agent;
    private static InKernel node;
    private static int link;

    /** The programs for one end of tunnels, and what they were told. */
    private record InKernel(
            TunnelPrograms.End end, TunnelMaps maps, BpfProgram into, BpfProgram outOf, KernelEnd tunnels)
            implements OtherSender {

        static InKernel load(TunnelPrograms.End end, Function<TunnelMaps, KernelEnd> tunnels) {
            TunnelPrograms programs = opened(TunnelPrograms.open(end));
            programs.maps().configure(TUNNEL_INTERFACE, false, 0);
            return new InKernel(
                    end,
                    programs.maps(),
                    opened(programs.load(end.intoOfLink())),
                    opened(programs.load(end.outOf())),
                    tunnels.apply(programs.maps()));
        }

        @Override
        public boolean hasSent(Ipv4 exit, long sample) {
            return tunnels.homeAt(exit).map(home -> maps.hasSent(home, sample)).orElse(false);
        }

        @Override
        public void learn(Ipv4 exit) {
            // The next row has a world of its own.
        }
    }

    private static <T extends AutoCloseable> T opened(T resource) {
        OPENED.push(resource);
        return resource;
    }

    @BeforeAll
    static void load() {
        NetnsSupport.assumeAvailable();
        namespace = opened(NetworkNamespace.create("table"));
        ip(namespace, "link add v0 type veth peer name v1");
        ip(namespace, "address add 172.31.0.1/24 dev v0");
        ip(namespace, "link set v0 up");
        ip(namespace, "link set v1 up");
        ip(namespace, "route add default via 172.31.0.2");
        for (int narrow = 66; narrow <= 68; narrow++) {
            ip(namespace, "route add 203.0.113." + narrow + "/32 via 172.31.0.2 mtu lock 1000");
        }
        NetnsSupport.run(namespace, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        link = NetnsSupport.indexOf(namespace, "v0");
        agent = InKernel.load(
                TunnelPrograms.End.HOME_AGENT, maps -> new KernelTunnels(maps, (home, exit) -> Optional.empty()));
        TableWorld.tellHomeAgentsTunnels((home, end, paths) -> agent.tunnels.forward(home, end, paths, false));
        // Else it shares the care-of address of the node that most rows are about, and the kernel may have neither's
        // tunnel.
        agent.tunnels.forward(
                Ipv4.parse("10.10.0.59"),
                HOME_AGENT,
                List.of(new TunnelPath(Ipv4.parse("198.51.100.59"), Encapsulation.GRE, true, false)),
                false);
        node = InKernel.load(
                TunnelPrograms.End.MOBILE_NODE,
                maps -> new KernelHomeTunnel(
                        maps,
                        (home, exit) -> Optional.empty(),
                        exit -> Optional.of(new RouteMtu.Way(link, RouteMtu.UNKNOWN))));
        node.tunnels.tunnelHome(
                Optional.of(new HomeTunnel(CAFE, HOME_AGENT, MOBILE_NODE, List.of(OVERLAP), HomeTunnel.Terms.PLAIN)));
    }

    @AfterAll
    static void unload() throws Exception {
        while (!OPENED.isEmpty()) {
            OPENED.pop().close();
        }
        if (namespace != null) {
            assertThat(BY_KERNEL)
                    .as("what the programs did themselves, and so was looked at")
                    .contains(
                            "HOME_AGENT into",
                            "HOME_AGENT out of",
                            "HOME_AGENT dropped",
                            "MOBILE_NODE into",
                            "MOBILE_NODE out of",
                            "MOBILE_NODE dropped");
        }
    }

    @Override
    protected Subject subject(TunnelEnd end) {
        PureDataplane slow = new PureDataplane(end);
        if (end instanceof HomeAgentEnd ofAgent && isOfFirstWorld(ofAgent)) {
            return new BeforeSlowPath(end, slow, agent);
        }
        return end instanceof MobileNodeEnd ofNode && isPlain(ofNode) ? new BeforeSlowPath(end, slow, node) : slow;
    }

    /** Others have other tunnels than the kernel was told of. */
    private static boolean isOfFirstWorld(HomeAgentEnd end) {
        return end.counters(Ipv4.parse("10.10.0.60")).isPresent();
    }

    /** Others are not plain, or have no tunnel. */
    private static boolean isPlain(MobileNodeEnd end) {
        return end.localEnds().equals(Set.of(CAFE, OVERLAP))
                && end.state().map(PathState::encapsulation).equals(Optional.of(Encapsulation.IPIP));
    }

    private static final class BeforeSlowPath implements Subject {

        private final PureDataplane slow;
        private final InKernel kernel;
        private final long before;
        private long done;

        BeforeSlowPath(TunnelEnd end, PureDataplane slow, InKernel kernel) {
            this.slow = slow;
            this.kernel = kernel;
            this.before = kernel.maps.total().received();
            end.sharesTunnelsWith(kernel);
        }

        @Override
        public List<String> into(Octets datagram) {
            Optional<BpfProgram.Outcome> outcome = namespace.call(() -> run(kernel.into, datagram, link));
            return outcome.isEmpty() ? slow.into(datagram) : List.of(moved(outcome.get(), "into"));
        }

        @Override
        public List<String> forward(Octets datagram) {
            return slow.forward(datagram);
        }

        @Override
        public List<String> outOf(Octets packet) {
            Map<String, Long> droppedBefore = kernel.maps.total().dropped();
            Optional<BpfProgram.Outcome> outcome = run(kernel.outOf, packet, LOOPBACK);
            if (outcome.isEmpty()) {
                return slow.outOf(packet);
            }
            if (outcome.get().verdict() != DROPPED) {
                return List.of(moved(outcome.get(), "out of"));
            }
            BY_KERNEL.add(kernel.end + " dropped");
            Map<String, Long> dropped = kernel.maps.total().dropped();
            return dropped.entrySet().stream()
                    .filter(each -> !each.getValue().equals(droppedBefore.get(each.getKey())))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        private Optional<BpfProgram.Outcome> run(BpfProgram program, Octets packet, int on) {
            if (packet.size() < 20 || packet.size() > LONGEST_TRIAL) {
                return Optional.empty();
            }
            BpfProgram.Outcome outcome = program.test(LINK_HEADER.plus(packet), on);
            if (outcome.verdict() == PASSED_ON) {
                assertThat(outcome.packet()).isEqualTo(LINK_HEADER.plus(packet));
                return Optional.empty();
            }
            done++;
            return Optional.of(outcome);
        }

        private String moved(BpfProgram.Outcome outcome, String way) {
            assertThat(outcome.verdict()).isEqualTo(REDIRECTED);
            BY_KERNEL.add(kernel.end + " " + way);
            Octets datagram = outcome.packet().slice(LINK_HEADER.size());
            return datagram.slice(0, datagram.u16(2)).toString();
        }

        @Override
        public List<String> broadcast(Octets datagram) {
            return slow.broadcast(datagram);
        }

        @Override
        public List<String> error(Octets message) {
            return slow.error(message);
        }

        @Override
        public long unaccounted() {
            return slow.unaccounted() + kernel.maps.total().received() - before - done;
        }
    }
}
