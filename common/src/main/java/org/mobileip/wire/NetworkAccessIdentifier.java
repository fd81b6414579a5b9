package org.mobileip.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Octets;

/**
 * A network access identifier, {@code user@realm} (RFC 4282), as the Mobile Node NAI Extension carries it (RFC 2794 §2):
 * who a mobile node is, when it has no home address yet.
 *
 * <pre>
 *   octet 0          1          2
 *  +----------+----------+--------------------------
 *  | type=131 | length n |   the NAI, n octets
 *  +----------+----------+--------------------------
 * </pre>
 *
 * @param octets as they stand on the wire, 1 to 255, UTF-8 by RFC 4282 but not trusted to be
 */
public record NetworkAccessIdentifier(Octets octets) {

    /** The type of the extension; whoever does not know it steps over it. */
    public static final int TYPE = 131;

    private static final int MOST_SHOWN = 128;

    public NetworkAccessIdentifier {
        Fields.check("octets of an NAI less one", octets.size() - 1, 254);
    }

    /** The identifier with this text. */
    public static NetworkAccessIdentifier of(String text) {
        return new NetworkAccessIdentifier(Octets.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The one that these extensions carry, the first where there are more. */
    public static Optional<NetworkAccessIdentifier> in(List<Extension> extensions) {
        return Extension.firstOf(extensions, TYPE).map(extension -> new NetworkAccessIdentifier(extension.data()));
    }

    /** The extension that carries it; it goes before the authenticators (RFC 2794 §2). */
    public Extension toExtension() {
        return Extension.of(TYPE, octets);
    }

    /** The same identifier with a realm in lower case: a realm is a domain name, so its case means nothing. */
    public NetworkAccessIdentifier canonical() {
        return isCanonical() ? this : inLowerCase();
    }

    private boolean isCanonical() {
        for (int at = realmAt(); at < octets.size(); at++) {
            if (octets.u8(at) >= 'A' && octets.u8(at) <= 'Z') {
                return false;
            }
        }
        return true;
    }

    private NetworkAccessIdentifier inLowerCase() {
        byte[] copy = octets.toArray();
        for (int at = realmAt(); at < copy.length; at++) {
            if (copy[at] >= 'A' && copy[at] <= 'Z') {
                copy[at] = (byte) (copy[at] + ('a' - 'A'));
            }
        }
        return new NetworkAccessIdentifier(Octets.of(copy));
    }

    /** {@code @realm} in canonical form, which stands for everybody in it; empty where there is no realm. */
    public Optional<NetworkAccessIdentifier> realm() {
        int at = realmAt();
        return at == octets.size() ? Optional.empty() : Optional.of(canonical().from(at - 1));
    }

    /** It names a realm and nobody in it. */
    public boolean isRealm() {
        return realmAt() == 1;
    }

    private NetworkAccessIdentifier from(int offset) {
        return new NetworkAccessIdentifier(octets.slice(offset));
    }

    /** For people and logs: what is not printable ASCII as {@code \xNN}, and no more than 128 octets. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < Math.min(octets.size(), MOST_SHOWN); at++) {
            int octet = octets.u8(at);
            boolean printable = octet > ' ' && octet < 0x7f && octet != '\\' && octet != '"';
            text.append(printable ? Character.toString(octet) : "\\x%02x".formatted(octet));
        }
        return octets.size() > MOST_SHOWN ? text + "..." : text.toString();
    }

    /** Behind the last '@'; the end where there is none. */
    private int realmAt() {
        for (int at = octets.size() - 1; at >= 0; at--) {
            if (octets.u8(at) == '@') {
                return at + 1;
            }
        }
        return octets.size();
    }
}
