package org.mobileip.auth;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.mobileip.net.Octets;

/** A keyed message digest, ready for the next message as soon as it has finished one. For one thread at a time. */
abstract sealed class Authenticator {

    /** Octets are handed to the digest in pieces of this size: four blocks of MD5 or SHA-256. */
    private static final int PIECE = 256;

    private final byte[] piece = new byte[PIECE];

    /** How {@code algorithm} is computed with {@code key}. */
    static Authenticator of(AuthenticationAlgorithm algorithm, Key key) {
        return switch (algorithm) {
            case HMAC_MD5 -> new Hashed(new MD5Digest(), key);
            case HMAC_SHA256 -> new Hashed(new SHA256Digest(), key);
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

    /** HMAC (RFC 2104). The digests of both pads are computed once, with the key. */
    private static final class Hashed extends Authenticator {

        private final HMac hmac;

        Hashed(Digest digest, Key key) {
            hmac = new HMac(digest);
            hmac.init(new KeyParameter(key.octets()));
        }

        @Override
        void begin() {
            // finish() left it as init() did: behind the inner pad.
        }

        @Override
        void update(byte[] octets, int length) {
            hmac.update(octets, 0, length);
        }

        @Override
        void finish(byte[] digest) {
            hmac.doFinal(digest, 0);
        }
    }

    /** MD5 over the key, the message and the key again (RFC 2002 §3.5.1). */
    private static final class PrefixSuffix extends Authenticator {

        private final MD5Digest md5 = new MD5Digest();
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
            md5.doFinal(digest, 0);
        }
    }
}
