package org.mobileip.tunnel;

import java.util.Optional;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.GreKeys;

/**
 * Generic routing encapsulation of IPv4 (RFC 2784), with the key and the sequence number of RFC 2890. Checksum and sequence
 * number are understood, and never sent; a key is sent and expected where one was agreed on.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |C| |K|S| Reserved0       | Ver |         Protocol Type         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      Checksum (optional)      |       Reserved1 (Optional)    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         Key (optional)                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                 Sequence Number (Optional)                    |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+   RFC 2890 §2
 * </pre>
 */
final class Gre implements Wrapper {

    /** IPPROTO_GRE. */
    static final int PROTOCOL = 47;

    /** Without a key. */
    static final Gre PLAIN = new Gre(false, 0, 0);

    private static final int SHORTEST = 4;
    private static final int FIELD = 4;
    private static final int CHECKSUM = 0x8000;
    private static final int KEY = 0x2000;
    private static final int SEQUENCE = 0x1000;
    private static final int VERSION = 0x7;

    /** Bits 1 to 5 but K and S: what is in a packet with one of them set, only RFC 1701 knows (RFC 2784 §2.3). */
    private static final int UNKNOWN = 0x4c00;

    private static final int IPV4 = 0x0800;

    private final boolean hasKey;
    private final int sent;
    private final int expected;
    private final int length;

    private Gre(boolean hasKey, int sent, int expected) {
        this.hasKey = hasKey;
        this.sent = sent;
        this.expected = expected;
        this.length = hasKey ? SHORTEST + FIELD : SHORTEST;
    }

    /** With the keys that both ends have agreed on, each for what it receives (RFC 6245 §5). */
    static Gre keyed(GreKeys keys) {
        return new Gre(true, keys.sent(), keys.expected());
    }

    @Override
    public Encapsulation encapsulation() {
        return Encapsulation.GRE;
    }

    @Override
    public int overhead() {
        return PacketBuffer.HEADER + length;
    }

    @Override
    public int overhead(PacketBuffer datagram, int source) {
        return overhead();
    }

    @Override
    public boolean suits(PacketBuffer datagram) {
        return true;
    }

    @Override
    public void wrap(PacketBuffer datagram, int source, TunnelExit exit) {
        IpInIp.writeOuter(datagram, length, PROTOCOL, source, exit.bits(), exit);
        datagram.extend(length);
        datagram.put32(0, (hasKey ? KEY : 0) << 16 | IPV4);
        if (hasKey) {
            datagram.put32(SHORTEST, sent);
        }
        datagram.extend(PacketBuffer.HEADER);
    }

    @Override
    public void undo(PacketBuffer outer) {
        outer.strip(overhead());
    }

    @Override
    public Optional<DropReason> check(PacketBuffer outer) {
        int at = outer.headerLength();
        if (outer.length() < at + SHORTEST) {
            return DropReason.GRE_MALFORMED.verdict();
        }
        int flags = outer.u16(at);
        if ((flags & (UNKNOWN | VERSION)) != 0 || outer.length() < at + lengthOf(flags)) {
            return DropReason.GRE_MALFORMED.verdict();
        }
        if (outer.u16(at + 2) != IPV4) {
            return DropReason.GRE_PAYLOAD_NOT_IPV4.verdict();
        }
        if ((flags & CHECKSUM) != 0
                && InternetSum.fold(outer.sum(at, outer.length() - at)) != 0xffff) { // RFC 2784 §2.5
            return DropReason.GRE_CHECKSUM.verdict();
        }
        return outer.length() < at + lengthOf(flags) + PacketBuffer.HEADER
                ? DropReason.TRUNCATED.verdict()
                : Optional.empty();
    }

    private static int lengthOf(int flags) {
        return SHORTEST
                + ((flags & CHECKSUM) != 0 ? FIELD : 0)
                + ((flags & KEY) != 0 ? FIELD : 0)
                + ((flags & SEQUENCE) != 0 ? FIELD : 0);
    }

    private static int innerAt(PacketBuffer outer) {
        int at = outer.headerLength();
        return at + lengthOf(outer.u16(at));
    }

    @Override
    public int innerSource(PacketBuffer outer) {
        return outer.i32(innerAt(outer) + 12);
    }

    @Override
    public int innerDestination(PacketBuffer outer) {
        return outer.i32(innerAt(outer) + 16);
    }

    /** RFC 2890 §2.1: a key that was not agreed on is that of some other flow. §2.2: order, without a buffer to restore it. */
    @Override
    public Optional<DropReason> accept(PacketBuffer outer, FlowPath path) {
        int at = outer.headerLength();
        int flags = outer.u16(at);
        int field = at + SHORTEST + ((flags & CHECKSUM) != 0 ? FIELD : 0);
        boolean isKeyed = (flags & KEY) != 0;
        if (path.wrapper() instanceof Gre agreed
                && (agreed.hasKey != isKeyed || (isKeyed && outer.i32(field) != agreed.expected))) {
            return DropReason.GRE_KEY.verdict();
        }
        GreOrder order = path.order();
        if ((flags & SEQUENCE) != 0 && order != null && !order.admits(outer.i32(isKeyed ? field + FIELD : field))) {
            return DropReason.GRE_OUT_OF_ORDER.verdict();
        }
        return Optional.empty();
    }

    @Override
    public void unwrap(PacketBuffer outer) {
        outer.strip(innerAt(outer));
    }

    @Override
    public boolean recover(PacketBuffer quote) {
        return quote.length() >= quote.headerLength() + SHORTEST && IpInIp.recover(quote, innerAt(quote));
    }

    @Override
    public int quotedBefore(PacketBuffer quote) {
        return innerAt(quote);
    }
}
