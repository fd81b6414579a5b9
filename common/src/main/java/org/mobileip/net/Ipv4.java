package org.mobileip.net;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IPv4 address.
 *
 * @param bits the address in network order: {@code 10.0.0.1} is {@code 0x0a000001}
 */
public record Ipv4(int bits) implements Comparable<Ipv4> {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");

    /** {@code 0.0.0.0}, "this host on this network" (RFC 1122 §3.2.1.3). */
    public static final Ipv4 UNSPECIFIED = new Ipv4(0);

    /** {@code 255.255.255.255}, the limited broadcast address. */
    public static final Ipv4 BROADCAST = new Ipv4(-1);

    /**
     * Reads dotted decimal, four numbers from 0 to 255 and nothing else; never asks a name server.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static Ipv4 parse(String text) {
        return tryParse(text).orElseThrow(() -> new IllegalArgumentException("not an IPv4 address: \"" + text + "\""));
    }

    /** As {@link #parse}, but empty where the text is not an address. */
    public static Optional<Ipv4> tryParse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        int bits = 0;
        for (String part : parts) {
            if (!NUMBER.matcher(part).matches() || Integer.parseInt(part) > 255) {
                return Optional.empty();
            }
            bits = bits << 8 | Integer.parseInt(part);
        }
        return Optional.of(new Ipv4(bits));
    }

    public boolean isUnspecified() {
        return bits == 0;
    }

    public boolean isBroadcast() {
        return bits == -1;
    }

    /** 224.0.0.0/4. */
    public boolean isMulticast() {
        return bits >>> 28 == 0xe;
    }

    /** 127.0.0.0/8. */
    public boolean isLoopback() {
        return bits >>> 24 == 127;
    }

    /** An address that one host can have: not unspecified, loopback, multicast or 240.0.0.0/4. */
    public boolean isUnicast() {
        return bits >>> 24 != 0 && !isLoopback() && bits >>> 28 < 0xe;
    }

    /** Said out here, and not left to the record: packet paths ask it before anything is compiled. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Ipv4 that && that.bits == bits;
    }

    @Override
    public int hashCode() {
        return bits;
    }

    @Override
    public int compareTo(Ipv4 other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }
}
