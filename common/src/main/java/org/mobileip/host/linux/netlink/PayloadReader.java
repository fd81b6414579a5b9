package org.mobileip.host.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/** Reads a payload: the fixed header by offset, the attributes behind it by type. */
final class PayloadReader {

    private static final int ATTRIBUTE_HEADER = 4;
    /** The two highest bits say "nested" and "network order". */
    private static final int TYPE_MASK = 0x3fff;

    private final ByteBuffer header;
    private final Map<Integer, Octets> attributes = new HashMap<>();

    /**
     * Splits {@code payload}; of an attribute that comes twice the last one counts.
     *
     * @throws IllegalArgumentException when it is shorter than its header, or an attribute leads out of it
     */
    PayloadReader(Octets payload, int headerSize) {
        if (payload.size() < headerSize) {
            throw new IllegalArgumentException("netlink payload of " + payload.size() + " octets");
        }
        header = ByteBuffer.wrap(payload.toArray()).order(ByteOrder.nativeOrder());
        int at = (headerSize + 3) & ~3;
        while (at + ATTRIBUTE_HEADER <= payload.size()) {
            int length = header.getShort(at) & 0xffff;
            if (length < ATTRIBUTE_HEADER || length > payload.size() - at) {
                throw new IllegalArgumentException("netlink attribute of length " + length + " at octet " + at);
            }
            attributes.put(header.getShort(at + 2) & TYPE_MASK, payload.slice(at + ATTRIBUTE_HEADER, at + length));
            at += (length + 3) & ~3;
        }
    }

    int u8(int offset) {
        return header.get(offset) & 0xff;
    }

    int u16(int offset) {
        return header.getShort(offset) & 0xffff;
    }

    int u32(int offset) {
        return header.getInt(offset);
    }

    long u64(int offset) {
        return header.getLong(offset);
    }

    Set<Integer> types() {
        return attributes.keySet();
    }

    Optional<Octets> octets(int type) {
        return Optional.ofNullable(attributes.get(type));
    }

    Optional<Ipv4> address(int type) {
        return octets(type).filter(value -> value.size() == 4).map(value -> value.ipv4(0));
    }

    Optional<MacAddress> mac(int type) {
        return octets(type)
                .filter(value -> value.size() == 6)
                .map(value -> new MacAddress((long) value.u16(0) << 32 | value.u32(2)));
    }

    OptionalInt number(int type) {
        Octets value = attributes.get(type);
        return value == null || value.size() != 4
                ? OptionalInt.empty()
                : OptionalInt.of(ByteBuffer.wrap(value.toArray())
                        .order(ByteOrder.nativeOrder())
                        .getInt());
    }

    OptionalInt octet(int type) {
        Octets value = attributes.get(type);
        return value == null || value.size() != 1 ? OptionalInt.empty() : OptionalInt.of(value.u8(0));
    }

    /** A text, without the zero that C ends it with. */
    Optional<String> text(int type) {
        return octets(type).map(value -> {
            String text = new String(value.toArray(), StandardCharsets.UTF_8);
            int end = text.indexOf('\0');
            return end < 0 ? text : text.substring(0, end);
        });
    }
}
