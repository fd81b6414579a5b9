package org.mobileip.homeagent;

import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.NetworkAccessIdentifier;

/** Who a mobile node is over restarts: what is remembered of it is remembered under this. */
public sealed interface NodeIdentity {

    /** The NAI that it is known by; empty: it is known by its home address. */
    default Optional<NetworkAccessIdentifier> knownBy() {
        return this instanceof OfNai known ? Optional.of(known.nai()) : Optional.empty();
    }

    /** A node with a home address of its own. */
    record OfAddress(Ipv4 home) implements NodeIdentity {
        @Override
        public String toString() {
            return home.toString();
        }
    }

    /** A node that is known by its NAI, in canonical form, and has whatever home address it is given (RFC 2794). */
    record OfNai(NetworkAccessIdentifier nai) implements NodeIdentity {
        public OfNai {
            nai = nai.canonical();
        }

        @Override
        public String toString() {
            return nai.toString();
        }
    }
}
