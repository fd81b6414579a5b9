package org.mobileip.scenarios.capture;

import static org.mobileip.scenarios.capture.PcapngOptions.little;
import static org.mobileip.scenarios.capture.PcapngOptions.padded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.mobileip.net.Ipv4;

/**
 * Writes one pcapng section (draft-ietf-opsawg-pcapng): the frames of several interfaces with nanosecond times, the names
 * of addresses, and comments on the frames that matter. Little-endian. Interfaces come before frames; frames are expected in
 * the order of their times.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                          Block Type                           |
 * +---------------------------------------------------------------+
 * |                      Block Total Length                       |
 * +---------------------------------------------------------------+
 * /                 Block Body, padded to 32 bits                 /
 * +---------------------------------------------------------------+
 * |                      Block Total Length                       |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class PcapngWriter implements AutoCloseable {

    private static final int SECTION_HEADER = 0x0a0d_0d0a;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int NAME_RESOLUTION = 4;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;

    private static final int BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
    private static final int LINKTYPE_ETHERNET = 1;
    private static final int NAME_IPV4 = 1;
    private static final int NANOSECONDS = 9;
    private static final int FLAG_INBOUND = 1;
    private static final int FLAG_OUTBOUND = 2;
    private static final int BLOCK_OVERHEAD = 12;
    private static final int PACKET_FIXED = 20;

    /** Most frames have no other options. */
    private static final byte[] INBOUND = options(FLAG_INBOUND, List.of());

    private static final byte[] OUTBOUND = options(FLAG_OUTBOUND, List.of());

    private final OutputStream out;
    private int interfaces;

    /**
     * Begins the section.
     *
     * @param out is closed with this writer
     * @param application the program and its version
     * @param comment what the section is about, may be of several lines
     */
    public PcapngWriter(OutputStream out, String application, String comment) throws IOException {
        this.out = out;
        byte[] options = new PcapngOptions()
                .text(PcapngOptions.COMMENT, comment)
                .text(PcapngOptions.SECTION_OS, System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .text(PcapngOptions.SECTION_APPLICATION, application)
                .encode();
        ByteBuffer fixed =
                little(16).putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0);
        block(SECTION_HEADER, fixed.putLong(-1), options);
    }

    /** Describes an Ethernet interface; returns the number that its frames carry. */
    public int describe(CaptureInterface captured) throws IOException {
        byte[] options = new PcapngOptions()
                .text(PcapngOptions.INTERFACE_NAME, captured.name())
                .text(PcapngOptions.INTERFACE_DESCRIPTION, captured.description())
                .u8(PcapngOptions.INTERFACE_TIME_RESOLUTION, NANOSECONDS)
                .encode();
        ByteBuffer fixed = little(8).putShort((short) LINKTYPE_ETHERNET).putShort((short) 0);
        block(INTERFACE_DESCRIPTION, fixed.putInt(0), options);
        return interfaces++;
    }

    /** Tells the reader what the hosts are called. */
    public void names(Map<Ipv4, String> names) throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        names.forEach((address, name) -> {
            byte[] text = (name + "\0").getBytes(StandardCharsets.UTF_8);
            int length = 4 + text.length;
            records.writeBytes(little(4)
                    .putShort((short) NAME_IPV4)
                    .putShort((short) length)
                    .array());
            byte[] value =
                    ByteBuffer.allocate(length).putInt(address.bits()).put(text).array();
            records.writeBytes(padded(value));
        });
        records.writeBytes(new byte[4]);
        block(NAME_RESOLUTION, little(0), records.toByteArray());
    }

    /**
     * Writes a frame.
     *
     * @param captured the interface's number from {@link #describe}
     * @param comments shown beside the frame; empty for most
     */
    public void frame(int captured, CapturedFrame frame, List<String> comments) throws IOException {
        byte[] usual = frame.outbound() ? OUTBOUND : INBOUND;
        byte[] options =
                comments.isEmpty() ? usual : options(frame.outbound() ? FLAG_OUTBOUND : FLAG_INBOUND, comments);
        int kept = frame.octets().size();
        ByteBuffer block = begin(ENHANCED_PACKET, PACKET_FIXED + (kept + 3) / 4 * 4 + options.length);
        block.putInt(captured).putInt((int) (frame.nanos() >>> 32)).putInt((int) frame.nanos());
        block.putInt(kept).putInt(frame.length());
        frame.octets().copyTo(block.array(), block.arrayOffset() + block.position());
        block.position(block.capacity() - 4 - options.length);
        finish(block.put(options));
    }

    private static byte[] options(int flags, List<String> comments) {
        PcapngOptions options = new PcapngOptions().u32(PcapngOptions.PACKET_FLAGS, flags);
        comments.forEach(comment -> options.text(PcapngOptions.COMMENT, comment));
        return options.encode();
    }

    /**
     * Says how complete the capture of an interface is.
     *
     * @param nanos when counted, in nanoseconds since the epoch
     * @param received all frames seen, those not kept included
     * @param dropped those of them that are not in the file
     */
    public void statistics(int captured, long nanos, long received, long dropped) throws IOException {
        byte[] options = new PcapngOptions()
                .u64(PcapngOptions.STATISTICS_RECEIVED, received)
                .u64(PcapngOptions.STATISTICS_DROPPED, dropped)
                .encode();
        ByteBuffer fixed =
                little(12).putInt(captured).putInt((int) (nanos >>> 32)).putInt((int) nanos);
        block(INTERFACE_STATISTICS, fixed, options);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void block(int type, ByteBuffer fixed, byte[]... parts) throws IOException {
        int length = fixed.position();
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer block = begin(type, length).put(fixed.flip());
        for (byte[] part : parts) {
            block.put(part);
        }
        finish(block);
    }

    /** A block with room for so long a body. */
    private static ByteBuffer begin(int type, int body) {
        int length = BLOCK_OVERHEAD + body;
        return little(length).putInt(type).putInt(length);
    }

    private void finish(ByteBuffer block) throws IOException {
        block.putInt(block.capacity());
        out.write(block.array(), block.arrayOffset(), block.capacity());
    }
}
