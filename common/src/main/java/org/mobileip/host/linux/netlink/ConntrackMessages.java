package org.mobileip.host.linux.netlink;

/**
 * Tracked connections: {@code struct nfgenmsg}, then CTA_… attributes.
 *
 * <pre>
 * u8 family | u8 version | u16 resource
 * </pre>
 */
public final class ConntrackMessages {

    /** NFNL_SUBSYS_CTNETLINK in the high octet, IPCTNL_MSG_CT_DELETE in the low one. */
    private static final int DELETE = 1 << 8 | 2;

    private static final int AF_UNSPEC = 0;

    private ConntrackMessages() {}

    /** Deletes all of them: no attribute says which. */
    public static NetlinkMessage deleteAll() {
        int flags = NetlinkMessage.REQUEST | NetlinkMessage.ACK;
        return new NetlinkMessage(
                DELETE, flags, 0, new PayloadWriter().u8(AF_UNSPEC, 0).u16(0).payload());
    }
}
