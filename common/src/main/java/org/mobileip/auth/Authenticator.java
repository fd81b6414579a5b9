package org.mobileip.auth;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.mobileip.net.Octets;

/** A keyed message digest, ready for the next message as soon as it has finished one. For one thread at a time. */
abstract sealed class Authenticator {

    /** Octets are handed to the digest in pieces of this size: four blocks of MD5 or SHA-256. */
    private static final int PIECE = 256;

    private static final String MD5 = "MD5";
    private static final String SHA_256 = "SHA-256";

    private final byte[] piece = new byte[PIECE];

    /** How {@code algorithm} is computed with {@code key}. */
    static Authenticator of(AuthenticationAlgorithm algorithm, Key key) {
        return switch (algorithm) {
            case HMAC_MD5 -> new Hashed(MD5, key);
            case HMAC_SHA256 -> new Hashed(SHA_256, key);
            case MD5_PREFIX_SUFFIX -> new PrefixSuffix(key);
        };
    }

    /** Writes the digest of the first {@code size} octets of {@code message} to the beginning of {@code digest}. */
    final void compute(Octets message, int size, byte[] digest) {
        begin();
        for (int from = 0; from < size; from += PIECE) {
            int length = Math.min(PIECE, size - from);
            message.copyTo(from, from + length, piece, 0);
            update(piece, length);
        }
        finish(digest);
    }

    /** The same of octets that are in an array. */
    final void compute(byte[] message, int size, byte[] digest) {
        begin();
        update(message, size);
        finish(digest);
    }

    abstract void begin();

    abstract void update(byte[] octets, int length);

    abstract void finish(byte[] digest);

    /** Both are in every Java. */
    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(algorithm, impossible);
        }
    }

    private static void write(MessageDigest digest, byte[] target) {
        try {
            digest.digest(target, 0, target.length);
        } catch (DigestException tooShort) {
            throw new IllegalArgumentException("no room for a digest", tooShort);
        }
    }

    /**
     * HMAC (RFC 2104). The digests of both pads are computed again each time: a copy of them would save a fifth of the time, and be
     * garbage for each forged request.
     */
    private static final class Hashed extends Authenticator {

        private static final int BLOCK = 64;
        private static final int INNER_PAD = 0x36;
        private static final int OUTER_PAD = 0x5c;

        private final MessageDigest digest;
        private final byte[] innerPad;
        private final byte[] outerPad;
        private final byte[] inner;

        Hashed(String algorithm, Key key) {
            digest = digest(algorithm);
            byte[] octets = key.octets();
            byte[] block = Arrays.copyOf(octets.length > BLOCK ? digest.digest(octets) : octets, BLOCK);
            innerPad = padded(block, INNER_PAD);
            outerPad = padded(block, OUTER_PAD);
            inner = new byte[digest.getDigestLength()];
        }

        private static byte[] padded(byte[] block, int pad) {
            byte[] padded = new byte[block.length];
            for (int i = 0; i < block.length; i++) {
                padded[i] = (byte) (block[i] ^ pad);
            }
            return padded;
        }

        @Override
        void begin() {
            digest.update(innerPad);
        }

        @Override
        void update(byte[] octets, int length) {
            digest.update(octets, 0, length);
        }

        @Override
        void finish(byte[] target) {
            write(digest, inner);
            digest.update(outerPad);
            digest.update(inner);
            write(digest, target);
        }
    }

    /** MD5 over the key, the message and the key again (RFC 2002 §3.5.1). */
    private static final class PrefixSuffix extends Authenticator {

        private final MessageDigest md5 = digest(MD5);
        private final byte[] key;

        PrefixSuffix(Key key) {
            this.key = key.octets();
        }

        @Override
        void begin() {
            md5.update(key, 0, key.length);
        }

        @Override
        void update(byte[] octets, int length) {
            md5.update(octets, 0, length);
        }

        @Override
        void finish(byte[] digest) {
            md5.update(key, 0, key.length);
            write(md5, digest);
        }
    }
}
