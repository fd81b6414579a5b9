package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.host.linux.tun.TransitWorld.AGENT;
import static org.mobileip.host.linux.tun.TransitWorld.AGENT_PORT;
import static org.mobileip.host.linux.tun.TransitWorld.CARE_OF;
import static org.mobileip.host.linux.tun.TransitWorld.CORRESPONDENT;
import static org.mobileip.host.linux.tun.TransitWorld.HOME;
import static org.mobileip.host.linux.tun.TransitWorld.NODE_PORT;
import static org.mobileip.testing.NetnsSupport.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.host.linux.UdpSocket;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;
import org.mobileip.testing.Python;

/** Tunnels within UDP whose packets the kernel cuts and finishes, between two machines with routers in between. */
@Tag("netns")
@Timeout(60)
class UdpRunsNetnsTest {

    @BeforeEach
    void need() {
        NetnsSupport.assumeAvailable();
    }

    private TunDataplane cutting(TunDataplane tun, int port) {
        UdpSocket socket = UdpSocket.bind(new Endpoint(Ipv4.UNSPECIFIED, port), UdpSocket.Options.PLAIN);
        tun.closes(socket);
        tun.sendUdpBeside(socket.fd());
        return tun;
    }

    private TransitWorld connected(int mtu, int queues) {
        return new TransitWorld(
                Encapsulation.UDP,
                mtu,
                options -> cutting(TunDataplane.forHomeAgent(options.withQueues(queues)), AGENT_PORT),
                options -> cutting(TunDataplane.forMobileNode(options.withQueues(queues)), NODE_PORT));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void transfersArriveWholeBothWaysAndTcpdumpFindsEveryChecksumCorrect(int queues, @TempDir Path directory)
            throws Exception {
        byte[] sent = new byte[2_000_000];
        new Random(5).nextBytes(sent);
        try (TransitWorld world = connected(1500, queues);
                Capture transit = new Capture(world.far, "narrow")) {
            // As on a wire: what leaves by these links is cut, and its checksums are finished.
            run(world.near, Python.program(), "-c", BpfDataplaneNetnsTest.NO_CHECKSUM_OFFLOAD, "narrow");
            run(world.far, Python.program(), "-c", BpfDataplaneNetnsTest.NO_CHECKSUM_OFFLOAD, "narrow");
            assertThat(Transfer.run(world.correspondent, CORRESPONDENT, world.node, HOME, sent))
                    .isEqualTo(sent);
            assertThat(Transfer.run(world.node, HOME, world.correspondent, CORRESPONDENT, sent))
                    .isEqualTo(sent);
            assertThat(transit.dissected(directory))
                    .contains("udp sum ok")
                    .doesNotContain("bad udp cksum", "bad cksum", "incorrect");
            List<Octets> outers = transit.datagrams();
            assertThat(outers).allMatch(outer -> outer.size() <= 1500);
            assertThat(outers.stream()
                            .filter(between(AGENT, CARE_OF, AGENT_PORT, NODE_PORT))
                            .filter(UdpRunsNetnsTest::isCutByKernel))
                    .as("to the node")
                    .hasSizeGreaterThan(500);
            assertThat(outers.stream()
                            .filter(between(CARE_OF, AGENT, NODE_PORT, AGENT_PORT))
                            .filter(UdpRunsNetnsTest::isCutByKernel))
                    .as("from the node")
                    .hasSizeGreaterThan(500);
            assertThat(world.agentTunnels.of(HOME).encapsulatedOctets()).isGreaterThan(sent.length);
            assertThat(world.faults).isEmpty();
        }
    }

    /** Routers quote what the kernel made of ours, with an Identification that we did not choose. */
    @Test
    void errorsAboutWhatTheKernelHasCutAreBelieved() throws Exception {
        byte[] sent = new byte[1_000_000];
        new Random(6).nextBytes(sent);
        try (TransitWorld world = connected(1000, 1)) {
            assertThat(Transfer.run(world.correspondent, CORRESPONDENT, world.node, HOME, sent))
                    .isEqualTo(sent);
            assertThat(world.agentTunnels.state(HOME, CARE_OF).orElseThrow().mtu())
                    .isEqualTo(1000 - 32);
            assertThat(world.faults).isEmpty();
        }
    }

    /** What goes that way within UDP, with DF. */
    private static Predicate<Octets> between(Ipv4 source, Ipv4 destination, int port, int otherPort) {
        return outer -> outer.u8(9) == 17
                && outer.ipv4(12).equals(source)
                && outer.ipv4(16).equals(destination)
                && outer.u16(20) == port
                && outer.u16(22) == otherPort
                && outer.u16(28) == 0x0404
                && outer.u16(6) == 0x4000;
    }

    /** Our own packets have no checksum. */
    private static boolean isCutByKernel(Octets outer) {
        return outer.u16(26) != 0;
    }
}
