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
import org.mobileip.net.Octets;

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
        PcapngOptions options =
                new PcapngOptions().u32(PcapngOptions.PACKET_FLAGS, frame.outbound() ? FLAG_OUTBOUND : FLAG_INBOUND);
        comments.forEach(comment -> options.text(PcapngOptions.COMMENT, comment));
        ByteBuffer fixed =
                little(20).putInt(captured).putInt((int) (frame.nanos() >>> 32)).putInt((int) frame.nanos());
        fixed.putInt(frame.octets().size()).putInt(frame.length());
        block(ENHANCED_PACKET, fixed, padded(frame.octets().toArray()), options.encode());
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
        int length = 12 + fixed.position();
        for (byte[] part : parts) {
            length += part.length;
        }
        out.write(little(8).putInt(type).putInt(length).array());
        out.write(Octets.of(fixed.flip()).toArray());
        for (byte[] part : parts) {
            out.write(part);
        }
        out.write(little(4).putInt(length).array());
    }
}
