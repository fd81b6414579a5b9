package org.mobileip.host.linux.netlink;

import java.util.Optional;
import org.mobileip.host.Neighbour;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/**
 * Neighbours, the ARP table: {@code struct ndmsg}, then NDA_… attributes.
 *
 * <pre>
 * u8 family | u8 | u16 | s32 interface index | u16 state | u8 flags | u8 type
 * </pre>
 */
public final class NeighbourMessages {

    private static final int HEADER_SIZE = 12;
    private static final int AF_INET = 2;
    private static final int NDA_DST = 1;
    private static final int NDA_LLADDR = 2;
    private static final int NDA_PROTOCOL = 12;
    private static final int NUD_PERMANENT = 0x80;
    private static final int CHANGE = NetlinkMessage.REQUEST | NetlinkMessage.ACK;

    private NeighbourMessages() {}

    /** Asks for one neighbour. */
    public static NetlinkMessage get(int linkIndex, Ipv4 address) {
        Octets payload = header(linkIndex, 0).attribute(NDA_DST, address).payload();
        return new NetlinkMessage(NetlinkMessage.GET_NEIGHBOUR, NetlinkMessage.REQUEST, 0, payload);
    }

    /** Makes or replaces a neighbour that nobody is asked about and that never ages. */
    public static NetlinkMessage putPermanent(int linkIndex, Ipv4 address, MacAddress mac) {
        Octets payload = header(linkIndex, NUD_PERMANENT)
                .attribute(NDA_DST, address)
                .attribute(NDA_LLADDR, mac)
                .payload();
        int flags = CHANGE | NetlinkMessage.REPLACE | NetlinkMessage.CREATE;
        return new NetlinkMessage(NetlinkMessage.NEW_NEIGHBOUR, flags, 0, payload);
    }

    /** Asks for all of them. */
    public static NetlinkMessage dump() {
        Octets payload =
                new PayloadWriter().u8(AF_INET, 0).u16(0).u32(0).u16(0).u8(0, 0).payload();
        return new NetlinkMessage(
                NetlinkMessage.GET_NEIGHBOUR, NetlinkMessage.REQUEST | NetlinkMessage.DUMP, 0, payload);
    }

    /** Makes or replaces a permanent neighbour that says who made it. */
    public static NetlinkMessage put(Neighbour neighbour) {
        Octets payload = header(neighbour.linkIndex(), NUD_PERMANENT)
                .attributeU8(NDA_PROTOCOL, neighbour.protocol())
                .attribute(NDA_DST, neighbour.address())
                .attribute(NDA_LLADDR, neighbour.mac())
                .payload();
        int flags = CHANGE | NetlinkMessage.REPLACE | NetlinkMessage.CREATE;
        return new NetlinkMessage(NetlinkMessage.NEW_NEIGHBOUR, flags, 0, payload);
    }

    public static NetlinkMessage remove(Neighbour neighbour) {
        Octets payload = header(neighbour.linkIndex(), NUD_PERMANENT)
                .attribute(NDA_DST, neighbour.address())
                .payload();
        return new NetlinkMessage(NetlinkMessage.DELETE_NEIGHBOUR, CHANGE, 0, payload);
    }

    /** The neighbour a message tells of; empty when it is not a permanent IPv4 one with an Ethernet address. */
    public static Optional<Neighbour> decode(Octets payload) {
        PayloadReader reader = new PayloadReader(payload, HEADER_SIZE);
        Optional<Ipv4> address = reader.address(NDA_DST);
        Optional<MacAddress> mac = reader.mac(NDA_LLADDR);
        boolean isPermanent = reader.u8(0) == AF_INET && (reader.u16(8) & NUD_PERMANENT) != 0;
        return isPermanent && address.isPresent() && mac.isPresent()
                ? Optional.of(new Neighbour(
                        reader.u32(4),
                        address.get(),
                        mac.get(),
                        reader.octet(NDA_PROTOCOL).orElse(0)))
                : Optional.empty();
    }

    /** Forgets a neighbour. */
    public static NetlinkMessage remove(int linkIndex, Ipv4 address) {
        Octets payload = header(linkIndex, 0).attribute(NDA_DST, address).payload();
        return new NetlinkMessage(NetlinkMessage.DELETE_NEIGHBOUR, CHANGE, 0, payload);
    }

    private static PayloadWriter header(int linkIndex, int state) {
        return new PayloadWriter()
                .u8(AF_INET, 0)
                .u16(0)
                .u32(linkIndex)
                .u16(state)
                .u8(0, 0);
    }

    /** The Ethernet address in the answer; empty while the kernel is still asking for it. */
    public static Optional<MacAddress> decodeMac(Octets payload) {
        return new PayloadReader(payload, HEADER_SIZE).mac(NDA_LLADDR);
    }
}
