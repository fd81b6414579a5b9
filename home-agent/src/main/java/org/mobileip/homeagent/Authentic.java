package org.mobileip.homeagent;

import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Octets;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationRequest;

/**
 * A request that is known to come from {@code state}, or is answered as if it did.
 *
 * @param association what the reply is signed with: what signed the request
 * @param foreignAgent what the reply is signed with behind that, for the foreign agent that relays it
 * @param home the home address it is about
 * @param asked what it says of several bindings and of flows
 */
record Authentic(
        Arrival arrival,
        NodeState state,
        SecurityAssociation association,
        Optional<SecurityAssociation> foreignAgent,
        NodeDirectory.Choice home,
        FlowBindings.Asked asked) {

    Authentic(
            Arrival arrival,
            NodeState state,
            SecurityAssociation association,
            Optional<SecurityAssociation> foreignAgent,
            NodeDirectory.Choice home) {
        this(arrival, state, association, foreignAgent, home, FlowBindings.Asked.in(arrival));
    }

    RegistrationRequest request() {
        return arrival.request();
    }

    /** The NAI that the node is known by, where the request does not say it; empty: it does, or the node is known by its home address. */
    Optional<NetworkAccessIdentifier> unsaidNai() {
        Optional<NetworkAccessIdentifier> known = state.identity().knownBy();
        return known.isPresent()
                        && arrival.nai().map(NetworkAccessIdentifier::canonical).equals(known)
                ? Optional.empty()
                : known;
    }

    Octets octets() {
        return arrival.datagram().payload();
    }

    boolean registers() {
        return arrival.registers();
    }

    /** A node that comes home says so with its home address for a care-of address, or as it was told it has none. */
    boolean isAboutAllBindings() {
        RegistrationRequest request = arrival.request();
        return request.careOfAddress().equals(request.homeAddress())
                || home.address().filter(request.careOfAddress()::equals).isPresent();
    }

    /** It deregisters, on the home link, from its own home address (§3.8.3.1). */
    boolean comesHome() {
        return !registers()
                && isAboutAllBindings()
                && home.address().filter(arrival.source()::equals).isPresent();
    }
}
