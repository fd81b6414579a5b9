package org.mobileip.scenarios.foreignagent;

import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RequestFlags;

/**
 * A request that was relayed: what section 3.7.1 wants an entry of the visitor list to have of it.
 *
 * @param node whose it is, with the source of its frame
 * @param from its IP source and UDP source port
 * @param sentTo its IP destination
 * @param homeAgent the Home Agent field, or whom the request asks for instead (RFC 4433)
 * @param careOf the Care-of Address field
 * @param flags what was asked for
 * @param identification its own
 * @param requested the lifetime asked for
 * @param encapsulates whether the node will encapsulate what it sends (RFC 3024 §3.3)
 * @param challenge the challenge that it answered
 * @param nodeAssociation what the node signed it with for us
 * @param ends when its time is over: seven seconds, or the lifetime asked for where that is shorter
 */
record Pending(
        NodeKey node,
        Endpoint from,
        Ipv4 sentTo,
        Ipv4 homeAgent,
        Ipv4 careOf,
        RequestFlags flags,
        Identification identification,
        Lifetime requested,
        boolean encapsulates,
        Optional<Octets> challenge,
        Optional<SecurityAssociation> nodeAssociation,
        Tick ends) {

    /** Whether the two ask for the same, as a retransmission does (RFC 4721 §3.2). */
    boolean isRetransmittedAs(Pending other) {
        return node.equals(other.node)
                && from.equals(other.from)
                && sentTo.equals(other.sentTo)
                && homeAgent.equals(other.homeAgent)
                && careOf.equals(other.careOf)
                && flags.equals(other.flags)
                && requested.equals(other.requested)
                && encapsulates == other.encapsulates
                && challenge.equals(other.challenge);
    }

    /** Whether a reply to this node with that home address can answer it (§3.7.3.1). */
    boolean isOf(Ipv4 home) {
        return node.home().equals(home) || node.home().isUnspecified();
    }

    boolean decapsulatesItself() {
        return flags.decapsulationByMobileNode();
    }

    /** GRE comes before minimal encapsulation, as at the home agent. */
    Encapsulation encapsulation() {
        if (flags.gre()) {
            return Encapsulation.GRE;
        }
        return flags.minimalEncapsulation() ? Encapsulation.MINIMAL : Encapsulation.IPIP;
    }
}
