package org.mobileip.host.linux.netlink;

import java.util.Optional;
import org.mobileip.host.Link;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/**
 * Links: {@code struct ifinfomsg}, then IFLA_… attributes.
 *
 * <pre>
 * u8 family | u8 | u16 hardware type | s32 index | u32 flags | u32 which flags to change
 * </pre>
 */
public final class LinkMessages {

    private static final int HEADER_SIZE = 16;
    private static final int INDEX = 4;
    private static final int FLAGS = 8;

    private static final int IFF_UP = 0x1;
    private static final int IFF_LOOPBACK = 0x8;
    private static final int IFF_RUNNING = 0x40;
    private static final int IFF_LOWER_UP = 0x10000;

    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_MASTER = 10;
    private static final int IFLA_TXQLEN = 13;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_NET_NS_FD = 28;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;
    private static final int VETH_INFO_PEER = 1;

    private static final int CHANGE = NetlinkMessage.REQUEST | NetlinkMessage.ACK;
    private static final int MAKE = CHANGE | NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE;

    private LinkMessages() {}

    public static NetlinkMessage dump() {
        return message(NetlinkMessage.GET_LINK, NetlinkMessage.REQUEST | NetlinkMessage.DUMP, header(0, 0, 0));
    }

    public static NetlinkMessage get(int index) {
        return message(NetlinkMessage.GET_LINK, NetlinkMessage.REQUEST, header(index, 0, 0));
    }

    public static NetlinkMessage setUp(int index, boolean up) {
        return message(NetlinkMessage.NEW_LINK, CHANGE, header(index, up ? IFF_UP : 0, IFF_UP));
    }

    public static NetlinkMessage setMtu(int index, int mtu) {
        return message(NetlinkMessage.NEW_LINK, CHANGE, header(index, 0, 0).attribute(IFLA_MTU, mtu));
    }

    /** How many packets may wait to be sent. */
    public static NetlinkMessage setQueueLength(int index, int packets) {
        return message(NetlinkMessage.NEW_LINK, CHANGE, header(index, 0, 0).attribute(IFLA_TXQLEN, packets));
    }

    public static NetlinkMessage setMac(int index, MacAddress mac) {
        return message(NetlinkMessage.NEW_LINK, CHANGE, header(index, 0, 0).attribute(IFLA_ADDRESS, mac));
    }

    /** Makes the link a port of the bridge with that index; 0 takes it out of its bridge. */
    public static NetlinkMessage setMaster(int index, int bridgeIndex) {
        return message(NetlinkMessage.NEW_LINK, CHANGE, header(index, 0, 0).attribute(IFLA_MASTER, bridgeIndex));
    }

    public static NetlinkMessage delete(int index) {
        return message(NetlinkMessage.DELETE_LINK, CHANGE, header(index, 0, 0));
    }

    public static NetlinkMessage makeBridge(String name) {
        PayloadWriter payload = header(0, 0, 0)
                .attribute(IFLA_IFNAME, name)
                .nested(IFLA_LINKINFO, info -> info.word(IFLA_INFO_KIND, "bridge"));
        return message(NetlinkMessage.NEW_LINK, MAKE, payload);
    }

    /**
     * Makes a pair of Ethernet interfaces that are each other's wire.
     *
     * @param index for the first of them
     * @param peerNamespace a descriptor of the namespace that the peer is made in
     */
    public static NetlinkMessage makeVeth(
            int index, String name, MacAddress mac, String peerName, MacAddress peerMac, int peerNamespace) {
        PayloadWriter payload = header(index, 0, 0)
                .attribute(IFLA_ADDRESS, mac)
                .attribute(IFLA_IFNAME, name)
                .nested(IFLA_LINKINFO, info -> info.word(IFLA_INFO_KIND, "veth")
                        .nested(
                                IFLA_INFO_DATA,
                                data -> data.nested(VETH_INFO_PEER, peer -> {
                                    writeHeader(peer, 0, 0, 0);
                                    peer.attribute(IFLA_ADDRESS, peerMac)
                                            .attribute(IFLA_IFNAME, peerName)
                                            .attribute(IFLA_NET_NS_FD, peerNamespace);
                                })));
        return message(NetlinkMessage.NEW_LINK, MAKE, payload);
    }

    private static PayloadWriter header(int index, int flags, int change) {
        return writeHeader(new PayloadWriter(), index, flags, change);
    }

    private static PayloadWriter writeHeader(PayloadWriter payload, int index, int flags, int change) {
        return payload.u8(0, 0).u16(0).u32(index).u32(flags).u32(change);
    }

    private static NetlinkMessage message(int type, int flags, PayloadWriter payload) {
        return new NetlinkMessage(type, flags, 0, payload.payload());
    }

    /** The link a message tells of; empty for what a bridge says of its ports, which is of another family. */
    public static Optional<Link> decode(Octets payload) {
        PayloadReader reader = new PayloadReader(payload, HEADER_SIZE);
        if (reader.u8(0) != 0) {
            return Optional.empty();
        }
        int flags = reader.u32(FLAGS);
        return Optional.of(new Link(
                reader.u32(INDEX),
                reader.text(IFLA_IFNAME).orElse(""),
                reader.mac(IFLA_ADDRESS).orElse(MacAddress.ZERO),
                (flags & IFF_UP) != 0,
                (flags & IFF_RUNNING) != 0 && (flags & IFF_LOWER_UP) != 0,
                (flags & IFF_LOOPBACK) != 0,
                reader.number(IFLA_MTU).orElse(0)));
    }
}
