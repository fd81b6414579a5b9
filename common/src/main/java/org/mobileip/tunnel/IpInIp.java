package org.mobileip.tunnel;

import java.util.Optional;
import org.mobileip.net.Encapsulation;

/**
 * IP in IP: an outer header before the datagram, none of whose octets changes and whose options are not copied (RFC 2003
 * §3.1).
 */
final class IpInIp implements Wrapper {

    static final IpInIp WRAPPER = new IpInIp();

    /** IPPROTO_IPIP. */
    static final int PROTOCOL = 4;

    /** The least that a quoted datagram has after its header (RFC 792). */
    static final int QUOTED_PAYLOAD = 8;

    private static final int VERSION_AND_HEADER_LENGTH = 0x45;

    private IpInIp() {}

    /**
     * Writes an outer header for a datagram that has {@code gap} octets of another header before it. Type of service: copied,
     * which is normal mode for the ECN field (RFC 6040 §4.1) and the uniform model for DSCP (RFC 2983). DF: copied (§3.1, §5.1).
     */
    static void writeOuter(PacketBuffer datagram, int gap, int protocol, int source, int destination, TunnelExit exit) {
        boolean dontFragment = datagram.dontFragment();
        int totalLength = PacketBuffer.HEADER + gap + datagram.length();
        datagram.writeHeaderBefore(
                gap,
                VERSION_AND_HEADER_LENGTH << 24 | datagram.typeOfService() << 16 | totalLength,
                exit.nextIdentification(dontFragment) << 16 | (dontFragment ? PacketBuffer.DONT_FRAGMENT : 0),
                exit.timeToLive(),
                protocol,
                source,
                destination);
    }

    /** Wraps {@code datagram} so that it is addressed to {@code destination}, on its way to {@code exit}. */
    static void address(PacketBuffer datagram, int source, int destination, TunnelExit exit) {
        writeOuter(datagram, 0, PROTOCOL, source, destination, exit);
        datagram.extend(PacketBuffer.HEADER);
    }

    @Override
    public Encapsulation encapsulation() {
        return Encapsulation.IPIP;
    }

    @Override
    public int overhead() {
        return PacketBuffer.HEADER;
    }

    @Override
    public int overhead(PacketBuffer datagram, int source) {
        return PacketBuffer.HEADER;
    }

    @Override
    public boolean suits(PacketBuffer datagram) {
        return true;
    }

    @Override
    public void wrap(PacketBuffer datagram, int source, TunnelExit exit) {
        address(datagram, source, exit.bits(), exit);
    }

    @Override
    public void undo(PacketBuffer outer) {
        outer.strip(PacketBuffer.HEADER);
    }

    @Override
    public Optional<DropReason> check(PacketBuffer outer) {
        return outer.length() < outer.headerLength() + PacketBuffer.HEADER
                ? DropReason.TRUNCATED.verdict()
                : Optional.empty();
    }

    @Override
    public int innerSource(PacketBuffer outer) {
        return outer.i32(outer.headerLength() + 12);
    }

    @Override
    public int innerDestination(PacketBuffer outer) {
        return outer.i32(outer.headerLength() + 16);
    }

    @Override
    public Optional<DropReason> accept(PacketBuffer outer, FlowPath path) {
        return Optional.empty();
    }

    @Override
    public void unwrap(PacketBuffer outer) {
        outer.strip(outer.headerLength());
    }

    @Override
    public boolean recover(PacketBuffer quote) {
        return recover(quote, quote.headerLength());
    }

    /** The same for whatever comes before an unchanged datagram. */
    static boolean recover(PacketBuffer quote, int before) {
        if (quote.length() < before + PacketBuffer.HEADER) {
            return false;
        }
        int innerHeader = (quote.u8(before) & 0xf) << 2;
        if (innerHeader < PacketBuffer.HEADER || quote.length() < before + innerHeader + QUOTED_PAYLOAD) {
            return false;
        }
        quote.strip(before);
        return true;
    }

    @Override
    public int quotedBefore(PacketBuffer quote) {
        return quote.headerLength();
    }
}
