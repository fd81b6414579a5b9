package org.mobileip.host.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/** Writes a payload: numbers of a fixed header, then attributes (u16 length, u16 type, value, padded to 4 octets). */
final class PayloadWriter {

    private static final int LARGEST = 1024;
    private static final int ATTRIBUTE_HEADER = 4;

    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST).order(ByteOrder.nativeOrder());

    PayloadWriter u8(int... values) {
        for (int value : values) {
            buffer.put((byte) value);
        }
        return this;
    }

    PayloadWriter u16(int value) {
        buffer.putShort((short) value);
        return this;
    }

    PayloadWriter u32(int value) {
        buffer.putInt(value);
        return this;
    }

    /** Two octets in network order, whatever the order of this machine. */
    PayloadWriter inNetworkOrder16(int value) {
        return u8(value >>> 8, value);
    }

    PayloadWriter attribute(int type, Ipv4 address) {
        byte[] octets = new byte[Integer.BYTES];
        ByteBuffer.wrap(octets).putInt(address.bits());
        return attribute(type, octets);
    }

    PayloadWriter attribute(int type, MacAddress address) {
        byte[] octets = new byte[6];
        ByteBuffer.wrap(octets).putShort((short) (address.bits() >>> 32)).putInt((int) address.bits());
        return attribute(type, octets);
    }

    PayloadWriter attribute(int type, int value) {
        return nested(type, inside -> inside.u32(value));
    }

    PayloadWriter attributeU8(int type, int value) {
        return nested(type, inside -> inside.u8(value));
    }

    /** A text that C ends with a zero. */
    PayloadWriter attribute(int type, String text) {
        return attribute(type, (text + '\0').getBytes(StandardCharsets.UTF_8));
    }

    /** A text that ends with its attribute. */
    PayloadWriter word(int type, String text) {
        return attribute(type, text.getBytes(StandardCharsets.UTF_8));
    }

    private PayloadWriter attribute(int type, byte[] value) {
        return nested(type, inside -> inside.buffer.put(value));
    }

    /** An attribute whose value {@code inside} writes. */
    PayloadWriter nested(int type, Consumer<PayloadWriter> inside) {
        int start = buffer.position();
        u16(0).u16(type);
        inside.accept(this);
        int length = buffer.position() - start;
        if (length < ATTRIBUTE_HEADER) {
            throw new AssertionError("an attribute shorter than its header");
        }
        buffer.putShort(start, (short) length);
        while (buffer.position() % 4 != 0) {
            buffer.put((byte) 0);
        }
        return this;
    }

    Octets payload() {
        return Octets.of(buffer.array(), 0, buffer.position());
    }
}
