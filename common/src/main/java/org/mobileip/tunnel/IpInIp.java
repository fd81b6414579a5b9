package org.mobileip.tunnel;

import java.util.Optional;
import org.mobileip.net.Ipv4;

/** The outer header of IP in IP (RFC 2003 §3.1). */
public final class IpInIp {

    /** IPPROTO_IPIP. */
    public static final int PROTOCOL = 4;

    /** Octets that encapsulation adds. */
    public static final int OVERHEAD = PacketBuffer.HEADER;

    private static final int MAXIMUM_TOTAL_LENGTH = 0xffff;
    private static final int TIME_TO_LIVE = 64;
    private static final int VERSION_AND_HEADER_LENGTH = 0x45;

    private IpInIp() {}

    /**
     * Writes the outer header for one copy into the {@link #OVERHEAD} octets before a datagram that
     * {@link TunnelEnd#route} let pass. The window stays on the inner datagram, none of whose octets changes; its options
     * are not copied.
     *
     * @param copy 0 to {@link Flow#copies} - 1
     * @return why this copy is dropped; empty: it is ready to be sent
     */
    public static Optional<DropReason> encapsulate(PacketBuffer datagram, int copy) {
        Flow flow = datagram.flow();
        TunnelExit exit = flow.exit(copy);
        if (datagram.source() == exit.bits()) { // RFC 2003 §3.2, the second rule
            return DropReason.SOURCE_IS_TUNNEL_EXIT.verdict();
        }
        int totalLength = datagram.length() + OVERHEAD;
        if (totalLength > MAXIMUM_TOTAL_LENGTH) {
            return DropReason.TOO_BIG.verdict();
        }
        boolean dontFragment = datagram.dontFragment();
        datagram.writeHeaderBefore(
                VERSION_AND_HEADER_LENGTH << 24 | datagram.typeOfService() << 16 | totalLength,
                exit.nextIdentification(dontFragment) << 16 | (dontFragment ? PacketBuffer.DONT_FRAGMENT : 0),
                TIME_TO_LIVE,
                PROTOCOL,
                flow.source(),
                exit.bits());
        return Optional.empty();
    }

    /** Where that copy goes. */
    public static Ipv4 destination(PacketBuffer datagram, int copy) {
        return datagram.flow().exit(copy).address();
    }
}
