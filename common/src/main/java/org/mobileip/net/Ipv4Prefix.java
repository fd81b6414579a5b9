package org.mobileip.net;

/**
 * A network: an address whose host bits are zero, and how many bits count.
 *
 * @param address the network address; host bits must be zero
 * @param length the number of leading bits that count, 0 to 32
 */
public record Ipv4Prefix(Ipv4 address, int length) {

    /** Every address there is: {@code 0.0.0.0/0}. */
    public static final Ipv4Prefix ALL = new Ipv4Prefix(Ipv4.UNSPECIFIED, 0);

    public Ipv4Prefix {
        if (length < 0 || length > 32) {
            throw new IllegalArgumentException("prefix length " + length + " is not within 0 to 32");
        }
        if ((address.bits() & ~mask(length)) != 0) {
            throw new IllegalArgumentException(
                    address + "/" + length + " has host bits set; the network is " + around(address, length));
        }
    }

    /** The network of {@code length} bits that {@code address} lies in. */
    public static Ipv4Prefix around(Ipv4 address, int length) {
        return new Ipv4Prefix(new Ipv4(address.bits() & mask(length)), length);
    }

    /**
     * Reads {@code 10.10.0.0/24}.
     *
     * @throws IllegalArgumentException when the text is anything else, or host bits are set
     */
    public static Ipv4Prefix parse(String text) {
        InterfaceAddress parsed = InterfaceAddress.parse(text);
        return new Ipv4Prefix(parsed.address(), parsed.prefixLength());
    }

    /** The prefix that holds this one host: {@code address/32}. */
    public static Ipv4Prefix host(Ipv4 address) {
        return new Ipv4Prefix(address, 32);
    }

    public boolean contains(Ipv4 candidate) {
        return (candidate.bits() & mask(length)) == address.bits();
    }

    public boolean contains(Ipv4Prefix candidate) {
        return candidate.length >= length && contains(candidate.address);
    }

    /** Whether there is an address in both. */
    public boolean overlaps(Ipv4Prefix other) {
        return contains(other) || other.contains(this);
    }

    /** The subnet-directed broadcast address; for a /31 or /32, the last address. */
    public Ipv4 broadcast() {
        return new Ipv4(address.bits() | ~mask(length));
    }

    /** The leading bits that count, as an address: of a /24 {@code 255.255.255.0}. */
    public Ipv4 mask() {
        return new Ipv4(mask(length));
    }

    private static int mask(int length) {
        return length == 0 ? 0 : -1 << (32 - length);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
