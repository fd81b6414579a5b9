package org.mobileip.host.linux.netlink;

import java.util.List;
import org.mobileip.host.linux.netlink.FlowerMessages.Action;
import org.mobileip.host.linux.netlink.TrafficControlMessages.Place;

/**
 * Filters of traffic control ({@code u32} in tc-u32(8)) that look at the GRE header of what a device has just taken out of it: it
 * stands before the inner header still, where no other filter looks. Each matches one form of it.
 */
public final class GreHeaderMessages {

    private static final int TCA_KIND = 1;
    private static final int TCA_OPTIONS = 2;
    private static final int U32_SEL = 5;
    private static final int U32_ACT = 7;
    private static final String U32 = "u32";
    /** Whatever matches, matches: no further table is looked into. */
    private static final int TERMINAL = 1;
    /** ETH_P_IP. */
    private static final short IPV4 = 0x0800;

    private static final int EVERY_BIT = -1;

    private GreHeaderMessages() {}

    /**
     * What a header says of itself (RFC 2890 §2): the first four octets, and how long it is. One without any of these fields
     * is not among them.
     */
    public enum Form {
        KEYED(0x2000, 8, 1),
        NUMBERED(0x1000, 8, 2),
        KEYED_AND_NUMBERED(0x3000, 12, 3);

        private final int flags;
        private final int length;
        private final int node;

        Form(int flags, int length, int node) {
            this.flags = flags;
            this.length = length;
            this.node = node;
        }

        /** A handle for its filter that is no other's. */
        public int node() {
            return node;
        }
    }

    /** Puts a filter for headers of that form in its place, which is free. */
    public static NetlinkMessage put(Place place, Form form, Action action) {
        PayloadWriter payload = TrafficControlMessages.header(place, IPV4)
                .attribute(TCA_KIND, U32)
                .nested(TCA_OPTIONS, options -> options.nested(
                                U32_ACT, list -> FlowerMessages.write(List.of(action), list))
                        .nested(U32_SEL, selector -> write(form, selector)));
        int flags = NetlinkMessage.REQUEST | NetlinkMessage.ACK | NetlinkMessage.CREATE;
        return new NetlinkMessage(NetlinkMessage.NEW_FILTER, flags, 0, payload.payload());
    }

    /** {@code struct tc_u32_sel} with one key: mask and value in network order, where from the inner header, no mask of that. */
    private static void write(Form form, PayloadWriter selector) {
        selector.u8(TERMINAL, 0, 1, 0)
                .u16(0)
                .u16(0)
                .u16(0)
                .u16(0)
                .u32(0)
                .u32(EVERY_BIT)
                .inNetworkOrder16(form.flags)
                .inNetworkOrder16(IPV4)
                .u32(-form.length)
                .u32(0);
    }
}
