package org.mobileip.auth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The shared secret of a mobility security association: any octets, zeros included (RFC 5944 §5.1). Never printed. */
public final class Key {

    private final byte[] octets;

    private Key(byte[] octets) {
        this.octets = octets;
    }

    /**
     * A copy of {@code octets}.
     *
     * @throws IllegalArgumentException for an empty key
     */
    public static Key of(byte[] octets) {
        if (octets.length == 0) {
            throw new IllegalArgumentException("the key is empty");
        }
        return new Key(octets.clone());
    }

    /** Length in octets; 16 or more is what RFC 5944 §5.1 asks for. */
    public int size() {
        return octets.length;
    }

    /** The secret itself, a copy: for the authenticator only. */
    byte[] octets() {
        return octets.clone();
    }

    /** Eight hexadecimal digits of a one-way function, like {@code 7f3a-11c0}, for two people to compare on the phone. */
    public String fingerprint() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update("mobileip key fingerprint".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            String hex = HexFormat.of().formatHex(sha256.digest(octets));
            return hex.substring(0, 4) + "-" + hex.substring(4, 8);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key that && MessageDigest.isEqual(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "Key[" + fingerprint() + "]";
    }
}
