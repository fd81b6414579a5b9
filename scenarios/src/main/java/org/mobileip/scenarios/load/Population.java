package org.mobileip.scenarios.load;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * The mobile nodes that a load is from. Node {@code i} has the home address that lies 256 + {@code i} behind the beginning of
 * the home network.
 *
 * @param network the home network
 * @param count how many nodes there are
 * @param spi of all of them
 * @param auth of all of them
 * @param sharedKey the key of all; empty: each has the one that {@link #keyLine} makes of its number
 */
public record Population(
        Ipv4Prefix network, int count, int spi, AuthenticationAlgorithm auth, Optional<Key> sharedKey) {

    /** The first addresses of a network belong to routers and home agents. */
    static final int FIRST = 256;

    private static final int KEY_SIZE = 16;

    /** How many nodes {@code network} has room for; its last address is for broadcasts. */
    public static long room(Ipv4Prefix network) {
        return (1L << (32 - network.length())) - FIRST - 1;
    }

    Ipv4 home(int node) {
        return new Ipv4(network.address().bits() + FIRST + node);
    }

    String name(int node) {
        return String.format(Locale.ROOT, "load-%06d", node);
    }

    SecurityAssociation association(int node) {
        return new SecurityAssociation(spi, auth, sharedKey.orElseGet(() -> Key.of(ownKey(node))));
    }

    /** The line in the key file of a node: the first 16 octets of SHA-256 of its name. Everybody knows it: for tests only. */
    String keyLine(int node) {
        return "hex:" + HexFormat.of().formatHex(ownKey(node)) + "\n";
    }

    private byte[] ownKey(int node) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(name(node).getBytes(StandardCharsets.US_ASCII));
            return Arrays.copyOf(digest, KEY_SIZE);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }
}
