package org.mobileip.homeagent;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.AuthenticationExtension;

/**
 * The foreign agents that share security associations with us, and what a request owes to them (RFC 5944 §3.5.4,
 * §3.8.2.1 c and d). A request is theirs that comes from their address, which is the care-of address they offer, or that
 * wants such a care-of address wherever it comes from. It must be signed by them exactly once, behind the node's own
 * authenticator. Deregistrations are not to be signed, and not looked at. A node with a co-located care-of address that
 * only goes through a foreign agent needs no signature either: the agent must not give it one (§3.5.4).
 */
final class ForeignAgents {

    /** What was found out about one request. */
    enum Standing {
        /** No foreign agent is in it that we share anything with. */
        NOT_CONCERNED,
        /** Signed by the foreign agent as it should be. */
        SIGNED,
        /** Not signed, which is fine. */
        UNSIGNED,
        /** Not signed, signed twice or wrongly: code 132. */
        FAILED,
        /** Signed by a foreign agent with which we share nothing: silence. */
        UNKNOWN
    }

    /**
     * @param signer what the reply is signed with behind the node's own authenticator (§3.8.3.3 e)
     */
    record Finding(Standing standing, Optional<SecurityAssociation> signer) {}

    private static final Finding OF_NOBODY = new Finding(Standing.NOT_CONCERNED, Optional.empty());

    private final Map<Ipv4, ForeignAgentPeer> byAddress = new HashMap<>();

    ForeignAgents(List<ForeignAgentPeer> peers) {
        peers.forEach(peer -> byAddress.put(peer.address(), peer));
    }

    boolean knows(Ipv4 source) {
        return byAddress.containsKey(source);
    }

    Finding check(Arrival arrival) {
        List<AuthenticationExtension> signatures = arrival.foreignHome();
        if (byAddress.isEmpty() && signatures.isEmpty()) {
            return OF_NOBODY;
        }
        Optional<ForeignAgentPeer> peer = peerOf(arrival);
        if (peer.isEmpty()) {
            Standing standing = signatures.isEmpty() ? Standing.NOT_CONCERNED : Standing.UNKNOWN;
            return new Finding(standing, Optional.empty());
        }
        Optional<SecurityAssociation> signer = signerOf(arrival, peer.get(), signatures);
        if (!arrival.registers()) {
            return new Finding(signer.isPresent() ? Standing.SIGNED : Standing.UNSIGNED, Optional.empty());
        }
        boolean mayBeUnsigned = signatures.isEmpty() && !mustBeSigned(arrival, peer.get());
        Standing otherwise = mayBeUnsigned ? Standing.UNSIGNED : Standing.FAILED;
        boolean repliesToIt = arrival.source().equals(peer.get().address());
        Instant timeOfDay = arrival.datagram().timeOfDay();
        return new Finding(
                signer.isPresent() ? Standing.SIGNED : otherwise,
                signer.or(() -> repliesToIt ? peer.get().associations().preferred(timeOfDay) : Optional.empty()));
    }

    private Optional<ForeignAgentPeer> peerOf(Arrival arrival) {
        ForeignAgentPeer there = byAddress.get(arrival.source());
        return Optional.ofNullable(
                there != null ? there : byAddress.get(arrival.request().careOfAddress()));
    }

    private static boolean mustBeSigned(Arrival arrival, ForeignAgentPeer peer) {
        return arrival.request().careOfAddress().equals(peer.address())
                || !arrival.request().flags().decapsulationByMobileNode();
    }

    /** The association of the one signature that is there, right, and behind what it vouches for. */
    private static Optional<SecurityAssociation> signerOf(
            Arrival arrival, ForeignAgentPeer peer, List<AuthenticationExtension> signatures) {
        if (signatures.size() != 1) {
            return Optional.empty();
        }
        AuthenticationExtension signature = signatures.get(0);
        boolean isBehind =
                arrival.authorizing().stream().allMatch(authorizing -> authorizing.offset() < signature.offset());
        return peer.associations()
                .find(signature.spi(), arrival.datagram().timeOfDay())
                .filter(association -> association.verifies(arrival.datagram().payload(), signature) && isBehind);
    }
}
