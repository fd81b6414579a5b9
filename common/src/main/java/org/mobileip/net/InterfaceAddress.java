package org.mobileip.net;

/**
 * An address as an interface carries it: with the length of the prefix of its link.
 *
 * @param address the host's own address
 * @param prefixLength 0 to 32
 */
public record InterfaceAddress(Ipv4 address, int prefixLength) {

    public InterfaceAddress {
        if (prefixLength < 0 || prefixLength > 32) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " is not within 0 to 32");
        }
    }

    /**
     * Reads {@code 10.10.0.57/24}.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static InterfaceAddress parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("no prefix length in \"" + text + "\"; write it like 10.10.0.0/24");
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,2}") || Integer.parseInt(length) > 32) {
            throw new IllegalArgumentException("prefix length \"" + length + "\" is not within 0 to 32");
        }
        return new InterfaceAddress(Ipv4.parse(text.substring(0, slash)), Integer.parseInt(length));
    }

    /** The prefix of the link. */
    public Ipv4Prefix prefix() {
        return Ipv4Prefix.around(address, prefixLength);
    }

    @Override
    public String toString() {
        return address + "/" + prefixLength;
    }
}
