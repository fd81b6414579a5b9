package org.mobileip.net;

/**
 * A 48-bit Ethernet address.
 *
 * @param bits the address in the low 48 bits, first octet highest
 */
public record MacAddress(long bits) {

    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);
    public static final MacAddress ZERO = new MacAddress(0);

    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("more than 48 bits: " + Long.toHexString(bits));
        }
    }

    /**
     * Reads {@code 02:00:5e:10:00:01}.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static MacAddress parse(String text) {
        if (!text.matches("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}")) {
            throw new IllegalArgumentException("not an Ethernet address: \"" + text + "\"");
        }
        return new MacAddress(Long.parseLong(text.replace(":", ""), 16));
    }

    /** Broadcast and multicast addresses have the lowest bit of the first octet set. */
    public boolean isGroup() {
        return (bits >>> 40 & 1) != 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(text.isEmpty() ? "" : ":")
                    .append(Character.forDigit((int) (bits >>> (shift + 4) & 0xf), 16))
                    .append(Character.forDigit((int) (bits >>> shift & 0xf), 16));
        }
        return text.toString();
    }
}
