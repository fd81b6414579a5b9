package org.mobileip.wire;

import java.util.List;
import java.util.Optional;
import org.mobileip.net.Octets;

/**
 * The NAI Carrying Extension (RFC 3846 §3): which home agent, or which AAA server of the home network, a node has to do with.
 *
 * <pre>
 *   octet 0          1            2
 *  +----------+------------+----------+------------------
 *  | type 136 | length n+1 | sub-type |  NAI, n octets
 *  +----------+------------+----------+------------------
 * </pre>
 *
 * @param of whose identity it is
 * @param nai {@code hostname@realm}, 1 to 254 octets
 */
public record CarriedIdentity(Owner of, NetworkAccessIdentifier nai) {

    /** The type of the extension; whoever does not know it steps over it. */
    public static final int TYPE = 136;

    /** So many octets fit. */
    public static final int LONGEST = 254;

    /** Whose identity. */
    public enum Owner {
        /** The home agent's (§4). */
        HOME_AGENT(1),
        /** That of an AAA server in the home network (§5). */
        AAA_SERVER(2);

        private final int subtype;

        Owner(int subtype) {
            this.subtype = subtype;
        }
    }

    public CarriedIdentity {
        Fields.check("octets of a carried NAI", nai.octets().size(), LONGEST);
    }

    /** The first among {@code extensions} that is of {@code owner} and names somebody. */
    public static Optional<CarriedIdentity> in(List<Extension> extensions, Owner owner) {
        for (Extension each : extensions) {
            Octets data = each.data();
            if (each.type() == TYPE && data.size() > 1 && data.u8(0) == owner.subtype) {
                return Optional.of(new CarriedIdentity(owner, new NetworkAccessIdentifier(data.slice(1))));
            }
        }
        return Optional.empty();
    }

    /** The extension; it goes before all authenticators (§3.1). */
    public Extension toExtension() {
        return Extension.ofShort(TYPE, of.subtype, nai.octets());
    }
}
