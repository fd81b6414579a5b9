package org.mobileip.host.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/**
 * Reads a payload: the fixed header by offset, the attributes behind it by type. What is not asked for costs next to nothing: the
 * kernel says fifty things of a link, of which three matter, in the middle of a handover.
 */
final class PayloadReader {

    private static final int ATTRIBUTE_HEADER = 4;
    /** The two highest bits say "nested" and "network order". */
    private static final int TYPE_MASK = 0x3fff;

    private static final int MAC_SIZE = 6;
    private static final int ABSENT = -1;

    private final Octets payload;
    private final ByteBuffer words;
    private final int first;

    /**
     * Looks through {@code payload}; of an attribute that comes twice the last one counts.
     *
     * @throws IllegalArgumentException when it is shorter than its header, or an attribute leads out of it
     */
    PayloadReader(Octets payload, int headerSize) {
        if (payload.size() < headerSize) {
            throw new IllegalArgumentException("netlink payload of " + payload.size() + " octets");
        }
        this.payload = payload;
        words = payload.toBuffer().order(ByteOrder.nativeOrder());
        first = (headerSize + 3) & ~3;
        for (int at = first; isAttribute(at); at = after(at)) {
            int length = lengthAt(at);
            if (length < ATTRIBUTE_HEADER || length > payload.size() - at) {
                throw new IllegalArgumentException("netlink attribute of length " + length + " at octet " + at);
            }
        }
    }

    private boolean isAttribute(int at) {
        return at + ATTRIBUTE_HEADER <= payload.size();
    }

    private int lengthAt(int at) {
        return words.getShort(at) & 0xffff;
    }

    private int typeAt(int at) {
        return words.getShort(at + 2) & TYPE_MASK;
    }

    private int after(int at) {
        return at + ((lengthAt(at) + 3) & ~3);
    }

    /** Where the last attribute of this type begins. */
    private int find(int type) {
        int found = ABSENT;
        for (int at = first; isAttribute(at); at = after(at)) {
            found = typeAt(at) == type ? at : found;
        }
        return found;
    }

    /** Where the value of this type begins, if it has that size. */
    private int find(int type, int size) {
        int at = find(type);
        return at == ABSENT || lengthAt(at) - ATTRIBUTE_HEADER != size ? ABSENT : at + ATTRIBUTE_HEADER;
    }

    int u8(int offset) {
        return words.get(offset) & 0xff;
    }

    int u16(int offset) {
        return words.getShort(offset) & 0xffff;
    }

    int u32(int offset) {
        return words.getInt(offset);
    }

    long u64(int offset) {
        return words.getLong(offset);
    }

    Set<Integer> types() {
        Set<Integer> types = new HashSet<>();
        for (int at = first; isAttribute(at); at = after(at)) {
            types.add(typeAt(at));
        }
        return types;
    }

    Optional<Octets> octets(int type) {
        int at = find(type);
        return at == ABSENT ? Optional.empty() : Optional.of(payload.slice(at + ATTRIBUTE_HEADER, at + lengthAt(at)));
    }

    Optional<Ipv4> address(int type) {
        int at = find(type, Integer.BYTES);
        return at == ABSENT ? Optional.empty() : Optional.of(payload.ipv4(at));
    }

    Optional<MacAddress> mac(int type) {
        int at = find(type, MAC_SIZE);
        return at == ABSENT
                ? Optional.empty()
                : Optional.of(new MacAddress((long) payload.u16(at) << 32 | payload.u32(at + 2)));
    }

    OptionalInt number(int type) {
        int at = find(type, Integer.BYTES);
        return at == ABSENT ? OptionalInt.empty() : OptionalInt.of(words.getInt(at));
    }

    OptionalInt octet(int type) {
        int at = find(type, 1);
        return at == ABSENT ? OptionalInt.empty() : OptionalInt.of(payload.u8(at));
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
