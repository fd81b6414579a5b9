package org.mobileip.scenarios.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.capture.CaptureInterface;
import org.mobileip.scenarios.capture.CapturedFrame;
import org.mobileip.scenarios.capture.PcapngWriter;

/** The directory of a run that never was: a result and a capture of hand-made octets. */
final class HandMadeRun {

    static final String SCRIPT = """
            scenario "Café <b>& home</b>"

            network home  10.10.0.0/24  delay 1ms
            network cafe  192.0.2.0/24  delay 12ms
            home-agent ha  on home  address 10.10.0.1
            mobile     mn  home 10.10.0.57
            host       cn  on home  address 10.10.0.200
            stream voice  udp  cn <-> mn  every 10ms  size 160
            at 0s   move mn to cafe
            at 1s   stop
            expect  interruption of voice < 25ms  after each move
            """;

    /** 2026-11-25T12:00:00Z. */
    private static final long ZERO = 1_795_608_000_000_000_000L;

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 PEER = Ipv4.parse("10.10.0.200");
    private static final Ipv4 CARE_OF = Ipv4.parse("192.0.2.10");

    private final List<Shot> shots = new ArrayList<>();

    private record Shot(int captured, double at, boolean outbound, Octets octets) {}

    /** Voice down every 10 ms; the datagrams of 0, 10 and 20 ms are lost; registration from 3 to 27 ms. */
    static HandMadeRun comingToTheCafe() {
        HandMadeRun run = new HandMadeRun();
        for (int i = -5; i < 30; i++) {
            run.voice(i + 5, 10 * i, i >= 3);
        }
        run.registration(3, 15, 27);
        return run;
    }

    void write(Path directory) throws IOException {
        Files.writeString(directory.resolve("result.json"), result());
        List<CaptureInterface> interfaces = List.of(
                new CaptureInterface("cn", "home", ""),
                new CaptureInterface("ha", "home", ""),
                new CaptureInterface("mn", "home", ""),
                new CaptureInterface("mn", "cafe", ""));
        Path file = directory.resolve("packets.pcapng");
        try (PcapngWriter writer = new PcapngWriter(Files.newOutputStream(file), "test", SCRIPT)) {
            for (CaptureInterface each : interfaces) {
                writer.describe(each);
            }
            writer.names(Map.of(HOME, "mn"));
            shots.sort(Comparator.comparingDouble(Shot::at));
            for (Shot shot : shots) {
                long nanos = ZERO + Math.round(shot.at() * 1e6);
                CapturedFrame frame = new CapturedFrame(
                        nanos, shot.outbound(), shot.octets(), shot.octets().size());
                writer.frame(shot.captured(), frame, List.of("a comment that has to be passed over"));
            }
        }
    }

    private void voice(int sequence, double sent, boolean away) {
        Octets datagram = datagram(sequence);
        shots.add(new Shot(0, sent, true, ethernet(datagram)));
        if (!away && sent < 0) {
            shots.add(new Shot(2, sent + 0.2, false, ethernet(datagram)));
        } else if (away) {
            Octets tunnelled = ip(4, AGENT, CARE_OF, datagram);
            shots.add(new Shot(1, sent + 0.1, true, ethernet(tunnelled)));
            shots.add(new Shot(3, sent + 12, false, ethernet(tunnelled)));
        }
    }

    private void registration(double requested, double answered, double accepted) {
        Octets request = Octets.ofHex("012203e80a0a00390a0a0001c000020adc12c50040000000");
        Octets reply = Octets.ofHex("030003e80a0a00390a0a0001dc12c50040000000");
        Octets asks = ethernet(ip(17, CARE_OF, AGENT, udp(40000, 434, request)));
        Octets answers = ethernet(ip(17, AGENT, CARE_OF, udp(434, 40000, reply)));
        shots.add(new Shot(3, requested, true, asks));
        shots.add(new Shot(1, answered, false, asks));
        shots.add(new Shot(1, answered + 0.1, true, answers));
        shots.add(new Shot(3, accepted, false, answers));
    }

    /** Of the first stream, downwards. */
    private static Octets datagram(int sequence) {
        ByteBuffer payload = ByteBuffer.allocate(160).putInt(0x1234_5678).putShort((short) 0);
        payload.put((byte) 0).put((byte) 0).putInt(sequence);
        return ip(17, PEER, HOME, udp(5000, 5001, Octets.of(payload.array())));
    }

    private static Octets udp(int from, int to, Octets payload) {
        ByteBuffer header = ByteBuffer.allocate(8).putShort((short) from).putShort((short) to);
        return Octets.of(header.putShort((short) (8 + payload.size())).array()).plus(payload);
    }

    private static Octets ip(int protocol, Ipv4 from, Ipv4 to, Octets payload) {
        ByteBuffer header = ByteBuffer.allocate(20).put((byte) 0x45).put((byte) 0);
        header.putShort((short) (20 + payload.size())).putInt(0).put((byte) 64).put((byte) protocol);
        return Octets.of(header.putShort((short) 0)
                        .putInt(from.bits())
                        .putInt(to.bits())
                        .array())
                .plus(payload);
    }

    private static Octets ethernet(Octets packet) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[12]);
        frame.writeBytes(new byte[] {8, 0});
        frame.writeBytes(packet.toArray());
        return Octets.of(frame.toByteArray());
    }

    private static String result() {
        return """
                {"schema":"mobileip.result/1",
                 "scenario":{"title":"Café <b>& home</b>","sha256":"00","name":"cafe","source":%s},
                 "world":"sim","seed":7,
                 "environment":{"version":"0.1.0","java":"17","kernel":"Linux","dataplane":"tun","cpus":2,
                  "started":"2026-11-25T12:00:00Z"},
                 "result":"failed",
                 "moves":[{"at_ms":0,"node":"mn","from":"home","to":"cafe",
                  "phases_ms":{"detect":3.0,"address":0.0,"register":24.0,"install":1.0,"first_packet":14.0},
                  "registered_ms":27.0,"floor_ms":27.0,
                  "streams":{"voice":{"down":{"interruption_ms":42.0,"lost":3,"duplicated":0}}},"pings":{}}],
                 "streams":{},"datagrams":{},"pings":{},
                 "expectations":[{"line":11,"text":"interruption of voice < 25ms","scope":"move at 0s","ok":false,
                  "measured":42.0,"limit":25.0,"unit":"ms","comparison":"<","floor":27.0,"resolution":10.0,
                  "warn":false,"detail":""}],
                 "notes":["a note"]}
                """.formatted(quoted(SCRIPT));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
