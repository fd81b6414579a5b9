package org.mobileip.auth;

import java.security.MessageDigest;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension;

/**
 * A mobility security association: the security parameter index by which two peers mean one algorithm and one key
 * (RFC 5944 §1.6, §3.2). Which mobile node it belongs to is for its holder to know: an index alone proves nothing.
 *
 * <p>Signing and verifying share one digest and take turns, from however many threads.
 */
public final class SecurityAssociation {

    /** Indexes below this are reserved (RFC 5944 §1.6). */
    public static final int LEAST_SPI = 256;

    private final int spi;
    private final AuthenticationAlgorithm algorithm;
    private final Key key;
    private final Authenticator authenticator;
    private final byte[] computed;
    private final byte[] arrived;

    /**
     * An association for {@code spi}.
     *
     * @param spi unsigned, 256 to 2³²-1
     * @throws IllegalArgumentException for a reserved index
     */
    public SecurityAssociation(int spi, AuthenticationAlgorithm algorithm, Key key) {
        if (Integer.compareUnsigned(spi, LEAST_SPI) < 0) {
            throw new IllegalArgumentException("SPI " + spi + " is reserved; the first free one is 256");
        }
        this.spi = spi;
        this.algorithm = algorithm;
        this.key = key;
        this.authenticator = Authenticator.of(algorithm, key);
        this.computed = new byte[algorithm.size()];
        this.arrived = new byte[algorithm.size()];
    }

    /** The security parameter index, unsigned. */
    public int spi() {
        return spi;
    }

    public AuthenticationAlgorithm algorithm() {
        return algorithm;
    }

    /** The key's, for two people to compare on the phone. */
    public String fingerprint() {
        return key.fingerprint();
    }

    /**
     * {@code message} with an authentication extension behind it, which protects all of it (RFC 5944 §3.5.1).
     *
     * @param message from its type on, with every extension that goes before
     */
    public Octets sign(Octets message, AuthenticationExtension.Kind kind) {
        int size = message.size() + kind.headerSize() + algorithm.size();
        return Octets.filled(size, signed -> {
            message.copyTo(signed, 0);
            sign(signed, message.size(), kind);
        });
    }

    /**
     * Appends an authentication extension to the first {@code size} octets of {@code message}, as {@link #sign(Octets,
     * AuthenticationExtension.Kind)} does; allocates nothing.
     *
     * @param message with room for the extension
     * @return how many octets the message has now
     */
    public int sign(byte[] message, int size, AuthenticationExtension.Kind kind) {
        int covered = writeHeader(message, size, kind);
        synchronized (authenticator) {
            authenticator.compute(message, covered, computed);
            System.arraycopy(computed, 0, message, covered, computed.length);
        }
        return covered + computed.length;
    }

    /**
     * Writes what stands before the authenticator behind the first {@code size} octets of {@code message}.
     *
     * @return where the authenticator belongs
     */
    public int writeHeader(byte[] message, int size, AuthenticationExtension.Kind kind) {
        return AuthenticationExtension.writeHeader(kind, spi, algorithm.size(), message, size);
    }

    /**
     * The extension is of this association and its authenticator that of the octets before it. Takes the same time
     * whatever is wrong with it, and allocates nothing.
     *
     * @param arrivedMessage exactly the UDP payload that arrived
     * @param extension as decoded from {@code arrivedMessage}
     */
    public boolean verifies(Octets arrivedMessage, AuthenticationExtension extension) {
        if (extension.offset() < 0 || extension.protectedSize() > arrivedMessage.size()) {
            return false; // Not as decoded from this message.
        }
        boolean ofThisKind = extension.spi() == spi && extension.authenticator().size() == algorithm.size();
        synchronized (authenticator) {
            authenticator.compute(arrivedMessage, extension.protectedSize(), computed);
            if (ofThisKind) {
                extension.authenticator().copyTo(arrived, 0);
            }
            return MessageDigest.isEqual(computed, arrived) && ofThisKind;
        }
    }

    /** The same index, algorithm and key. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecurityAssociation that
                && spi == that.spi
                && algorithm == that.algorithm
                && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return 31 * spi + algorithm.hashCode();
    }

    /** The index in hexadecimal, like {@code 0x101}. */
    @Override
    public String toString() {
        return "0x" + Integer.toHexString(spi);
    }
}
