package org.mobileip.wire;

import java.util.ArrayList;
import java.util.List;
import org.mobileip.net.Octets;

/**
 * An authentication extension (RFC 5944 §3.5.2 to §3.5.4) or a generalized one (RFC 4721 §5). It protects every octet of
 * the message before its authenticator, its own type, length and SPI included.
 *
 * <pre>
 *   octet 0          1          2                                 6
 *  +----------+----------+--------------------------------+------------------
 *  |   type   | length n |   security parameter index     |  authenticator, n - 4 octets
 *  +----------+----------+--------------------------------+------------------
 *
 *   octet 0          1          2                     4                                 8
 *  +----------+----------+---------------------+--------------------------------+------------------
 *  | type = 36| sub-type |      length n       |   security parameter index     |  authenticator, n - 4
 *  +----------+----------+---------------------+--------------------------------+------------------
 * </pre>
 *
 * @param kind between whom
 * @param spi which security association, unsigned; 0 to 255 are reserved (§1.6)
 * @param authenticator as it arrived, of any length
 * @param offset where its type stands, counted from the first octet of the message
 */
public record AuthenticationExtension(Kind kind, int spi, Octets authenticator, int offset) {

    private static final int SPI_SIZE = 4;

    /** Between whom the authenticator is, and with it the type. */
    public enum Kind {
        /** Mobile-Home, always authorization-enabling (§3.5.2). */
        MOBILE_HOME(32, Extension.NO_SUBTYPE),
        /** Mobile-Foreign (§3.5.3). */
        MOBILE_FOREIGN(33, Extension.NO_SUBTYPE),
        /** Foreign-Home (§3.5.4). */
        FOREIGN_HOME(34, Extension.NO_SUBTYPE),
        /** Mobile-AAA, generalized with sub-type 1 (RFC 4721 §6). */
        MOBILE_AAA(36, 1);

        private static final List<Kind> ALL = List.of(values());

        private final int type;
        private final int subtype;

        Kind(int type, int subtype) {
            this.type = type;
            this.subtype = subtype;
        }

        /** The type of the extension. */
        public int type() {
            return type;
        }

        /**
         * Whether a home agent may take a request for authorized because of it (§1.6, §3.8.2.1 a). Mobile-AAA would do for
         * a home agent that asks an AAA server; ours asks none, so that to it this one proves nothing.
         */
        public boolean isAuthorizationEnabling() {
            return this == MOBILE_HOME;
        }

        /** Octets before the authenticator. */
        public int headerSize() {
            return (isGeneralized() ? 4 : 2) + SPI_SIZE;
        }

        private boolean isGeneralized() {
            return subtype != Extension.NO_SUBTYPE;
        }

        private boolean isOf(Extension extension) {
            return type == extension.type() && subtype == extension.subtype();
        }
    }

    /** Every authentication extension among these, in their order. */
    public static List<AuthenticationExtension> allOf(List<Extension> extensions) {
        List<AuthenticationExtension> all = new ArrayList<>(1);
        for (Extension each : extensions) {
            for (Kind kind : Kind.ALL) {
                if (kind.isOf(each)) {
                    all.add(read(each, kind));
                }
            }
        }
        return all;
    }

    /** The authentication extensions of one kind among these, in their order. */
    public static List<AuthenticationExtension> allOf(List<Extension> extensions, Kind kind) {
        List<AuthenticationExtension> all = new ArrayList<>(1);
        for (Extension each : extensions) {
            if (kind.isOf(each)) {
                all.add(read(each, kind));
            }
        }
        return all;
    }

    /**
     * The octets before the authenticator: what a signer appends to a message before it computes the digest of both.
     *
     * @param authenticatorSize of the authenticator that will follow, in octets
     */
    public static Octets header(Kind kind, int spi, int authenticatorSize) {
        byte[] header = new byte[kind.headerSize()];
        writeHeader(kind, spi, authenticatorSize, header, 0);
        return Octets.of(header);
    }

    /**
     * Writes the same to {@code target}, from {@code at} on, allocating nothing.
     *
     * @return where the authenticator belongs
     */
    public static int writeHeader(Kind kind, int spi, int authenticatorSize, byte[] target, int at) {
        int size = SPI_SIZE + authenticatorSize;
        int next = at;
        target[next++] = (byte) kind.type;
        if (kind.isGeneralized()) {
            target[next++] = (byte) kind.subtype;
            target[next++] = (byte) (size >>> 8);
        }
        target[next++] = (byte) size;
        for (int shift = 24; shift >= 0; shift -= 8) {
            target[next++] = (byte) (spi >>> shift);
        }
        return next;
    }

    /** The first octet of the message that the authenticator does not protect: where it stands itself. */
    public int protectedSize() {
        return offset + kind.headerSize();
    }

    /** The extension, standing where {@code offset} says. */
    public Extension toExtension() {
        Octets data = new OctetsWriter(SPI_SIZE + authenticator.size())
                .i32(spi)
                .octets(authenticator)
                .finished();
        int end = offset + kind.headerSize() + authenticator.size();
        return new Extension(kind.type, kind.subtype, offset, end, data);
    }

    private static AuthenticationExtension read(Extension extension, Kind kind) {
        Octets data = extension.data();
        return new AuthenticationExtension(kind, data.i32(0), data.slice(SPI_SIZE), extension.offset());
    }
}
