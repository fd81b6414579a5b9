package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.daemon.HomeLab.AGENT;
import static org.mobileip.homeagent.daemon.HomeLab.CAFE;
import static org.mobileip.homeagent.daemon.HomeLab.LAPTOP;
import static org.mobileip.homeagent.daemon.HomeLab.UPLINK;
import static org.mobileip.testing.NetnsSupport.ip;
import static org.mobileip.testing.NetnsSupport.run;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/** A home agent with a private address behind a NAT of nftables, which forwards UDP port 434 to it. */
@Tag("netns")
@Timeout(60)
class PortForwardNetnsTest {

    private static final String PUBLIC = "198.51.100.99";

    /** RFC 3519 §3.1: able of UDP, nothing forced, IP within IP. */
    private static final Octets ABLE = Octets.ofHex("9006 0000 0000 0000");

    /** RFC 3519 §3.3: type 4, next header 4. */
    private static final Octets DATA = Octets.ofHex("0404 0000");

    /** An echo request from the laptop's home address to the public address, made with scapy. */
    private static final Octets KEEPALIVE =
            Octets.ofHex("4500001c00070000400146010a0a0039c6336463" + "0800aab04d4e0001");

    @TempDir
    private Path directory = Path.of("");

    private static Octets next(DatagramSocket socket) throws Exception {
        socket.setSoTimeout(5000);
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        socket.receive(packet);
        assertThat(packet.getAddress().getHostAddress() + ":" + packet.getPort())
                .isEqualTo(PUBLIC + ":434");
        return Octets.of(packet.getData(), 0, packet.getLength());
    }

    private static void forwardPort(HomeLab lab) {
        ip(lab.internet, "route add " + PUBLIC + " via " + UPLINK);
        run(lab.internet, "nft", "add", "table", "ip", "nat");
        run(lab.internet, "nft", "add chain ip nat out { type nat hook output priority -100; }");
        run(lab.internet, "nft", "add rule ip nat out ip daddr " + PUBLIC + " udp dport 434 dnat to " + AGENT);
    }

    @Test
    void servesNodesThatKnowItByItsPublicAddress() throws Exception {
        NetnsSupport.assumeAvailable();
        try (HomeLab lab = new HomeLab(directory)) {
            forwardPort(lab);
            ip(lab.laptop, "link set eth0 down");
            Files.writeString(
                    lab.file(),
                    Files.readString(lab.file())
                            .replace("version = 1\n", "version = 1\npublic = \"" + PUBLIC + "\"\n"));
            lab.start();
            assertThat(lab.status()).containsEntry("address", AGENT).containsEntry("public", PUBLIC);
            DatagramSocket socket = lab.socket(lab.internet, CAFE);
            Octets request =
                    lab.node.request(CAFE, 600, PlainNode.CO_LOCATED, lab.node.timestamp(), Ipv4.parse(PUBLIC), ABLE);

            HomeLab.Answer answer = HomeLab.ask(socket, PUBLIC, request).orElseThrow();

            Octets reply = answer.octets();
            assertThat(answer.from().getAddress().getHostAddress()).isEqualTo(PUBLIC);
            assertThat(reply.u8(1)).as("code").isZero();
            assertThat(reply.slice(8, 12)).as("home agent").isEqualTo(Octets.ofHex("c6336463"));
            assertThat(reply.slice(20, 25)).as("UDP Tunnel Reply: accepted").isEqualTo(Octets.ofHex("2c06 0000 00"));

            DatagramSocket correspondent = lab.socket(lab.host, "10.10.0.200");
            HomeLab.send(correspondent, LAPTOP, Octets.ofHex("c0ffee"));
            Octets tunnelled = next(socket);
            assertThat(tunnelled.slice(0, 4)).isEqualTo(DATA);
            assertThat(tunnelled.slice(tunnelled.size() - 3)).isEqualTo(Octets.ofHex("c0ffee"));

            HomeLab.send(socket, PUBLIC, DATA.plus(KEEPALIVE));
            Octets echoed = next(socket).slice(4);
            assertThat(echoed.slice(12, 20)).as("from, to").isEqualTo(Octets.ofHex("c6336463 0a0a0039"));
            assertThat(echoed.u8(20)).as("echo reply").isZero();
        }
    }
}
