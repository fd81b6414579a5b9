package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.daemon.HomeLab.CAFE;
import static org.mobileip.homeagent.daemon.HomeLab.TRAIN;
import static org.mobileip.homeagent.daemon.HomeLab.UPLINK;
import static org.mobileip.homeagent.daemon.HomeLab.ask;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.host.linux.PacketCapture;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/** What the daemon does with what nobody has signed, or with what was changed on the way. */
@Tag("netns")
class StrangersNetnsTest {

    private static final int IPPROTO_UDP = 17;

    @TempDir
    private Path directory = Path.of("");

    private Optional<HomeLab> prepared = Optional.empty();

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    @BeforeEach
    void start() throws IOException {
        HomeLab made = new HomeLab(directory);
        prepared = Optional.of(made);
        made.write("");
        // Other tests write meanwhile, and a disk that holds a reply back is not what is asked here.
        made.start("--state", "none");
    }

    @AfterEach
    void end() {
        prepared.ifPresent(HomeLab::close);
    }

    private HomeLab lab() {
        return prepared.orElseThrow();
    }

    /** FMT-18 and FMT-19, with packets made by hand: no checksum is fine, a wrong one is not. */
    @Test
    void takesADatagramWithoutAChecksumAndNoneWithAWrongOne() {
        HomeLab lab = lab();
        try (PacketSocket wire = lab.internet.call(() -> PacketSocket.open(
                        AgentWire.indexOf(lab, "up1"),
                        PacketSocket.ETHERTYPE_IPV4,
                        PacketSocket.Kind.COOKED,
                        PacketSocket.Options.PLAIN));
                PacketCapture capture = lab.capture(lab.internet, "up1")) {
            MacAddress uplink = new MacAddress(0x0200_0000_0101L);
            Octets none = AgentWire.udp(lab.node.request(CAFE, 60), checksum -> 0);
            wire.send(AgentWire.indexOf(lab, "up1"), uplink, none);
            assertThat(AgentWire.await(capture, IPPROTO_UDP, packet -> packet.u16(20) == 434)
                            .u8(29))
                    .as("code of the reply")
                    .isZero();
            Octets wrong = AgentWire.udp(lab.node.request(CAFE, 60), checksum -> checksum ^ 1);
            wire.send(AgentWire.indexOf(lab, "up1"), uplink, wrong);
            HomeLab.await("the wrong checksum counted", () -> Counts.discarded(lab, "wrong_checksum") == 1);
            Octets right = AgentWire.udp(lab.node.request(CAFE, 60), checksum -> checksum);
            wire.send(AgentWire.indexOf(lab, "up1"), uplink, right);
            assertThat(AgentWire.await(capture, IPPROTO_UDP, packet -> packet.u16(20) == 434)
                            .u8(29))
                    .isZero();
            assertThat(Counts.accepted(lab)).isEqualTo(2);
        }
    }

    /** T1, T5, T6: not one octet leaves for whoever cannot sign. */
    @Test
    void sendsNotOneOctetToWhoeverCannotSign() {
        HomeLab lab = lab();
        Random random = new Random(3);
        byte[] valid = lab.node.request(CAFE, 60).toArray();
        try (PacketCapture capture = lab.capture(lab.internet, "up1")) {
            DatagramSocket stranger = lab.socket(lab.internet, TRAIN);
            for (int type = 0; type < 256; type++) {
                byte[] octets = valid.clone();
                octets[0] = (byte) type;
                if (type != 1) {
                    HomeLab.send(stranger, UPLINK, Octets.of(octets));
                }
            }
            for (int size = 0; size < valid.length; size++) {
                HomeLab.send(stranger, UPLINK, Octets.of(valid, 0, size));
            }
            for (int i = 0; i < 2_000; i++) {
                byte[] octets = valid.clone();
                octets[4 + random.nextInt(octets.length - 4)] ^= (byte) (1 + random.nextInt(255));
                HomeLab.send(stranger, UPLINK, Octets.of(octets));
            }
            // Type 4 is for who reads tunnels (RFC 3519 §3.3), and the kernel gives it to nobody else.
            HomeLab.await("all of it counted", () -> Counts.received(lab) == 254 + valid.length + 2_000);
            List<Octets> out = new ArrayList<>();
            for (Octets packet : AgentWire.drain(capture, 200)) {
                if (packet.ipv4(16).equals(Ipv4.parse(TRAIN))) {
                    out.add(packet);
                }
            }
            assertThat(out).isEmpty();
        }
        assertThat(lab.register(CAFE, 60)).as("and the node itself is served").isZero();
        assertThat(lab.log().stream().filter(line -> line.contains("request-discarded")))
                .as("T24: a line a second for each reason")
                .hasSizeLessThan(100);
    }

    /** T15: while forged requests come as fast as they can be sent, the node registers at its first or second try. */
    @Test
    void servesTheNodeInAFloodOfForgedRequests() throws Exception {
        HomeLab lab = lab();
        byte[] forged = lab.node.request(CAFE, 60).toArray();
        forged[forged.length - 1] ^= 1;
        DatagramSocket attacker = lab.socket(lab.internet, TRAIN);
        long[] sent = new long[1];
        Thread flood = new Thread(
                () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        HomeLab.send(attacker, UPLINK, Octets.of(forged));
                        sent[0]++;
                        LockSupport.parkNanos(sent[0] % 10 == 0 ? 100_000 : 0);
                    }
                },
                "flood");
        long start = System.nanoTime();
        flood.start();
        int atOnce = 0;
        int never = 0;
        for (int i = 0; i < 50; i++) {
            DatagramSocket socket = lab.socket(lab.internet, CAFE);
            boolean first = ask(socket, UPLINK, lab.node.request(CAFE, 60)).isPresent();
            boolean second =
                    first || ask(socket, UPLINK, lab.node.request(CAFE, 60)).isPresent();
            atOnce += first ? 1 : 0;
            never += second ? 0 : 1;
        }
        double perSecond = sent[0] * 1e9 / (System.nanoTime() - start);
        flood.interrupt();
        flood.join();
        System.err.printf("%.0f forged requests a second: %d of 50 at the first try%n", perSecond, atOnce);
        assertThat(never)
                .as(() -> "not within one retry; the daemon says %s%n%s"
                        .formatted(lab.status(), String.join("\n", lab.log())))
                .isZero();
    }
}
