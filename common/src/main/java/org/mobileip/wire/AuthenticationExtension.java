package org.mobileip.wire;

import java.util.List;
import java.util.Optional;
import org.mobileip.net.Octets;

/**
 * An authentication extension (RFC 5944 §3.5.2 to §3.5.4). It protects every octet of the message before its
 * authenticator, its own type, length and SPI included.
 *
 * <pre>
 *   octet 0          1          2                                 6
 *  +----------+----------+--------------------------------+------------------
 *  |   type   | length n |   security parameter index     |  authenticator, n - 4 octets
 *  +----------+----------+--------------------------------+------------------
 * </pre>
 *
 * @param kind between whom
 * @param spi which security association, unsigned; 0 to 255 are reserved (§1.6)
 * @param authenticator as it arrived, of any length
 * @param offset where its type stands, counted from the first octet of the message
 */
public record AuthenticationExtension(Kind kind, int spi, Octets authenticator, int offset) {

    /** Between whom the authenticator is, and with it the type. */
    public enum Kind {
        /** Mobile-Home, always authorization-enabling (§3.5.2). */
        MOBILE_HOME(32),
        /** Mobile-Foreign (§3.5.3). */
        MOBILE_FOREIGN(33),
        /** Foreign-Home (§3.5.4). */
        FOREIGN_HOME(34);

        private final int type;

        Kind(int type) {
            this.type = type;
        }

        /** The type of the extension. */
        public int type() {
            return type;
        }

        private static Optional<Kind> of(int type) {
            for (Kind kind : List.of(MOBILE_HOME, MOBILE_FOREIGN, FOREIGN_HOME)) {
                if (kind.type == type) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** Octets before the authenticator. */
    public static final int HEADER_SIZE = 6;

    /** Every authentication extension among these, in their order. */
    public static List<AuthenticationExtension> allOf(List<Extension> extensions) {
        return extensions.stream()
                .flatMap(extension -> read(extension).stream())
                .toList();
    }

    /** The authentication extensions of one kind among these, in their order. */
    public static List<AuthenticationExtension> allOf(List<Extension> extensions, Kind kind) {
        return allOf(extensions).stream()
                .filter(extension -> extension.kind == kind)
                .toList();
    }

    /** The first octet of the message that the authenticator does not protect: where it stands itself. */
    public int protectedSize() {
        return offset + HEADER_SIZE;
    }

    /** The extension, standing where {@code offset} says. */
    public Extension toExtension() {
        Octets data = new OctetsWriter(4 + authenticator.size())
                .i32(spi)
                .octets(authenticator)
                .finished();
        return new Extension(kind.type, Extension.NO_SUBTYPE, offset, offset + 2 + data.size(), data);
    }

    private static Optional<AuthenticationExtension> read(Extension extension) {
        Octets data = extension.data();
        return Kind.of(extension.type())
                .map(kind -> new AuthenticationExtension(kind, data.i32(0), data.slice(4), extension.offset()));
    }
}
