package org.mobileip.wire;

import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/** Small steps that several decoders and encoders take. */
final class Fields {

    private Fields() {}

    /** A structure needs {@code size} octets, or it is truncated at the end of those there are. */
    static void atLeast(Octets octets, int size) throws MalformedMessageException {
        if (octets.size() < size) {
            throw MalformedMessageException.truncatedAt(octets.size());
        }
    }

    /** A value of our own must fit into its field. */
    static void check(String name, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(name + " " + value + " is not within 0 to " + most);
        }
    }

    /** {@code octets} with the two at {@code offset} replaced. */
    static Octets withU16(Octets octets, int offset, int value) {
        byte[] copy = octets.toArray();
        copy[offset] = (byte) (value >>> 8);
        copy[offset + 1] = (byte) value;
        return Octets.of(copy);
    }

    /** The Ethernet address at {@code offset}. */
    static MacAddress mac(Octets octets, int offset) {
        return new MacAddress(((long) octets.u16(offset) << 32) | octets.u32(offset + 2));
    }
}
