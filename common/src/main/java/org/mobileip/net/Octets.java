package org.mobileip.net;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;

/** An unchangeable run of octets, equal by content. Multi-octet numbers are read in network order. */
public final class Octets {

    public static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] octets;

    private Octets(byte[] octets) {
        this.octets = octets;
    }

    /** A copy of {@code octets}. */
    public static Octets of(byte[] octets) {
        return new Octets(copy(octets));
    }

    /** The first compiler makes of this a few instructions, and of {@code clone()} a call into the JVM. */
    private static byte[] copy(byte[] octets) {
        byte[] copy = new byte[octets.length];
        System.arraycopy(octets, 0, copy, 0, octets.length);
        return copy;
    }

    /** A copy of {@code length} octets beginning at {@code offset}. */
    public static Octets of(byte[] octets, int offset, int length) {
        return new Octets(Arrays.copyOfRange(octets, offset, offset + length));
    }

    /** A copy of what remains in {@code buffer}; its position is left where it was. */
    public static Octets of(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(buffer.position(), copy);
        return new Octets(copy);
    }

    /** {@code size} octets that {@code filler} writes; it must not keep the array. */
    public static Octets filled(int size, Consumer<byte[]> filler) {
        byte[] octets = new byte[size];
        filler.accept(octets);
        return new Octets(octets);
    }

    /**
     * Reads hexadecimal digits; white space and colons between them are for the reader only.
     *
     * @throws IllegalArgumentException for anything else, or an odd number of digits
     */
    public static Octets ofHex(String digits) {
        return new Octets(HexFormat.of().parseHex(digits.replaceAll("[\\s:]", "")));
    }

    public int size() {
        return octets.length;
    }

    public boolean isEmpty() {
        return octets.length == 0;
    }

    /** The octet at {@code offset}, 0 to 255. */
    public int u8(int offset) {
        return octets[offset] & 0xff;
    }

    /** Two octets beginning at {@code offset}, 0 to 65535. */
    public int u16(int offset) {
        return u8(offset) << 8 | u8(offset + 1);
    }

    /** Four octets beginning at {@code offset}, as the bits of an int. */
    public int i32(int offset) {
        return u16(offset) << 16 | u16(offset + 2);
    }

    /** Four octets beginning at {@code offset}, 0 to 2³²-1. */
    public long u32(int offset) {
        return i32(offset) & 0xffff_ffffL;
    }

    /** Eight octets beginning at {@code offset}, as the bits of a long. */
    public long i64(int offset) {
        return u32(offset) << 32 | u32(offset + 4);
    }

    public Ipv4 ipv4(int offset) {
        return new Ipv4(i32(offset));
    }

    /**
     * The octets from {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @throws IndexOutOfBoundsException when the range is not within these octets
     */
    public Octets slice(int from, int to) {
        if (from < 0 || to > octets.length || from > to) {
            throw new IndexOutOfBoundsException("[" + from + ", " + to + ") of " + octets.length + " octets");
        }
        return new Octets(Arrays.copyOfRange(octets, from, to));
    }

    public Octets slice(int from) {
        return slice(from, octets.length);
    }

    public Octets plus(Octets more) {
        byte[] both = Arrays.copyOf(octets, octets.length + more.octets.length);
        System.arraycopy(more.octets, 0, both, octets.length, more.octets.length);
        return new Octets(both);
    }

    /** A copy. */
    public byte[] toArray() {
        return copy(octets);
    }

    /** A read-only view, without a copy. */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(octets).asReadOnlyBuffer();
    }

    /** Copies all octets to {@code target}, beginning at {@code offset}. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(octets, 0, target, offset, octets.length);
    }

    /** Copies the octets from {@code from} (inclusive) to {@code to} (exclusive) to {@code target}, allocating nothing. */
    public void copyTo(int from, int to, byte[] target, int offset) {
        System.arraycopy(octets, from, target, offset, to - from);
    }

    /** Copies all octets to {@code target}, from its octet {@code offset} on; its position is left where it was. */
    public void copyTo(ByteBuffer target, int offset) {
        target.put(offset, octets);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** Lower-case hexadecimal digits without separators. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(octets);
    }
}
