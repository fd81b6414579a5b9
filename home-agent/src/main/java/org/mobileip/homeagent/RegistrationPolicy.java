package org.mobileip.homeagent;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.TimestampReplayProtection;
import org.mobileip.homeagent.HomeAgentSettings.ReverseTunneling;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Identification;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;
import org.mobileip.wire.UnrecognizedExtensionException;

/**
 * Whether a request is granted: the checks of RFC 5944 §3.8.2.1 in their order, which is that of their price too, then the
 * reasons of §3.8.2.3. Nothing is answered before the authenticator was found good. Changes nothing.
 */
final class RegistrationPolicy {

    private final HomeAgentSettings settings;
    private final BindingTable bindings;
    private final TimestampReplayProtection timestamps;
    private final Map<Ipv4, NodeState> nodes = new HashMap<>();

    RegistrationPolicy(HomeAgentSettings settings, BindingTable bindings, Map<Ipv4, Identification> newest) {
        this.settings = settings;
        this.bindings = bindings;
        this.timestamps = new TimestampReplayProtection(settings.clockTolerance());
        for (AuthorizedNode node : settings.nodes()) {
            Ipv4 home = node.homeAddress();
            nodes.put(home, new NodeState(node, Optional.ofNullable(newest.get(home))));
        }
    }

    Verdict judge(Datagram arrived) {
        Octets octets = arrived.payload();
        if (octets.isEmpty() || octets.u8(0) != RegistrationRequest.TYPE) {
            return new Verdict.Discard(DiscardReason.NOT_A_REQUEST);
        }
        RegistrationRequest request;
        try {
            request = RegistrationRequest.decode(octets);
        } catch (UnrecognizedExtensionException unrecognized) { // §1.8
            return new Verdict.Discard(DiscardReason.UNKNOWN_EXTENSION);
        } catch (MalformedMessageException malformed) { // §1.9, §3.3
            return new Verdict.Discard(DiscardReason.MALFORMED);
        }
        NodeState state = nodes.get(request.homeAddress());
        if (state == null) { // §3.8.2.1 a
            return new Verdict.Discard(DiscardReason.UNKNOWN_NODE);
        }
        return judgeAuthenticator(arrived, request, state);
    }

    /** §3.8.2.1 a: at least one authorization-enabling extension, and all that are there are right. */
    private Verdict judgeAuthenticator(Datagram arrived, RegistrationRequest request, NodeState state) {
        List<AuthenticationExtension> authenticators =
                AuthenticationExtension.allOf(request.extensions(), Kind.MOBILE_HOME);
        if (authenticators.isEmpty()) {
            return new Verdict.FailedAuthentication(DiscardReason.NO_AUTHENTICATOR, request, state);
        }
        Optional<SecurityAssociation> first = Optional.empty();
        for (AuthenticationExtension each : authenticators) {
            Optional<SecurityAssociation> association = state.node().association(each.spi());
            if (association.isEmpty()) {
                return new Verdict.FailedAuthentication(DiscardReason.UNKNOWN_SPI, request, state);
            }
            if (!association.get().verifies(arrived.payload(), each)) {
                return new Verdict.FailedAuthentication(DiscardReason.WRONG_AUTHENTICATOR, request, state);
            }
            first = first.isPresent() ? first : association;
        }
        return judgeIdentification(arrived, request, state, first.orElseThrow());
    }

    /** §3.8.2.1 b, §5.7.1, and §3.8.2.2 of duplicates. */
    private Verdict judgeIdentification(
            Datagram arrived, RegistrationRequest request, NodeState state, SecurityAssociation association) {
        Optional<Octets> reply = replyToCopyOf(arrived.payload(), request, state);
        if (reply.isPresent()) {
            return new Verdict.Repeat(request, reply.get());
        }
        Instant timeOfDay = arrived.timeOfDay();
        Identification identification = request.identification();
        TimestampReplayProtection.Verdict fresh = timestamps.check(state.newest(), identification, timeOfDay);
        if (!fresh.accepted()) {
            return new Verdict.Deny(
                    ReplyCode.IDENTIFICATION_MISMATCH,
                    request,
                    state,
                    association,
                    fresh.replyIdentification(),
                    Optional.of(Duration.between(timeOfDay, identification.toInstant())));
        }
        if (isSignedByForeignAgent(request)) { // §3.8.2.1 d: we share nothing with any
            return new Verdict.Discard(DiscardReason.UNKNOWN_FOREIGN_AGENT);
        }
        return reasonToDeny(arrived.to().address(), request)
                .<Verdict>map(
                        code -> new Verdict.Deny(code, request, state, association, identification, Optional.empty()))
                .orElseGet(() -> new Verdict.Accept(request, state, association));
    }

    /** What an authentic request that is new may still be denied for: §3.8.2.1 end, §3.8.2.3, RFC 3024 §4.3.1. */
    private Optional<ReplyCode> reasonToDeny(Ipv4 sentTo, RegistrationRequest request) {
        RequestFlags flags = request.flags();
        boolean registers = !request.lifetime().isZero();
        if (settings.isForMany(sentTo) || !request.homeAgent().equals(settings.address())) { // §3.8.2.1, §3.8.3.2
            return Optional.of(ReplyCode.UNKNOWN_HOME_AGENT_ADDRESS);
        }
        if (flags.reservedX()) { // §3.8.2.3; the bit r was V once, and is ignored as §3.3 says
            return Optional.of(ReplyCode.POORLY_FORMED_REQUEST);
        }
        if (registers && !isPlausible(request)) { // §3.4
            return Optional.of(ReplyCode.POORLY_FORMED_REQUEST);
        }
        if (registers && nodes.containsKey(request.careOfAddress())) { // two nodes tunnelled to each other: a loop
            return Optional.of(ReplyCode.ADMINISTRATIVELY_PROHIBITED);
        }
        if (registers && flags.reverseTunneling() && settings.reverseTunneling() == ReverseTunneling.OFF) {
            return Optional.of(ReplyCode.REVERSE_TUNNEL_UNAVAILABLE);
        }
        if (registers && !flags.reverseTunneling() && settings.reverseTunneling() == ReverseTunneling.REQUIRED) {
            return Optional.of(ReplyCode.REVERSE_TUNNEL_MANDATORY);
        }
        if (registers && settings.encapsulationFor(flags).isEmpty()) { // RFC 3024 §4.3.1
            return Optional.of(ReplyCode.REQUESTED_ENCAPSULATION_UNAVAILABLE);
        }
        if (registers && isOneTooMany(request)) { // §3.8.2.3
            return Optional.of(ReplyCode.TOO_MANY_SIMULTANEOUS_BINDINGS);
        }
        return Optional.empty();
    }

    /** Whether a tunnel to the care-of address can lead anywhere but in a circle or to a crowd. */
    private boolean isPlausible(RegistrationRequest request) {
        Ipv4 careOf = request.careOfAddress();
        return careOf.isUnicast()
                && !careOf.equals(request.homeAddress())
                && !careOf.equals(settings.address())
                && !settings.isForMany(careOf);
    }

    private boolean isOneTooMany(RegistrationRequest request) {
        return request.flags().simultaneousBindings()
                && bindings.of(request.homeAddress(), request.careOfAddress()).isEmpty()
                && bindings.of(request.homeAddress()).size() >= BindingTable.MOST_A_NODE;
    }

    private Optional<Octets> replyToCopyOf(Octets arrived, RegistrationRequest request, NodeState state) {
        if (request.lifetime().isZero()) {
            return state.deregistration()
                    .filter(settled -> settled.request().equals(arrived))
                    .map(NodeState.Exchange::reply);
        }
        return bindings.of(request.homeAddress(), request.careOfAddress())
                .filter(binding -> binding.request().equals(arrived))
                .map(Binding::reply);
    }

    private static boolean isSignedByForeignAgent(RegistrationRequest request) {
        return !AuthenticationExtension.allOf(request.extensions(), Kind.FOREIGN_HOME)
                .isEmpty();
    }
}
