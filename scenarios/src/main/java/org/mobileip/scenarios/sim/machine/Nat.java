package org.mobileip.scenarios.sim.machine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Ipv4;

/**
 * Address translation in a router, as Linux masquerades: what leaves by the outside interface has the router's address there
 * and, where it has ports, one by chance; what nobody inside has asked for does not come in. A mapping that is not used ends
 * after 30 s, one that was answered after two minutes, one of TCP after two hours.
 */
public final class Nat {

    private static final long UNANSWERED = 30_000_000_000L;
    private static final long ANSWERED = 120_000_000_000L;
    private static final long CONNECTION = 7_200_000_000_000L;
    private static final int FIRST_PORT = 1024;
    private static final int PORTS = 0xffff - FIRST_PORT;
    private static final int SOURCE = 0;
    private static final int DESTINATION = 2;
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8;

    private final Machine router;
    private final Nic outside;
    private final Ipv4 address;
    private final Random random;
    private final Map<Talk, Mapping> byInside = new HashMap<>();
    private final Map<Talk, Mapping> byOutside = new HashMap<>();

    /** Who talks to whom; ports are 0 where the protocol has none, and for ICMP the identifier stands for both. */
    private record Talk(int protocol, int near, int nearPort, int far, int farPort) {}

    private static final class Mapping {
        final Talk inside;
        final Talk outside;
        long until;

        Mapping(Talk inside, Talk outside) {
            this.inside = inside;
            this.outside = outside;
        }
    }

    /**
     * Translates what passes {@code outside}, whose address is {@code address}.
     *
     * @param seed of the ports
     */
    public Nat(Machine router, Nic outside, Ipv4 address, long seed) {
        this.router = router;
        this.outside = outside;
        this.address = address;
        this.random = new Random(seed);
        router.ip().translateBy(this);
    }

    /** Forgets all mappings. */
    public void rebind() {
        byInside.clear();
        byOutside.clear();
    }

    boolean isOutside(Nic nic) {
        return nic == outside;
    }

    /** A datagram leaves: it gets the outside address. False: it cannot be translated. */
    boolean goesOut(byte[] frame) {
        if (Packet.source(frame) == address.bits()) {
            return true;
        }
        if (!Packet.isFirst(frame) || !hasPorts(frame, SOURCE)) {
            return false;
        }
        Talk talk = new Talk(
                Packet.protocol(frame),
                Packet.source(frame),
                port(frame, SOURCE),
                Packet.destination(frame),
                port(frame, DESTINATION));
        Mapping mapping = Optional.ofNullable(live(byInside.get(talk))).orElseGet(() -> map(talk));
        renew(mapping, false);
        rewrite(frame, SOURCE, mapping.outside.near, mapping.outside.nearPort);
        return true;
    }

    private @Nullable Mapping live(@Nullable Mapping mapping) {
        return mapping == null || mapping.until < router.timeline().nanos() ? null : mapping;
    }

    private Mapping map(Talk inside) {
        boolean translatesPorts = inside.nearPort != 0;
        Talk outer;
        do {
            int port = translatesPorts ? FIRST_PORT + random.nextInt(PORTS) : 0;
            int farPort = inside.protocol == Packet.ICMP ? port : inside.farPort;
            outer = new Talk(inside.protocol, address.bits(), port, inside.far, farPort);
        } while (translatesPorts && live(byOutside.get(outer)) != null);
        Mapping mapping = new Mapping(inside, outer);
        byInside.put(inside, mapping);
        byOutside.put(outer, mapping);
        return mapping;
    }

    private void renew(Mapping mapping, boolean isAnswer) {
        long now = router.timeline().nanos();
        boolean wasAnswered = mapping.until > now + UNANSWERED;
        long patience =
                isAnswer || wasAnswered ? mapping.inside.protocol == Packet.TCP ? CONNECTION : ANSWERED : UNANSWERED;
        mapping.until = Math.max(mapping.until, now + patience);
    }

    /** A datagram comes from outside: it gets the inside address, or is for the router. False: nobody waits for it. */
    boolean comesIn(byte[] frame) {
        if (Packet.destination(frame) != address.bits()) {
            return true;
        }
        if (isError(frame)) {
            return errorComesIn(frame);
        }
        if (!Packet.isFirst(frame) || !hasPorts(frame, DESTINATION)) {
            return false;
        }
        Talk talk = new Talk(
                Packet.protocol(frame),
                address.bits(),
                port(frame, DESTINATION),
                Packet.source(frame),
                port(frame, SOURCE));
        Mapping mapping = live(byOutside.get(talk));
        if (mapping == null) {
            return Packet.protocol(frame) == Packet.ICMP || router.sockets().isAwaited(frame);
        }
        renew(mapping, true);
        rewrite(frame, DESTINATION, mapping.inside.near, mapping.inside.nearPort);
        return true;
    }

    private static boolean isError(byte[] frame) {
        return Packet.protocol(frame) == Packet.ICMP && IcmpErrors.isError(frame[Packet.payload(frame)] & 0xff);
    }

    /** An error quotes what went out: the quotation is translated back, and the error goes where that came from. */
    private boolean errorComesIn(byte[] frame) {
        int at = Packet.payload(frame);
        int quoteLength = frame.length - at - IcmpErrors.HEADER;
        if (quoteLength < Packet.IP_HEADER + 8) {
            return false;
        }
        byte[] quote = new byte[Packet.IP + quoteLength];
        System.arraycopy(frame, at + IcmpErrors.HEADER, quote, Packet.IP, quoteLength);
        Talk talk = new Talk(
                Packet.protocol(quote),
                Packet.source(quote),
                port(quote, SOURCE),
                Packet.destination(quote),
                port(quote, DESTINATION));
        Mapping mapping = live(byOutside.get(talk));
        if (mapping == null) {
            return Packet.source(quote) == address.bits();
        }
        Packet.put32(quote, Packet.IP + 12, mapping.inside.near);
        putPort(quote, SOURCE, mapping.inside.nearPort);
        Packet.finish(quote);
        System.arraycopy(quote, Packet.IP, frame, at + IcmpErrors.HEADER, quoteLength);
        Packet.put32(frame, Packet.IP + 16, mapping.inside.near);
        Packet.sumIcmp(frame);
        Packet.finish(frame);
        return true;
    }

    private static boolean hasPorts(byte[] frame, int which) {
        return switch (Packet.protocol(frame)) {
            case Packet.UDP, Packet.TCP -> Packet.payloadLength(frame) >= 8;
            case Packet.ICMP -> {
                int type = frame[Packet.payload(frame)] & 0xff;
                yield Packet.payloadLength(frame) >= 8 && type == (which == SOURCE ? ECHO_REQUEST : ECHO_REPLY);
            }
            default -> true;
        };
    }

    private static int port(byte[] frame, int which) {
        return switch (Packet.protocol(frame)) {
            case Packet.UDP, Packet.TCP -> Packet.u16(frame, Packet.payload(frame) + which);
            case Packet.ICMP -> Packet.u16(frame, Packet.payload(frame) + 4);
            default -> 0;
        };
    }

    private static void putPort(byte[] frame, int which, int port) {
        switch (Packet.protocol(frame)) {
            case Packet.UDP, Packet.TCP -> Packet.put16(frame, Packet.payload(frame) + which, port);
            case Packet.ICMP -> Packet.put16(frame, Packet.payload(frame) + 4, port);
            default -> {
                // It has none.
            }
        }
    }

    private static void rewrite(byte[] frame, int which, int to, int port) {
        Packet.put32(frame, Packet.IP + (which == SOURCE ? 12 : 16), to);
        putPort(frame, which, port);
        switch (Packet.protocol(frame)) {
            case Packet.UDP, Packet.TCP -> Packet.sumTransport(frame);
            case Packet.ICMP -> Packet.sumIcmp(frame);
            default -> {
                // It has no checksum over addresses.
            }
        }
        Packet.finish(frame);
    }
}
