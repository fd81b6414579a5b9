package org.mobileip.scenarios.foreignagent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.Offer;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.ReverseTunneling;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.Extension;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;

/**
 * Whether a request is relayed: the checks of RFC 5944 §3.7.2.1 and §3.7.2, RFC 4721 §3.2 and RFC 3024 §4.2.1, in this order;
 * the first that fails names the code. A deregistration is relayed whatever this agent is short of (§3.7).
 */
final class RequestPolicy {

    /** So long a request may wait for its reply (§3.7.1). */
    static final Duration PATIENCE = Duration.ofSeconds(7);

    /** In a request with the T bit, sent by a neighbour (RFC 3024 §3.2). */
    private static final int TIME_TO_LIVE_OF_A_NEIGHBOUR = 255;

    private final ForeignAgentSettings settings;
    private final VisitorList visitors;
    private final Challenges challenges;
    private Set<Ipv4> ours = Set.of();

    RequestPolicy(ForeignAgentSettings settings, VisitorList visitors, Challenges challenges) {
        this.settings = settings;
        this.visitors = visitors;
        this.challenges = challenges;
    }

    /** The addresses of this machine: a home agent there would be ours. */
    void ourAddresses(Set<Ipv4> addresses) {
        ours = addresses;
    }

    Verdict judge(Tick now, Arrival arrival) {
        Optional<ReplyCode> malformed = reasonOfTheForm(arrival).or(() -> reasonOfTheCareOfAddress(arrival));
        if (malformed.isPresent()) {
            return new Verdict.Deny(malformed.get());
        }
        Optional<SecurityAssociations> shared = settings.peers().node(arrival.node());
        Optional<SecurityAssociation> signer = shared.flatMap(associations -> signer(arrival, associations));
        if (shared.isPresent() && signer.isEmpty()) { // §3.7.2.1
            return new Verdict.Deny(ReplyCode.MOBILE_NODE_FAILED_FOREIGN_AGENT_AUTHENTICATION);
        }
        Pending pending = pending(now, arrival, signer);
        if (isUnprovenChallenge(arrival)) {
            return new Verdict.Ignore(DiscardReason.UNPROVEN_CHALLENGE);
        }
        return reasonOfTheChallenge(arrival, pending, shared.isPresent())
                .or(() -> reasonOfTheHomeAgent(arrival))
                .or(() -> arrival.registers() ? reasonOfTheOffer(arrival) : Optional.empty())
                .or(() -> reasonOfTheReverseTunnel(arrival))
                .<Verdict>map(Verdict.Deny::new)
                .orElseGet(() -> new Verdict.Relay(pending));
    }

    /** §3.7.2.1; the bit r was V once, and is ignored as §3.3 says. */
    private static Optional<ReplyCode> reasonOfTheForm(Arrival arrival) {
        RequestFlags flags = arrival.request().flags();
        boolean styleWithoutReverse = arrival.encapsulates() && !flags.reverseTunneling(); // RFC 3024 §3.3
        if (flags.reservedX() || !arrival.hasAuthorization() || styleWithoutReverse) {
            return Optional.of(ReplyCode.FOREIGN_AGENT_POORLY_FORMED_REQUEST);
        }
        if (VendorExtensions.areForUs(arrival.request().extensions())) { // RFC 3115 §2.3
            return Optional.of(ReplyCode.FOREIGN_AGENT_UNKNOWN_VENDOR_EXTENSION_FROM_MOBILE_NODE);
        }
        boolean isNobody = arrival.request().homeAddress().isUnspecified()
                && arrival.node().identifier().isEmpty();
        return isNobody ? Optional.of(ReplyCode.NONZERO_HOME_ADDRESS_REQUIRED) : Optional.empty(); // RFC 2794 §3
    }

    /** §3.7.2.1; and an address of ours is not co-located with a node. */
    private Optional<ReplyCode> reasonOfTheCareOfAddress(Arrival arrival) {
        RegistrationRequest request = arrival.request();
        boolean isOurs = settings.offers(request.careOfAddress());
        boolean colocated = request.flags().decapsulationByMobileNode();
        return arrival.registers() && isOurs == colocated
                ? Optional.of(ReplyCode.INVALID_CARE_OF_ADDRESS)
                : Optional.empty();
    }

    /** The association of the one authenticator for us that is there, and right. */
    private static Optional<SecurityAssociation> signer(Arrival arrival, SecurityAssociations shared) {
        List<AuthenticationExtension> authenticators = arrival.forUs();
        if (authenticators.size() != 1) {
            return Optional.empty();
        }
        AuthenticationExtension only = authenticators.get(0);
        return shared.find(only.spi(), arrival.datagram().timeOfDay())
                .filter(association -> association.verifies(arrival.octets(), only));
    }

    private static boolean isUnprovenChallenge(Arrival arrival) {
        return arrival.challenge()
                .filter(challenge -> !arrival.isProven(challenge))
                .isPresent();
    }

    /** RFC 4721 §3.2. */
    private Optional<ReplyCode> reasonOfTheChallenge(Arrival arrival, Pending pending, boolean isKnown) {
        if (!settings.challenges()) {
            return Optional.empty();
        }
        Optional<Extension> answered = arrival.challenge();
        if (answered.isEmpty()) {
            return isKnown ? Optional.empty() : Optional.of(ReplyCode.MISSING_CHALLENGE);
        }
        boolean isRetransmission = visitors.pendingOf(arrival.node())
                .filter(before -> before.isRetransmittedAs(pending))
                .isPresent();
        return isRetransmission
                ? Optional.empty()
                : challenges.reasonAgainst(arrival.node(), answered.get().data());
    }

    /** §3.7.2: we serve nobody as a home agent. One that nobody names we do not find (RFC 4433 §5.2). */
    private Optional<ReplyCode> reasonOfTheHomeAgent(Arrival arrival) {
        Ipv4 homeAgent = arrival.homeAgent();
        boolean isNone = homeAgent.isUnspecified() || homeAgent.isBroadcast();
        if (isNone || (arrival.requestsHomeAgent() && !homeAgent.isUnicast())) {
            return Optional.of(ReplyCode.NONZERO_HOME_AGENT_REQUIRED);
        }
        if (!homeAgent.isUnicast()) {
            return Optional.of(ReplyCode.FOREIGN_AGENT_POORLY_FORMED_REQUEST);
        }
        boolean isOurs = ours.contains(homeAgent) || homeAgent.equals(settings.address()) || settings.offers(homeAgent);
        return isOurs ? Optional.of(ReplyCode.INVALID_HOME_AGENT_ADDRESS) : Optional.empty();
    }

    /** §3.7.1, §3.7.2.3, RFC 3024 §4.2.1: what there is room for, how long, wrapped how. */
    private Optional<ReplyCode> reasonOfTheOffer(Arrival arrival) {
        Offer offer = settings.offer();
        RegistrationRequest request = arrival.request();
        NodeKey node = arrival.node();
        boolean isPending = visitors.pendingOf(node).isPresent();
        boolean noRoom = (visitors.pendingCount() >= offer.mostPending() && !isPending)
                || (visitors.visitorCount() >= offer.mostVisitors() && !visitors.isVisitor(node));
        if (noRoom) {
            return Optional.of(ReplyCode.FOREIGN_AGENT_INSUFFICIENT_RESOURCES);
        }
        if (request.lifetime().compareTo(offer.maximumLifetime()) > 0) {
            return Optional.of(ReplyCode.REQUESTED_LIFETIME_TOO_LONG);
        }
        return request.flags().decapsulationByMobileNode() ? Optional.empty() : reasonOfTheTunnel(arrival);
    }

    private Optional<ReplyCode> reasonOfTheTunnel(Arrival arrival) {
        RequestFlags flags = arrival.request().flags();
        Set<Encapsulation> taken = settings.offer().encapsulations();
        boolean wrapped = (!flags.gre() || taken.contains(Encapsulation.GRE))
                && (!flags.minimalEncapsulation() || flags.gre() || taken.contains(Encapsulation.MINIMAL));
        if (!wrapped) {
            return Optional.of(ReplyCode.FOREIGN_AGENT_REQUESTED_ENCAPSULATION_UNAVAILABLE);
        }
        if (arrival.encapsulates() && !settings.offer().encapsulatingDelivery()) {
            return Optional.of(ReplyCode.DELIVERY_STYLE_NOT_SUPPORTED);
        }
        boolean mandatory = settings.offer().reverseTunneling() == ReverseTunneling.REQUIRED;
        return mandatory && !flags.reverseTunneling()
                ? Optional.of(ReplyCode.FOREIGN_AGENT_REVERSE_TUNNEL_MANDATORY)
                : Optional.empty();
    }

    /** RFC 3024 §4.2.1: from a neighbour, and as a last check whether there are reverse tunnels at all. */
    private Optional<ReplyCode> reasonOfTheReverseTunnel(Arrival arrival) {
        RequestFlags flags = arrival.request().flags();
        if (!flags.reverseTunneling()) {
            return Optional.empty();
        }
        if (arrival.timeToLive() != TIME_TO_LIVE_OF_A_NEIGHBOUR) {
            return Optional.of(ReplyCode.MOBILE_NODE_TOO_DISTANT);
        }
        boolean unavailable = settings.offer().reverseTunneling() == ReverseTunneling.OFF
                && arrival.registers()
                && !flags.decapsulationByMobileNode();
        return unavailable ? Optional.of(ReplyCode.FOREIGN_AGENT_REVERSE_TUNNEL_UNAVAILABLE) : Optional.empty();
    }

    private static Pending pending(Tick now, Arrival arrival, Optional<SecurityAssociation> signer) {
        RegistrationRequest request = arrival.request();
        Tick patience = now.plus(PATIENCE);
        return new Pending(
                arrival.node(),
                arrival.datagram().from(),
                arrival.datagram().to().address(),
                arrival.homeAgent(),
                request.careOfAddress(),
                request.flags(),
                request.identification(),
                request.lifetime(),
                arrival.encapsulates(),
                arrival.challenge().map(Extension::data),
                signer,
                arrival.registers() ? patience.earlierOf(request.lifetime().endFrom(now)) : patience);
    }
}
