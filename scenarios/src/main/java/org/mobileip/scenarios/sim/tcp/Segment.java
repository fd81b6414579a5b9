package org.mobileip.scenarios.sim.tcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.mobileip.net.Endpoint;
import org.mobileip.scenarios.sim.machine.Packet;

/**
 * A TCP segment in its frame.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          Source Port          |       Destination Port        |
 * +-------------------------------+-------------------------------+
 * |                        Sequence Number                        |
 * +---------------------------------------------------------------+
 * |                    Acknowledgment Number                      |
 * +-------+---------+-------------+-------------------------------+
 * |  Data |  0      |  flags      |            Window             |
 * +-------+---------+-------------+-------------------------------+
 * |           Checksum            |      Urgent Pointer = 0       |
 * +-------------------------------+-------------------------------+
 * |        [SYN: maximum segment size, window scale]  data        |
 * +---------------------------------------------------------------+   RFC 9293 §3.1
 * </pre>
 */
final class Segment {

    static final int HEADER = 20;
    static final int FIN = 1;
    static final int SYN = 2;
    static final int ACK = 16;

    /** Windows are told in units of 128 octets (RFC 7323). */
    static final int WINDOW_SHIFT = 7;

    private static final int SYN_OPTIONS = 12;
    private static final int DEFAULT_SIZE = 536;
    private static final int OPTION_END = 0;
    private static final int OPTION_NOTHING = 1;
    private static final int OPTION_SIZE = 2;
    private static final int OPTION_SCALE = 3;
    private static final int OPTION_SELECTIVE_PERMITTED = 4;
    private static final int OPTION_SELECTIVE = 5;

    private Segment() {}

    /** A segment without data. */
    static byte[] control(Endpoint from, Endpoint to, int sequence, int acknowledged, int flags, int window) {
        byte[] frame = header(from, to, sequence, acknowledged, flags, window, 0, 0);
        Packet.sumTransport(frame);
        return frame;
    }

    /**
     * An acknowledgement that tells what is there beyond it (RFC 2018).
     *
     * @param blocks pairs of sequence numbers, four of them at most
     */
    static byte[] selective(
            Endpoint from, Endpoint to, int sequence, int acknowledged, int window, List<Integer> blocks) {
        int length = blocks.isEmpty() ? 0 : 4 + 4 * blocks.size();
        byte[] frame = header(from, to, sequence, acknowledged, ACK, window, length, 0);
        int at = Packet.payload(frame) + HEADER;
        if (!blocks.isEmpty()) {
            frame[at] = OPTION_NOTHING;
            frame[at + 1] = OPTION_NOTHING;
            frame[at + 2] = OPTION_SELECTIVE;
            frame[at + 3] = (byte) (2 + 4 * blocks.size());
            for (int i = 0; i < blocks.size(); i++) {
                Packet.put32(frame, at + 4 + 4 * i, blocks.get(i));
            }
        }
        Packet.sumTransport(frame);
        return frame;
    }

    /** The pairs of sequence numbers that an acknowledgement has beyond it. */
    static List<Integer> selective(byte[] frame) {
        int at = option(frame, OPTION_SELECTIVE);
        List<Integer> blocks = new ArrayList<>();
        int end = Packet.payload(frame) + headerLength(frame);
        for (int i = at + 2; at > 0 && i + 8 <= Math.min(end, at + frame[at + 1]); i += 8) {
            blocks.add(Packet.i32(frame, i));
            blocks.add(Packet.i32(frame, i + 4));
        }
        return blocks;
    }

    /** One that opens a connection. */
    static byte[] opening(
            Endpoint from, Endpoint to, int sequence, int acknowledged, int flags, int window, int largest) {
        int told = Math.min(0xffff, window << WINDOW_SHIFT);
        byte[] frame = header(from, to, sequence, acknowledged, flags, told, SYN_OPTIONS, 0);
        int at = Packet.payload(frame) + HEADER;
        frame[at] = OPTION_SIZE;
        frame[at + 1] = 4;
        Packet.put16(frame, at + 2, largest);
        frame[at + 4] = OPTION_SCALE;
        frame[at + 5] = 3;
        frame[at + 6] = WINDOW_SHIFT;
        frame[at + 7] = OPTION_NOTHING;
        frame[at + 8] = OPTION_NOTHING;
        frame[at + 9] = OPTION_NOTHING;
        frame[at + 10] = OPTION_SELECTIVE_PERMITTED;
        frame[at + 11] = 2;
        Packet.sumTransport(frame);
        return frame;
    }

    /** One with room for data, which {@link #data} gives; its checksum has yet to be made. */
    static byte[] withRoom(Endpoint from, Endpoint to, int sequence, int acknowledged, int window, int length) {
        return header(from, to, sequence, acknowledged, ACK, window, 0, length);
    }

    private static byte[] header(
            Endpoint from, Endpoint to, int sequence, int acknowledged, int flags, int window, int options, int data) {
        byte[] frame = Packet.create(Packet.TCP, from.address(), to.address(), HEADER + options + data);
        int at = Packet.payload(frame);
        Packet.put16(frame, at, from.port());
        Packet.put16(frame, at + 2, to.port());
        Packet.put32(frame, at + 4, sequence);
        Packet.put32(frame, at + 8, acknowledged);
        frame[at + 12] = (byte) (((HEADER + options) / 4) << 4);
        frame[at + 13] = (byte) flags;
        Packet.put16(frame, at + 14, window);
        return frame;
    }

    static int sourcePort(byte[] frame) {
        return Packet.u16(frame, Packet.payload(frame));
    }

    static int sequence(byte[] frame) {
        return Packet.i32(frame, Packet.payload(frame) + 4);
    }

    static int acknowledged(byte[] frame) {
        return Packet.i32(frame, Packet.payload(frame) + 8);
    }

    static boolean has(byte[] frame, int flag) {
        return (frame[Packet.payload(frame) + 13] & flag) != 0;
    }

    /** In octets, where the other end has agreed on the scale. */
    static long window(byte[] frame) {
        return (long) Packet.u16(frame, Packet.payload(frame) + 14) << WINDOW_SHIFT;
    }

    private static int headerLength(byte[] frame) {
        return ((frame[Packet.payload(frame) + 12] >> 4) & 0xf) * 4;
    }

    /** Whether the header is whole. */
    static boolean isSound(byte[] frame) {
        return Packet.payloadLength(frame) >= HEADER
                && headerLength(frame) >= HEADER
                && headerLength(frame) <= Packet.payloadLength(frame);
    }

    /** A view of the data. */
    static ByteBuffer data(byte[] frame) {
        int header = headerLength(frame);
        return ByteBuffer.wrap(frame, Packet.payload(frame) + header, Packet.payloadLength(frame) - header);
    }

    /** The maximum segment size that a SYN tells (RFC 9293 §3.7.1). */
    static int largest(byte[] frame) {
        int at = option(frame, OPTION_SIZE);
        return at > 0 ? Packet.u16(frame, at + 2) : DEFAULT_SIZE;
    }

    /** Where an option begins that is whole; 0: it is not there. */
    private static int option(byte[] frame, int kind) {
        int at = Packet.payload(frame) + HEADER;
        int end = Packet.payload(frame) + headerLength(frame);
        while (at + 1 < end && frame[at] != OPTION_END) {
            if (frame[at] == OPTION_NOTHING) {
                at++;
            } else if (frame[at] == kind && at + frame[at + 1] <= end) {
                return at;
            } else {
                at += Math.max(2, frame[at + 1]);
            }
        }
        return 0;
    }
}
