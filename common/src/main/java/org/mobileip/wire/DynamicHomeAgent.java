package org.mobileip.wire;

import java.util.List;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * The Dynamic HA Extension (RFC 4433 §3.4): a home agent that a mobile node asks for, or is sent on to.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   Type 139    |    Subtype    |           Length 4            |
 * |                          HA-Address                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * This is the long format, which RFC 5944 §1.10 has for types below 128 only: whoever does not know this type takes the sub-type
 * for a length, and is lost. Others, Wireshark among them, therefore lay it out as RFC 5944 §1.11 wants it of a type that may be
 * skipped: type, length 5, sub-type, address. Both are read here, for no octets can be both; the RFC's own is sent, but to whoever
 * has used the other.
 *
 * @param use what the address is for
 * @param address of a home agent
 */
public record DynamicHomeAgent(Use use, Ipv4 address) {

    /** The type of the extension. */
    public static final int TYPE = 139;

    private static final int ADDRESS = 4;

    /** What the address is for. */
    public enum Use {
        /** Whom the mobile node asks (§3.4.1). */
        REQUESTED(1),
        /** Whom it shall ask instead (§3.4.2). */
        REDIRECTED(2);

        private final int subtype;

        Use(int subtype) {
            this.subtype = subtype;
        }
    }

    /** Whether an extension that begins at {@code offset} is laid out as the diagram has it. */
    static boolean isLong(Octets message, int offset) {
        return offset + 4 <= message.size()
                && (message.u8(offset + 1) == Use.REQUESTED.subtype || message.u8(offset + 1) == Use.REDIRECTED.subtype)
                && message.u16(offset + 2) == ADDRESS;
    }

    /** The address that these extensions carry for this use, the first where there are more. */
    public static Optional<Ipv4> in(List<Extension> extensions, Use use) {
        for (Extension each : extensions) {
            if (each.type() == TYPE && each.data().size() >= ADDRESS) {
                Octets data = each.data();
                boolean isLong = each.subtype() != Extension.NO_SUBTYPE;
                if (isLong && each.subtype() == use.subtype) {
                    return Optional.of(data.ipv4(0));
                }
                if (!isLong && data.size() == 1 + ADDRESS && data.u8(0) == use.subtype) {
                    return Optional.of(data.ipv4(1));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether whoever has written {@code extensions} lays this one out as a type that may be skipped. */
    public static boolean isShortIn(List<Extension> extensions) {
        return Extension.firstOf(extensions, TYPE)
                .filter(first ->
                        first.subtype() == Extension.NO_SUBTYPE && first.data().size() == 1 + ADDRESS)
                .isPresent();
    }

    /** The extension as those write it. */
    public Extension toShortExtension() {
        return Extension.ofShort(
                TYPE, use.subtype, new OctetsWriter(ADDRESS).ipv4(address).finished());
    }

    /** The extension; it goes before the Mobile-Home authenticator. */
    public Extension toExtension() {
        return Extension.ofLong(
                TYPE, use.subtype, new OctetsWriter(ADDRESS).ipv4(address).finished());
    }
}
