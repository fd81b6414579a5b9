package org.mobileip.host.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.mobileip.net.Octets;

/**
 * One netlink message (netlink(7)), numbers in the order of this machine:
 *
 * <pre>
 * u32 length | u16 type | u16 flags | u32 sequence | u32 port | payload, padded to a multiple of 4
 * </pre>
 *
 * @param type what it says: RTM_NEWROUTE, NLMSG_ERROR, …
 * @param flags NLM_F_…
 * @param sequence the number by which an answer finds its request
 * @param payload a fixed header that depends on the type, then attributes
 */
public record NetlinkMessage(int type, int flags, int sequence, Octets payload) {

    public static final int ERROR = 2;
    public static final int DONE = 3;

    public static final int NEW_LINK = 16;
    public static final int DELETE_LINK = 17;
    public static final int GET_LINK = 18;
    public static final int NEW_ADDRESS = 20;
    public static final int DELETE_ADDRESS = 21;
    public static final int GET_ADDRESS = 22;
    public static final int NEW_ROUTE = 24;
    public static final int DELETE_ROUTE = 25;
    public static final int GET_ROUTE = 26;
    public static final int NEW_NEIGHBOUR = 28;
    public static final int DELETE_NEIGHBOUR = 29;
    public static final int GET_NEIGHBOUR = 30;
    public static final int NEW_RULE = 32;
    public static final int DELETE_RULE = 33;
    public static final int GET_RULE = 34;
    public static final int NEW_QDISC = 36;
    public static final int DELETE_QDISC = 37;
    public static final int GET_QDISC = 38;
    public static final int NEW_FILTER = 44;
    public static final int DELETE_FILTER = 45;
    public static final int GET_FILTER = 46;
    public static final int GET_ACTION = 50;

    public static final int REQUEST = 0x01;
    public static final int ACK = 0x04;
    /** In an answer: the table changed while it was read out. */
    public static final int DUMP_INTERRUPTED = 0x10;

    public static final int CAPPED = 0x100;
    public static final int ACK_ATTRIBUTES = 0x200;

    public static final int REPLACE = 0x100;
    public static final int EXCLUSIVE = 0x200;
    public static final int CREATE = 0x400;
    public static final int DUMP = 0x300;

    static final int HEADER_SIZE = 16;

    public NetlinkMessage withSequence(int number) {
        return new NetlinkMessage(type, flags, number, payload);
    }

    public NetlinkMessage withFlags(int more) {
        return new NetlinkMessage(type, flags | more, sequence, payload);
    }

    public NetlinkMessage withoutFlags(int fewer) {
        return new NetlinkMessage(type, flags & ~fewer, sequence, payload);
    }

    public Octets encode() {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_SIZE).order(ByteOrder.nativeOrder());
        buffer.putInt(HEADER_SIZE + payload.size()).putShort((short) type).putShort((short) flags);
        buffer.putInt(sequence).putInt(0).flip();
        return Octets.of(buffer).plus(payload);
    }

    /**
     * All messages of what one read of the socket gave.
     *
     * @throws IllegalArgumentException when a length leads out of it; the kernel makes no such messages
     */
    public static List<NetlinkMessage> decodeAll(Octets octets) {
        ByteBuffer buffer = octets.toBuffer().order(ByteOrder.nativeOrder());
        List<NetlinkMessage> messages = new ArrayList<>();
        int at = 0;
        while (at + HEADER_SIZE <= octets.size()) {
            int length = buffer.getInt(at);
            if (length < HEADER_SIZE || length > octets.size() - at) {
                throw new IllegalArgumentException("netlink message of length " + length + " at octet " + at);
            }
            messages.add(new NetlinkMessage(
                    buffer.getShort(at + 4) & 0xffff,
                    buffer.getShort(at + 6) & 0xffff,
                    buffer.getInt(at + 8),
                    octets.slice(at + HEADER_SIZE, at + length)));
            at += (length + 3) & ~3;
        }
        return messages;
    }
}
