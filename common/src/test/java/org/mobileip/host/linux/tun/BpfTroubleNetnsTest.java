package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.host.linux.tun.Packets.DONT_FRAGMENT;
import static org.mobileip.host.linux.tun.TunDataplaneNetnsTest.echoReply;
import static org.mobileip.host.linux.tun.TunDataplaneNetnsTest.icmp;
import static org.mobileip.host.linux.tun.TunDataplaneNetnsTest.to;
import static org.mobileip.host.linux.tun.TunnelWorld.AGENT;
import static org.mobileip.host.linux.tun.TunnelWorld.CARE_OF;
import static org.mobileip.host.linux.tun.TunnelWorld.CORRESPONDENT;
import static org.mobileip.host.linux.tun.TunnelWorld.HOME;
import static org.mobileip.host.linux.tun.TunnelWorld.STRANGER;
import static org.mobileip.host.linux.tun.TunnelWorld.eventually;
import static org.mobileip.host.linux.tun.TunnelWorld.inject;
import static org.mobileip.host.linux.tun.TunnelWorld.within;
import static org.mobileip.testing.NetnsSupport.ip;
import static org.mobileip.testing.NetnsSupport.run;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.TunnelCounters;
import org.mobileip.host.linux.BpfObjects;
import org.mobileip.host.linux.BpfObjects.BpfObject;
import org.mobileip.host.linux.BpfProgram;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.bpf.BpfDataplane;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.testing.JavaCommand;
import org.mobileip.testing.NetnsSupport;

/** What may happen to programs in the kernel, and that traffic goes on. */
@Tag("netns")
@Timeout(60)
class BpfTroubleNetnsTest {

    private static final Ipv4 VISITED_AGENT = Ipv4.parse("192.0.2.1");

    /** MOST_LOCAL_ENDS of tunnel.bpf.c. */
    private static final int MOST_LOCAL_ENDS = 1024;

    /** MOST_BINDINGS. */
    private static final int MOST_BINDINGS = 1 << 17;

    /** {@code return skb->protocol == htons(ETH_P_IP) ? TC_ACT_SHOT : TCX_NEXT}, assembled by hand. */
    private static final Octets DROPS_IP = Octets.ofHex("6112100000000000 5502020008000000"
            + "b700000002000000 9500000000000000 b7000000ffffffff 9500000000000000");

    /** {@code return TC_ACT_UNSPEC}: r0 = -1, exit. */
    private static final Octets PASSES = Octets.ofHex("b7000000 ffffffff 9500000000000000");

    @BeforeEach
    void needNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    @ParameterizedTest
    @CsvSource({"39, CAP_BPF, Operation not permitted", "38, CAP_PERFMON, Permission denied"})
    void withoutTheCapabilityItSaysWhichOneAndTunCarriesTheTunnels(int bit, String name, String error)
            throws Exception {
        try (NetworkNamespace namespace = NetworkNamespace.create("unprivileged")) {
            Process process = hold(
                    namespace, "setpriv", "--bounding-set", "-cap_" + bit + ",-sys_admin", "--inh-caps=-all", "--");
            List<String> said = saidBy(process);
            assertThat(said).hasSize(2);
            assertThat(said.get(0))
                    .startsWith("since bpf is refused: ")
                    .contains(error)
                    .endsWith("; this process lacks " + name);
            assertThat(said.get(1)).isEqualTo("carried by tun");
        }
    }

    @Test
    void killedItLeavesNoProgramNoMapAndNothingAttached() throws Exception {
        try (NetworkNamespace namespace = NetworkNamespace.create("killed")) {
            ip(namespace, "link add v0 type veth peer name v1");
            Process process = hold(namespace);
            assertThat(saidBy(process))
                    .containsExactly(
                            "since the kernel takes its programs, and they passed the self-test", "carried by bpf");
            List<BpfObject> held = BpfObjects.of(process.pid());
            assertThat(held).extracting(BpfObject::kind).contains("prog_id", "map_id", "link_id");
            assertThat(held).allMatch(BpfObject::isThere);
            process.destroyForcibly();
            assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(eventually(() -> held.stream().noneMatch(BpfObject::isThere)))
                    .as("%s", held)
                    .isTrue();
            assertThat(ip(namespace, "-o link")).doesNotContain("mipha");
        }
    }

    @Test
    void whatIsRefusedIsSaidOnceAndTunCarriesTheTunnelUntilTheKernelTakesItAgain() {
        try (TunnelWorld world = new TunnelWorld(BpfDataplaneNetnsTest::open, BpfDataplaneNetnsTest::openNode);
                Capture home = new Capture(world.correspondent, "eth0")) {
            world.register();
            assertThat(staysInKernel(world, home)).isTrue();
            TunnelCounters before = world.nodeTunnels.of(HOME);
            BpfObjects.fill(MOST_LOCAL_ENDS);
            world.nodeTunnels.tunnelHome(
                    Optional.of(new HomeTunnel(STRANGER, AGENT, HOME, List.of(CARE_OF), HomeTunnel.Terms.PLAIN)));
            assertThat(world.nodeTunnels.name()).isEqualTo("tun");
            assertThat(world.nodeTunnels.why()).contains("bpf was refused", "local_ends, which is full");
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 61));
            world.agentTunnels.forward(HOME, AGENT, List.of(TunnelPath.to(STRANGER)));
            assertThat(eventually(() -> world.nodeTunnels.name().equals("bpf"))).isTrue();
            assertThat(eventually(() -> staysInKernel(world, home))).isTrue();
            assertThat(world.faults).hasSize(1);
            assertThat(world.faults.peek())
                    .hasMessageStartingWith(
                            "the tun dataplane carries the tunnels, until bpf is not refused any more: ")
                    .hasMessageContaining("local_ends");
            assertThat(world.nodeTunnels.of(HOME).decapsulatedPackets())
                    .as("what was counted before stays counted")
                    .isGreaterThan(before.decapsulatedPackets());
            assertThat(world.agentTunnels.name())
                    .as("which nothing was asked of")
                    .isEqualTo("bpf");
        }
    }

    @Test
    void aTunnelThatTheMapHasNoRoomForIsCarriedByTunUntilThereIsRoom() {
        try (TunnelWorld world = new TunnelWorld(BpfDataplaneNetnsTest::open, TunDataplane::forMobileNode);
                Capture home = new Capture(world.correspondent, "eth0")) {
            BpfObjects.fill(MOST_BINDINGS);
            world.register();
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 60));
            assertThat(home.await(to(CORRESPONDENT).and(echoReply()))).isPresent();
            assertThat(sent(world.agent, "mipha0")).isNotZero();
            assertThat(received(world.agent, "mipha0")).isNotZero();
            assertThat(world.agentTunnels.name()).isEqualTo("bpf");
            assertThat(world.agentTunnels.why()).contains("no room for 1 of", "bindings");
            assertThat(world.faults).hasSize(1);
            assertThat(world.faults.peek()).hasMessageContaining("bindings, which is full");

            BpfObjects.empty(MOST_BINDINGS);
            assertThat(eventually(() -> !world.agentTunnels.why().contains("no room")))
                    .isTrue();
            long before = sent(world.agent, "mipha0");
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 61));
            assertThat(home.await(echoReply().and(reply -> reply.size() == 28 + 61)))
                    .isPresent();
            assertThat(sent(world.agent, "mipha0")).isEqualTo(before);
            assertThat(world.faults).hasSize(1);
        }
    }

    @Test
    void programsOfOthersAreHeardFirstAndStayWhenOursGo() throws Exception {
        List<AutoCloseable> others = new ArrayList<>();
        try (TunnelWorld world = new TunnelWorld(
                        options -> {
                            BpfProgram other = BpfProgram.load("others", DROPS_IP, Map.of(), "GPL");
                            others.add(other);
                            others.add(0, other.attach(index("n0"), BpfProgram.Direction.INGRESS, index("n0")));
                            return BpfDataplaneNetnsTest.open(options);
                        },
                        TunDataplane::forMobileNode);
                Capture home = new Capture(world.correspondent, "eth0");
                Capture visited = new Capture(world.node, "eth0")) {
            world.register();
            inject(world.node, Packets.tunnelled(CARE_OF, AGENT, Packets.ping(HOME, CORRESPONDENT, 0, 0, 8)));
            world.agentTunnels.close();
            inject(world.node, Packets.ping(CARE_OF, VISITED_AGENT, 0, 0, 9));
            others.get(0).close();
            inject(world.node, Packets.ping(CARE_OF, VISITED_AGENT, 0, 0, 10));
            assertThat(visited.await(echoReply().and(reply -> reply.size() == 28 + 10)))
                    .as("without any program")
                    .isPresent();
            assertThat(visited.datagrams()).noneMatch(echoReply().and(reply -> reply.size() == 28 + 9));
            assertThat(home.datagrams()).noneMatch(to(CORRESPONDENT));
        } finally {
            for (AutoCloseable other : others) {
                other.close();
            }
        }
    }

    @Test
    void whereTheProgramIsRefusedAtOneLinkTunCarriesWhatComesThereUntilItIsNot() throws Exception {
        List<AutoCloseable> others = new ArrayList<>();
        try (TunnelWorld world = new TunnelWorld(
                        options -> {
                            TunDataplane tun = TunDataplane.forHomeAgent(options);
                            BpfProgram other = BpfProgram.load("others", PASSES, Map.of(), "GPL");
                            others.add(other.held(BpfProgram.Hold.FILTER)
                                    .attach(index("n0"), BpfProgram.Direction.INGRESS, tun.interfaceIndex()));
                            others.add(other);
                            return BpfDataplane.ofHomeAgent(tun, options, BpfProgram.Hold.FILTER);
                        },
                        BpfDataplaneNetnsTest::openNode);
                Capture home = new Capture(world.correspondent, "eth0")) {
            world.register();
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 61));
            assertThat(home.await(echoReply().and(reply -> reply.size() == 28 + 61)))
                    .isPresent();
            assertThat(world.agentTunnels.name()).isEqualTo("bpf");
            assertThat(sent(world.agent, "mipha0")).as("one way").isZero();
            assertThat(received(world.agent, "mipha0")).as("and the other").isEqualTo(1);
            assertThat(world.faults).hasSize(1);
            assertThat(world.faults.peek())
                    .hasMessageStartingWith(
                            "the tun dataplane carries what comes by one interface, since bpf is refused");
            others.get(0).close();
            assertThat(eventually(() -> staysInKernel(world, home))).isTrue();
            assertThat(world.faults).hasSize(1);
        } finally {
            others.get(1).close();
        }
    }

    @Test
    void aLinkThatIsReplacedOrBecomesNarrowIsServedAsBefore() {
        try (TunnelWorld world = new TunnelWorld(BpfDataplaneNetnsTest::open, BpfDataplaneNetnsTest::openNode);
                Capture home = new Capture(world.correspondent, "eth0")) {
            world.register();
            ip(world.agent, "link delete n0");
            world.connectVisited();
            run(world.agent, "tc", "qdisc", "add", "dev", "n0", "clsact");
            run(world.agent, "tc", "qdisc", "delete", "dev", "n0", "clsact");
            assertThat(eventually(() -> staysInKernel(world, home))).isTrue();

            ip(world.agent, "route add unreachable 192.0.2.44/32");
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 62));
            assertThat(eventually(() -> sent(world.agent, "mipha0") > 0))
                    .as("the kernel finds no route, and leaves it to us")
                    .isTrue();
            ip(world.agent, "route delete unreachable 192.0.2.44/32");
            ip(world.agent, "neighbour replace 192.0.2.44 lladdr 02:00:00:00:00:01 dev n0 nud permanent");
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 63));
            ip(world.agent, "neighbour delete 192.0.2.44 dev n0");
            assertThat(eventually(() -> staysInKernel(world, home))).isTrue();
            assertThat(home.datagrams())
                    .as("sent to nobody, as by any router")
                    .noneMatch(echoReply().and(reply -> reply.size() >= 28 + 62));

            ip(world.agent, "link set n0 mtu 1400");
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, DONT_FRAGMENT, 1400));
            Octets error = home.await(to(CORRESPONDENT).and(icmp(3, 4))).orElseThrow();
            assertThat(error.u16(26)).as("next-hop MTU").isEqualTo(1380);
            ip(world.agent, "link set n0 mtu 1500");
            assertThat(eventually(() -> {
                        inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, DONT_FRAGMENT, 1400));
                        return home.datagrams().stream()
                                .anyMatch(to(CORRESPONDENT).and(echoReply()).and(reply -> reply.size() == 28 + 1400));
                    }))
                    .as("the link is asked again a second later")
                    .isTrue();
            assertThat(world.faults).isEmpty();
        }
    }

    /** A ping and its answer that no process of ours had in hands. It may be lost in the moment of a change: who waits for that sends another. */
    private static boolean staysInKernel(TunnelWorld world, Capture home) {
        long before = handled(world);
        long seen = home.datagrams().stream()
                .filter(to(CORRESPONDENT).and(echoReply()))
                .count();
        inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 60));
        return within(
                        Duration.ofSeconds(1),
                        () -> home.datagrams().stream()
                                        .filter(to(CORRESPONDENT).and(echoReply()))
                                        .count()
                                > seen)
                && handled(world) == before;
    }

    /** How many packets our processes read from their interfaces or wrote to them. */
    private static long handled(TunnelWorld world) {
        return sent(world.agent, "mipha0")
                + received(world.agent, "mipha0")
                + sent(world.node, "mip0")
                + received(world.node, "mip0");
    }

    /** How many packets the kernel sent by an interface. */
    private static long sent(NetworkNamespace namespace, String link) {
        return packets(namespace, link, "tx");
    }

    /** How many it received there; what a program redirects there from another interface is none of them. */
    private static long received(NetworkNamespace namespace, String link) {
        return packets(namespace, link, "rx");
    }

    private static long packets(NetworkNamespace namespace, String link, String direction) {
        String json = ip(namespace, "-j -s link show dev " + link);
        String counters = json.substring(json.indexOf("\"" + direction + "\":"));
        return Long.parseLong(counters.replaceFirst("(?s).*?\"packets\":(\\d+).*", "$1"));
    }

    static int index(String link) {
        try {
            return java.net.NetworkInterface.getByName(link).getIndex();
        } catch (java.net.SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Process hold(NetworkNamespace namespace, String... before) {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(JavaCommand.of(HeldDataplane.class.getName()));
        return namespace.start(new ProcessBuilder(command).redirectErrorStream(true));
    }

    /** Its lines up to and with the one that says what carries the tunnels. */
    private static List<String> saidBy(Process process) throws Exception {
        List<String> lines = new ArrayList<>();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
            if (line.startsWith("carried by")) {
                break;
            }
        }
        return lines;
    }
}
