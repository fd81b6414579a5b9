package org.mobileip.host.linux.netlink;

import java.util.Optional;
import org.mobileip.host.LinkAddress;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Octets;

/**
 * IPv4 addresses: {@code struct ifaddrmsg}, then IFA_… attributes.
 *
 * <pre>
 * u8 family | u8 prefix length | u8 flags | u8 scope | u32 interface index
 * </pre>
 */
public final class AddressMessages {

    private static final int HEADER_SIZE = 8;
    private static final int AF_INET = 2;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_BROADCAST = 4;
    /** The longest prefix that leaves room for a broadcast address. */
    private static final int LONGEST_WITH_BROADCAST = 30;

    private AddressMessages() {}

    public static NetlinkMessage dump() {
        Octets payload = new PayloadWriter().u8(AF_INET, 0, 0, 0).u32(0).payload();
        return new NetlinkMessage(NetlinkMessage.GET_ADDRESS, NetlinkMessage.REQUEST | NetlinkMessage.DUMP, 0, payload);
    }

    public static NetlinkMessage add(LinkAddress address) {
        int flags = NetlinkMessage.REQUEST | NetlinkMessage.ACK | NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE;
        return message(NetlinkMessage.NEW_ADDRESS, flags, address, true);
    }

    public static NetlinkMessage remove(LinkAddress address) {
        return message(NetlinkMessage.DELETE_ADDRESS, NetlinkMessage.REQUEST | NetlinkMessage.ACK, address, false);
    }

    private static NetlinkMessage message(int type, int flags, LinkAddress on, boolean withBroadcast) {
        InterfaceAddress address = on.address();
        PayloadWriter payload = new PayloadWriter()
                .u8(AF_INET, address.prefixLength(), 0, 0)
                .u32(on.linkIndex())
                .attribute(IFA_LOCAL, address.address());
        if (withBroadcast && address.prefixLength() <= LONGEST_WITH_BROADCAST) {
            payload.attribute(IFA_BROADCAST, address.prefix().broadcast());
        }
        payload.attribute(IFA_ADDRESS, address.address());
        return new NetlinkMessage(type, flags, 0, payload.payload());
    }

    /** The address a message tells of; empty when it is not IPv4. */
    public static Optional<LinkAddress> decode(Octets payload) {
        PayloadReader reader = new PayloadReader(payload, HEADER_SIZE);
        if (reader.u8(0) != AF_INET) {
            return Optional.empty();
        }
        return reader.address(IFA_LOCAL)
                .or(() -> reader.address(IFA_ADDRESS))
                .map(address -> new LinkAddress(reader.u32(4), new InterfaceAddress(address, reader.u8(1))));
    }
}
