package org.mobileip.net;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How datagrams are wrapped for a tunnel. */
public enum Encapsulation {
    /** IP within IP (RFC 2003). */
    IPIP("ipip", 4, 20),
    /** Generic routing encapsulation (RFC 2784). */
    GRE("gre", 47, 24),
    /** Minimal encapsulation within IP (RFC 2004). */
    MINIMAL("minimal", 55, 12),
    /** Within UDP, port 434 (RFC 3519). */
    UDP("udp", 17, 32);

    private static final List<String> WORDS =
            Arrays.stream(values()).map(Encapsulation::word).toList();

    private final String word;
    private final int protocol;
    private final int overhead;

    Encapsulation(String word, int protocol, int overhead) {
        this.word = word;
        this.protocol = protocol;
        this.overhead = overhead;
    }

    /** Every word, in the order of the values. */
    public static List<String> words() {
        return WORDS;
    }

    /** The one that {@code word} stands for. */
    public static Optional<Encapsulation> ofWord(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    /** What files and JSON call it. */
    public String word() {
        return word;
    }

    /** The protocol number in the outer IP header. */
    public int protocol() {
        return protocol;
    }

    /** How many octets longer a datagram gets, where it comes from another machine than the tunnel. */
    public int overhead() {
        return overhead;
    }
}
