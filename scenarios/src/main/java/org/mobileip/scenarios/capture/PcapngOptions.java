package org.mobileip.scenarios.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The options at the end of a pcapng block (draft-ietf-opsawg-pcapng §3.5): code, length, value padded to four octets.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |      Option Code              |         Option Length         |
 * +-------------------------------+-------------------------------+
 * /                     Option Value, padded                      /
 * +---------------------------------------------------------------+
 * </pre>
 */
final class PcapngOptions {

    static final int COMMENT = 1;
    static final int SECTION_OS = 3;
    static final int SECTION_APPLICATION = 4;
    static final int INTERFACE_NAME = 2;
    static final int INTERFACE_DESCRIPTION = 3;
    static final int INTERFACE_TIME_RESOLUTION = 9;
    static final int PACKET_FLAGS = 2;
    static final int STATISTICS_RECEIVED = 4;
    static final int STATISTICS_DROPPED = 5;

    private static final int LONGEST_VALUE = 0xffff;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    /** Adds UTF-8 text, cut where it would be longer than an option can be. */
    PcapngOptions text(int code, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return add(code, encoded.length > LONGEST_VALUE ? Arrays.copyOf(encoded, LONGEST_VALUE) : encoded);
    }

    PcapngOptions u8(int code, int value) {
        return add(code, new byte[] {(byte) value});
    }

    PcapngOptions u32(int code, int value) {
        return add(code, little(4).putInt(value).array());
    }

    PcapngOptions u64(int code, long value) {
        return add(code, little(8).putLong(value).array());
    }

    /** The options with their end mark, or nothing where there are none. */
    byte[] encode() {
        if (octets.size() > 0) {
            octets.writeBytes(new byte[4]);
        }
        return octets.toByteArray();
    }

    private PcapngOptions add(int code, byte[] value) {
        octets.writeBytes(
                little(4).putShort((short) code).putShort((short) value.length).array());
        octets.writeBytes(padded(value));
        return this;
    }

    /** {@code value} with zeros after it up to a multiple of four octets. */
    static byte[] padded(byte[] value) {
        return Arrays.copyOf(value, (value.length + 3) / 4 * 4);
    }

    static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
