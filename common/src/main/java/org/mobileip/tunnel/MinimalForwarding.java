package org.mobileip.tunnel;

import java.util.Optional;
import org.mobileip.net.Encapsulation;

/**
 * Minimal encapsulation: a few fields of the IP header are moved behind it, and others put in their place (RFC 2004). What is a
 * fragment already has no room in it, and is wrapped as IP in IP. The time to live stays what it was: the hops of the tunnel
 * are seen from outside.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   Protocol    |S|  reserved   |        Header Checksum        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                 Original Destination Address                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * :            (if present) Original Source Address               :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+   RFC 2004 §3
 * </pre>
 */
final class MinimalForwarding implements Wrapper {

    static final MinimalForwarding WRAPPER = new MinimalForwarding();

    /** IPPROTO_MOBILE. */
    static final int PROTOCOL = 55;

    private static final int WITHOUT_SOURCE = 8;
    private static final int WITH_SOURCE = 12;
    private static final int SOURCE_PRESENT = 0x80;

    private MinimalForwarding() {}

    @Override
    public Encapsulation encapsulation() {
        return Encapsulation.MINIMAL;
    }

    @Override
    public int overhead() {
        return WITH_SOURCE;
    }

    @Override
    public int overhead(PacketBuffer datagram, int source) {
        return datagram.source() == source ? WITHOUT_SOURCE : WITH_SOURCE;
    }

    @Override
    public boolean suits(PacketBuffer datagram) {
        return !datagram.isFragment();
    }

    @Override
    public void wrap(PacketBuffer datagram, int source, TunnelExit exit) {
        int added = overhead(datagram, source);
        int headerLength = datagram.headerLength();
        int originalSource = datagram.source();
        int originalDestination = datagram.destination();
        int firstWord = datagram.protocol() << 24 | (added == WITH_SOURCE ? SOURCE_PRESENT << 16 : 0);
        datagram.keepHeader(headerLength);
        datagram.extend(added);
        datagram.restoreHeader(headerLength);
        datagram.put16(2, datagram.length());
        datagram.put8(9, PROTOCOL);
        datagram.put32(12, source);
        datagram.put32(16, exit.bits());
        datagram.sumHeader();
        datagram.put32(headerLength, firstWord);
        datagram.put32(headerLength + 4, originalDestination);
        if (added == WITH_SOURCE) {
            datagram.put32(headerLength + 8, originalSource);
        }
        datagram.put16(headerLength + 2, ~InternetSum.fold(datagram.sum(headerLength, added)));
    }

    @Override
    public void undo(PacketBuffer outer) {
        int headerLength = outer.headerLength();
        outer.strip(forwardingLength(outer));
        outer.restoreHeader(headerLength);
    }

    private static int forwardingLength(PacketBuffer outer) {
        return (outer.u8(outer.headerLength() + 1) & SOURCE_PRESENT) != 0 ? WITH_SOURCE : WITHOUT_SOURCE;
    }

    @Override
    public Optional<DropReason> check(PacketBuffer outer) {
        return isSound(outer, outer.length()) ? Optional.empty() : DropReason.FORWARDING_HEADER_MALFORMED.verdict();
    }

    private static boolean isSound(PacketBuffer outer, int available) {
        int at = outer.headerLength();
        return available >= at + WITHOUT_SOURCE
                && available >= at + forwardingLength(outer)
                && InternetSum.fold(outer.sum(at, forwardingLength(outer))) == 0xffff;
    }

    @Override
    public int innerSource(PacketBuffer outer) {
        return forwardingLength(outer) == WITH_SOURCE ? outer.i32(outer.headerLength() + 8) : outer.source();
    }

    @Override
    public int innerDestination(PacketBuffer outer) {
        return outer.i32(outer.headerLength() + 4);
    }

    @Override
    public Optional<DropReason> accept(PacketBuffer outer, FlowPath path) {
        return Optional.empty();
    }

    @Override
    public void unwrap(PacketBuffer outer) {
        int headerLength = outer.headerLength();
        int taken = forwardingLength(outer);
        int protocol = outer.u8(headerLength);
        int source = innerSource(outer);
        int destination = innerDestination(outer);
        int totalLength = outer.totalLength() - taken;
        outer.keepHeader(headerLength);
        outer.strip(taken);
        outer.restoreHeader(headerLength);
        outer.put16(2, totalLength);
        outer.put8(9, protocol);
        outer.put32(12, source);
        outer.put32(16, destination);
        outer.sumHeader();
    }

    @Override
    public boolean recover(PacketBuffer quote) {
        if (!isSound(quote, quote.length())
                || quote.length() < quote.headerLength() + forwardingLength(quote) + IpInIp.QUOTED_PAYLOAD) {
            return false;
        }
        unwrap(quote);
        return true;
    }

    @Override
    public int quotedBefore(PacketBuffer quote) {
        return 0;
    }
}
