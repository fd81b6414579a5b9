package org.mobileip.host.linux.netlink;

/**
 * How the kernel answers a request: {@code struct nlmsgerr}, with extended acknowledgement.
 *
 * <pre>
 * s32 negated error number | the header of the request, and its payload unless capped | attributes
 * </pre>
 *
 * @param errno 0: done as asked
 * @param text the kernel's own words; often empty
 */
public record ErrorMessage(int errno, String text) {

    private static final int NLMSGERR_ATTR_MSG = 1;
    private static final int SIZE = 4 + NetlinkMessage.HEADER_SIZE;

    public static ErrorMessage decode(NetlinkMessage message) {
        PayloadReader fixed =
                new PayloadReader(message.payload(), message.payload().size());
        int errno = -fixed.u32(0);
        if ((message.flags() & NetlinkMessage.ACK_ATTRIBUTES) == 0) {
            return new ErrorMessage(errno, "");
        }
        boolean capped = (message.flags() & NetlinkMessage.CAPPED) != 0;
        int end = capped ? SIZE : 4 + ((fixed.u32(4) + 3) & ~3);
        PayloadReader attributes = new PayloadReader(message.payload(), end);
        return new ErrorMessage(errno, attributes.text(NLMSGERR_ATTR_MSG).orElse(""));
    }
}
