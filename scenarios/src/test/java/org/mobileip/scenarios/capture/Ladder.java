package org.mobileip.scenarios.capture;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.clock.RunClock;

/**
 * A village of frames made by hand (RFC 791, 768, 5944, 2003), told to a witness one after the other: home agent 10.10.0.1 and
 * correspondent 10.10.0.200 on the home link, mobile node 10.10.0.57 that knows a café (192.0.2.0/24) and an LTE network
 * (198.51.100.0/24), and a second node 10.10.0.58. Times are milliseconds on the run's clock.
 */
final class Ladder {

    static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    static final Ipv4 CORRESPONDENT = Ipv4.parse("10.10.0.200");
    static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    static final Ipv4 LTE = Ipv4.parse("198.51.100.23");
    static final Ipv4 SECOND_HOME = Ipv4.parse("10.10.0.58");

    static final CaptureInterface MN_HOME = new CaptureInterface("mn", "home", "");
    static final CaptureInterface MN_CAFE = new CaptureInterface("mn", "cafe", "");
    static final CaptureInterface MN_LTE = new CaptureInterface("mn", "lte", "");
    static final CaptureInterface HA = new CaptureInterface("ha", "home", "");
    static final CaptureInterface CN = new CaptureInterface("cn", "home", "");

    static final int TUNNEL_ME = 0x22;
    static final int AND_KEEP_THE_OTHERS = 0xa2;

    private static final long MILLI = 1_000_000;
    private static final long WALL_AHEAD = 1_795_521_600_000_000_000L;

    final Witness witness = new Witness(
            new Topology(
                    List.of(
                            new Topology.Mobile("mn", HOME, Optional.of("home"), List.of()),
                            new Topology.Mobile("second", SECOND_HOME, Optional.of("home"), List.of())),
                    Set.of("ha"),
                    Map.of(AGENT, "ha", CORRESPONDENT, "cn", HOME, "mn"),
                    Set.of(CORRESPONDENT, HOME)),
            RunClock.withDistance(() -> WALL_AHEAD));
    private final Map<CaptureInterface, Integer> counts = new HashMap<>();

    static long ms(double millis) {
        return (long) (millis * MILLI);
    }

    /** The node begins to move. */
    void move(double at, String from, String to, Duration overlap) {
        witness.moveBegins(new MoveBegun(Duration.ofMillis((long) at), ms(at), "mn", Optional.of(from), to, overlap));
    }

    void move(double at, String from, String to) {
        move(at, from, to, Duration.ZERO);
    }

    FrameId out(double at, CaptureInterface where, Octets packet) {
        return see(at, where, true, senderOf(where.node()), packet);
    }

    /** From {@code sender}, the node it came from on the link. */
    FrameId in(double at, CaptureInterface where, String sender, Octets packet) {
        return see(at, where, false, senderOf(sender), packet);
    }

    private FrameId see(double at, CaptureInterface where, boolean outbound, String sender, Octets packet) {
        Octets frame = Octets.ofHex("02ffffffffff " + sender + " 0800").plus(packet);
        FrameId id = new FrameId(where, counts.merge(where, 1, Integer::sum) - 1);
        witness.seen(id, new CapturedFrame(WALL_AHEAD + ms(at), outbound, frame, frame.size()), Sighting.of(frame));
        return id;
    }

    private static String senderOf(String node) {
        return "0200000000%02x".formatted(node.hashCode() & 0xff);
    }

    static Octets ip(Ipv4 from, Ipv4 to, int protocol, Octets payload) {
        return Octets.ofHex("4500%04x00004000 40%02x0000 %08x %08x"
                        .formatted(20 + payload.size(), protocol, from.bits(), to.bits()))
                .plus(payload);
    }

    static Octets udp(Ipv4 from, int fromPort, Ipv4 to, int toPort, Octets payload) {
        return ip(
                from,
                to,
                17,
                Octets.ofHex("%04x%04x%04x0000".formatted(fromPort, toPort, 8 + payload.size()))
                        .plus(payload));
    }

    /** A datagram of a stream. */
    static Octets voice(Ipv4 from, Ipv4 to) {
        return udp(from, 30001, to, 30001, Octets.ofHex("00112233"));
    }

    static Octets tunnelled(Ipv4 from, Ipv4 to, Octets inner) {
        return ip(from, to, 4, inner);
    }

    static Octets request(Ipv4 careOf, int flags, int lifetime, int id) {
        return request(HOME, careOf, flags, lifetime, id);
    }

    static Octets request(Ipv4 home, Ipv4 careOf, int flags, int lifetime, int id) {
        return udp(
                careOf,
                434,
                AGENT,
                434,
                Octets.ofHex("01%02x%04x %08x %08x %08x ee000000%08x"
                        .formatted(flags, lifetime, home.bits(), AGENT.bits(), careOf.bits(), id)));
    }

    static Octets reply(Ipv4 careOf, int code, int lifetime, int id) {
        return reply(HOME, careOf, code, lifetime, id);
    }

    static Octets reply(Ipv4 home, Ipv4 careOf, int code, int lifetime, int id) {
        return udp(
                AGENT,
                434,
                careOf,
                434,
                Octets.ofHex(
                        "03%02x%04x %08x %08x ee000001%08x".formatted(code, lifetime, home.bits(), AGENT.bits(), id)));
    }

    /** Request and reply of an accepted registration by {@code where}: 1 ms from end to end, each way. */
    void register(double at, CaptureInterface where, Ipv4 careOf, int flags, int lifetime, int id) {
        out(at, where, request(careOf, flags, lifetime, id));
        in(at + 1, HA, "core", request(careOf, flags, lifetime, id));
        out(at + 1.5, HA, reply(careOf, 0, lifetime, id));
        in(at + 2.5, where, "core", reply(careOf, 0, lifetime, id));
    }
}
