package org.mobileip.scenarios.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NativeException;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.ProbeSocket;
import org.mobileip.host.linux.RawSocket;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.language.Stream;
import org.mobileip.scenarios.traffic.Traffic;
import org.mobileip.scenarios.traffic.TrafficSeen;
import org.mobileip.scenarios.traffic.Wire;
import org.mobileip.testing.NetnsSupport;
import org.mobileip.testing.Python;

@Tag("netns")
@Timeout(120)
final class CapturesNetnsTest {

    private static final CaptureInterface MN = new CaptureInterface("mn", "home", "the node's end");
    private static final CaptureInterface CN = new CaptureInterface("cn", "home", "the correspondent's end");

    private final RunClock clock = RunClock.start();
    private final List<Long> told = Collections.synchronizedList(new ArrayList<>());
    private Path directory;
    private Wire wire;
    private Captures captures;

    @BeforeEach
    void begin(@TempDir Path empty) {
        NetnsSupport.assumeAvailable();
        Tshark.assumeInstalled();
        directory = empty;
        wire = new Wire();
        captures = Captures.open(empty, clock, (id, frame, sighting) -> told.add(frame.nanos()));
    }

    @AfterEach
    void close() {
        if (wire != null) {
            captures.close();
            wire.close();
        }
    }

    private Path write() throws IOException {
        Path file = directory.resolve("packets.pcapng");
        captures.write(file, new CaptureFile("scenarios", "a test", Map.of(Wire.NODE, "mn"), Map.of()));
        return file;
    }

    private static void send(ProbeSocket socket, int count, int size) {
        NativeBuffer buffer = NativeBuffer.allocate(size);
        for (int i = 0; i < count; i++) {
            socket.send(buffer, 0, size, new Endpoint(Wire.NODE, 7000));
        }
    }

    private ProbeSocket correspondent() {
        return wire.correspondent().call(() -> ProbeSocket.udp(new Endpoint(Wire.CORRESPONDENT, 7000), 1 << 20));
    }

    @Test
    void seesWhatTcpdumpSeesAtTheSameMoments() throws Exception {
        Path dumped = directory.resolve("tcpdump.pcap");
        Process tcpdump = wire.node()
                .start(new ProcessBuilder(
                                ("tcpdump -i eth0 -Z root --immediate-mode --time-stamp-precision=nano -U -w " + dumped)
                                        .split(" "))
                        .redirectErrorStream(true));
        try (ProbeSocket socket = correspondent()) {
            assertThat(tcpdump.inputReader().readLine()).contains("listening on eth0");
            captures.add(MN, wire.node(), "eth0");
            // Nothing listens on port 7000: the kernel answers some of them by ICMP.
            send(socket, 100, 160);
            Thread.sleep(500);
            captures.stop();
        }
        tcpdump.destroy();
        assertThat(tcpdump.waitFor(10, TimeUnit.SECONDS)).isTrue();

        String[] fields = {"frame.time_epoch", "frame.len", "frame.cap_len", "ip.id", "udp.checksum", "icmp.type"};
        List<String> ours = Tshark.fields(write(), "ip", fields);
        assertThat(ours).hasSizeGreaterThan(100).isEqualTo(Tshark.fields(dumped, "ip", fields));
        assertThat(told).hasSizeGreaterThanOrEqualTo(ours.size()).isSorted();
    }

    @Test
    void tsharkCountsAsManyTunnelledPacketsAsWereSentAndFindsNothingMalformed() throws Exception {
        captures.add(MN, wire.node(), "eth0");
        captures.add(CN, wire.correspondent(), "eth0");
        Octets packet =
                Ladder.tunnelled(Wire.CORRESPONDENT, Wire.NODE, Ladder.voice(Ladder.CORRESPONDENT, Ladder.HOME));
        NativeBuffer buffer = NativeBuffer.allocate(packet.size());
        buffer.put(0, packet);
        try (RawSocket raw = wire.correspondent()
                .call(() ->
                        RawSocket.open(RawSocket.PROTOCOL_IPIP, Wire.CORRESPONDENT, RawSocket.Options.ONLY_SENDING))) {
            for (int i = 0; i < 137; i++) {
                raw.send(buffer, 0, packet.size(), Wire.NODE);
            }
        }
        assertThat(captures.stop()).isEmpty();
        Path file = write();
        assertThat(Tshark.fields(file, "ip.proto == 4 && !icmp && frame.interface_name == \"mn:home\"", "frame.number"))
                .hasSize(137);
        assertThat(Tshark.fields(file, "ip.proto == 4 && !icmp && frame.interface_name == \"cn:home\"", "frame.number"))
                .hasSize(137);
        assertThat(Tshark.fields(file, "_ws.malformed", "frame.number")).isEmpty();
    }

    @Test
    void survivesAnInterfaceThatGoesDownAndOneThatIsMadeAnew() throws Exception {
        captures.add(MN, wire.node(), "eth0");
        ip(wire.node(), "link set eth0 down");
        Thread.sleep(20);
        ip(wire.node(), "link set eth0 up");
        ip(wire.node(), "link add late type veth peer name late0");
        assertThatThrownBy(() -> captures.add(CN, wire.node(), "later"))
                .isInstanceOf(NativeException.class)
                .hasMessageContaining("find later");
        for (int round = 0; round < 2; round++) {
            captures.add(CN, wire.node(), "late");
            ip(wire.node(), "link set late up");
            ip(wire.node(), "link set late0 up");
            sendFrame(wire.node(), "late", "1122334455%02x".formatted(round));
            ip(wire.node(), "link delete late");
            ip(wire.node(), "link add late type veth peer name late0");
        }
        sendFrame(wire.node(), "eth0", "112233445566");
        assertThat(captures.stop()).isEmpty();
        Path file = write();
        assertThat(Tshark.fields(file, "eth.type == 0x88b5", "frame.interface_name", "eth.dst"))
                .containsExactly(
                        "cn:home\t11:22:33:44:55:00", "cn:home\t11:22:33:44:55:01", "mn:home\t11:22:33:44:55:66");
    }

    private static void sendFrame(NetworkNamespace namespace, String device, String destination) throws IOException {
        Process python = namespace.start(new ProcessBuilder(
                Python.program(),
                "-c",
                "import socket; s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW); s.bind(('" + device
                        + "', 0)); s.send(bytes.fromhex('" + destination + "02000000000188b5c0ffee'))"));
        try {
            assertThat(python.waitFor()).isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void keepsUpWithADownloadAndTwentyThousandDatagramsASecond() throws Exception {
        captures.add(MN, wire.node(), "eth0");
        captures.add(CN, wire.correspondent(), "eth0");
        Stream file = new Stream(
                5, "file", Stream.Kind.TCP, "cn", "mn", false, Optional.empty(), OptionalInt.empty(), Optional.empty());
        Stream[] streams = Collections.nCopies(10, Wire.voice(1000, 160)).toArray(new Stream[11]);
        streams[10] = file;
        TrafficSeen seen;
        try (Traffic traffic = Traffic.prepare(Wire.scenario(streams), wire::place, clock, 1)) {
            traffic.start();
            Thread.sleep(2000);
            seen = traffic.stop();
        }
        assertThat(captures.stop()).isEmpty();
        long sent =
                seen.flows().stream().mapToLong(flow -> flow.sentNanos().size()).sum();
        assertThat(sent).isGreaterThan(20_000);
        Path pcapng = write();
        assertThat(Tshark.fields(pcapng, "udp.port >= 30001 && udp.port <= 30010", "frame.number"))
                .hasSize((int) (2 * sent));
        assertThat(Tshark.fields(pcapng, "tcp && frame.cap_len > 256", "frame.number"))
                .isEmpty();
        assertThat(Tshark.fields(pcapng, "tcp.analysis.lost_segment || _ws.malformed", "frame.number"))
                .isEmpty();
        assertThat(Files.size(pcapng)).isLessThan(80_000_000);
        assertThat(told).isSorted();
        System.out.printf(
                "captured %d frames, %.1f MB, of a download of %.1f MB and %d datagrams%n",
                told.size(), Files.size(pcapng) / 1e6, seen.tcpFlows().get(0).bytes() / 1e6, sent);
    }
}
