package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.daemon.HomeLab.AGENT;
import static org.mobileip.homeagent.daemon.HomeLab.CAFE;
import static org.mobileip.homeagent.daemon.HomeLab.LAPTOP;
import static org.mobileip.homeagent.daemon.HomeLab.TRAIN;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.host.linux.PacketCapture;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/** A home network that is routed to the home agent and is nowhere a link: one route, whoever is bound. */
@Tag("netns")
@Timeout(120)
class VirtualHomeNetnsTest {

    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_IPIP = 4;
    private static final String CORRESPONDENT = "203.0.113.1";
    private static final String NOBODY = "10.10.0.99";

    @TempDir
    private static Path directory = Path.of("");

    private static Optional<HomeLab> prepared = Optional.empty();

    @BeforeAll
    static void start() throws IOException {
        NetnsSupport.assumeAvailable();
        HomeLab made = new HomeLab(directory);
        prepared = Optional.of(made);
        made.writeVirtual();
        ip(made.agent, "address del 10.10.0.1/24 dev home0", "address add 10.10.0.1/32 dev lo");
        made.start();
    }

    @AfterAll
    static void end() {
        prepared.ifPresent(HomeLab::close);
    }

    private static HomeLab lab() {
        return prepared.orElseThrow();
    }

    private static List<String> routes() {
        return ip(lab().agent, "route show proto 77")
                .lines()
                .map(line -> line.split(" ", 2)[0])
                .toList();
    }

    private static void sendTo(String address) {
        try (DatagramSocket mouth = lab().socket(lab().internet, CORRESPONDENT)) {
            mouth.send(new DatagramPacket(new byte[] {7}, 1, new InetSocketAddress(address, 9)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void isTunnelledTo(String careOf) {
        try (PacketCapture capture = lab().capture(lab().internet, "up1")) {
            sendTo(LAPTOP);
            Octets outer = AgentWire.await(capture, IPPROTO_IPIP, each -> true);
            assertThat(outer.ipv4(16)).isEqualTo(Ipv4.parse(careOf));
            assertThat(outer.ipv4(36)).isEqualTo(Ipv4.parse(LAPTOP));
        }
    }

    /** A node that moves, one that nobody knows, and what else may lie in the routing table of a router that announces its networks. */
    @Test
    void oneRouteLeadsToAllAndOthersRoutesAreLeftAloneAndCutNobodyOff() {
        HomeLab lab = lab();
        assertThat(lab.register(CAFE, 60)).isZero();
        isTunnelledTo(CAFE);
        assertThat(lab.register(TRAIN, 60)).isZero();
        isTunnelledTo(TRAIN);
        assertThat(routes()).containsExactly("10.10.0.0/24");

        ip(lab.agent, "route flush proto 77");
        HomeLab.await("the route", () -> routes().equals(List.of("10.10.0.0/24")));

        ip(lab.agent, "route add blackhole 10.10.0.0/24");
        HomeLab.await("a route of its own", () -> routes().contains(LAPTOP));
        isTunnelledTo(TRAIN);
        assertThat(lab.register(CAFE, 60)).isZero();
        isTunnelledTo(CAFE);
        assertThat(ip(lab.agent, "route show type blackhole")).contains("10.10.0.0/24");
        assertThat(lab.log()).anyMatch(line -> line.contains("somebody has put a route into the home network"));

        assertThat(lab.register(CAFE, 0)).isZero();
        assertThat(routes()).containsExactly("10.10.0.0/24");
        ip(lab.agent, "route del blackhole 10.10.0.0/24");
        isUnreachable(LAPTOP);
        isUnreachable(NOBODY);
    }

    /** RFC 1812 §5.2.7.1: not sent back to where the default route leads, until its time to live is over. */
    private static void isUnreachable(String address) {
        try (PacketCapture capture = lab().capture(lab().internet, "up1")) {
            sendTo(address);
            Octets error = AgentWire.await(capture, IPPROTO_ICMP, each -> true);
            assertThat(error.ipv4(12)).isEqualTo(Ipv4.parse(AGENT));
            assertThat(error.ipv4(16)).isEqualTo(Ipv4.parse(CORRESPONDENT));
            assertThat(error.slice(20, 22)).as("host unreachable").isEqualTo(Octets.ofHex("0301"));
            assertThat(error.ipv4(44)).isEqualTo(Ipv4.parse(address));
        }
    }
}
