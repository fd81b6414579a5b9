package org.mobileip.mobilenode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AgentAdvertisement;
import org.mobileip.wire.AgentFlags;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.RequestFlags;
import org.mobileip.wire.ServiceSelection;
import org.mobileip.wire.UdpTunnelRequest;

/** What a request says: its fields (RFC 5944 §3.6.1.2) and its extensions in the order that §3.6.1.3 requires. */
final class RequestWriter {

    /** RFC 3024 §3.3: a type and a length of zero. */
    private static final Extension ENCAPSULATING_DELIVERY =
            Extension.of(Extension.ENCAPSULATING_DELIVERY, Octets.EMPTY);

    private final CurrentSettings settings;
    private final HomeAddress home;
    private final AgentAssignment assignment;
    private final Identities identities;
    private final AgentList agents;
    private final UplinkList uplinks;

    RequestWriter(
            CurrentSettings settings,
            HomeAddress home,
            AgentAssignment assignment,
            Identities identities,
            AgentList agents,
            UplinkList uplinks) {
        this.identities = identities;
        this.assignment = assignment;
        this.settings = settings;
        this.home = home;
        this.agents = agents;
        this.uplinks = uplinks;
    }

    /** What is asked for, but from a foreign agent no more than it grants (§3.6.1.2). */
    Lifetime lifetime(Target target) {
        return said(target)
                .map(said -> target.lifetime().atMost(said.registrationLifetime()))
                .orElse(target.lifetime());
    }

    /** What a foreign agent unwraps it must have said that it unwraps (§3.6.1.2); IP within IP everybody does. */
    Encapsulation encapsulation(Target target, Encapsulation wanted) {
        boolean isOurs = target.through().isEmpty() || target.isCoLocated();
        boolean isOffered = wanted == Encapsulation.MINIMAL
                ? offers(target, AgentFlags.MINIMAL_ENCAPSULATION)
                : wanted == Encapsulation.GRE && offers(target, AgentFlags.GRE);
        return isOurs || isOffered ? wanted : Encapsulation.IPIP;
    }

    /** The octets of a request with all that protects it. */
    Octets write(
            HomeAgents.Candidate agent,
            Target target,
            Encapsulation encapsulation,
            Identification identification,
            Moment moment) {
        RequestFlags flags = flags(target, encapsulation);
        RegistrationRequest request = new RegistrationRequest(
                flags,
                lifetime(target),
                home.inRequests(),
                assignment.field(agent, target),
                target.careOf(),
                identification,
                extensions(agent, target, moment));
        Octets message = settings.security().sign(request.encode(), AuthenticationExtension.Kind.MOBILE_HOME); // c
        if (target.through().isEmpty()) {
            return message;
        }
        Optional<SecurityAssociation> shared = sharedWith(target);
        message = answerChallenge(message, target, shared.isPresent());
        if (isEncapsulating(target, flags)) {
            message = message.plus(ENCAPSULATING_DELIVERY.encode()); // d
        }
        return shared.isPresent()
                ? shared.get().sign(message, AuthenticationExtension.Kind.MOBILE_FOREIGN) // e
                : message;
    }

    /** What the Mobile-Home authenticator covers: who asks, for which networks (RFC 5177 §10), and wants to be told what. */
    private List<Extension> extensions(HomeAgents.Candidate agent, Target target, Moment moment) { // a, b
        List<Extension> extensions = new ArrayList<>();
        settings.home().nai().map(NetworkAccessIdentifier::toExtension).ifPresent(extensions::add);
        settings.home().service().map(ServiceSelection::toExtension).ifPresent(extensions::add); // RFC 5446 §3
        extensions.addAll(identities.of(agent.address())); // RFC 3846 §4, §5
        assignment.extension(agent, target).ifPresent(extensions::add);
        udpRequest(target).map(UdpTunnelRequest::toExtension).ifPresent(extensions::add);
        if (!target.isDeregistration()) { // RFC 5177 §5
            extensions.addAll(home.networks().requestTo(agent.address()));
        }
        extensions.addAll(uplinks.extensionsFor(target)); // RFC 7629 §4.1
        Revocations.offer(settings, target, moment).ifPresent(extensions::add);
        return extensions;
    }

    /** Whether a request that is granted ends every other binding: neither S nor several of them, or the home address itself. */
    boolean replacesOthers(Target target) {
        return target.isDeregistration()
                ? home.inRequests().equals(target.careOf())
                : !target.isBesideOthers() && uplinks.replacesOthers(target);
    }

    /** Whether the request has a UDP Tunnel Request: then a reply may say that the tunnel is within UDP. */
    boolean wishesUdp(Target target) {
        return udpRequest(target).isPresent();
    }

    /**
     * With a co-located care-of address alone, and where it is registered through a foreign agent only if that says that it is
     * behind a NAT itself (RFC 3519 §4.4).
     */
    private Optional<UdpTunnelRequest> udpRequest(Target target) {
        NatTraversal nat = settings.tunnel().nat();
        boolean isThroughAgent = target.through().isPresent();
        boolean isPossible = target.isCoLocated()
                && !target.isDeregistration()
                && (!isThroughAgent || offers(target, AgentFlags.UDP_TUNNELING));
        return nat != NatTraversal.OFF && isPossible
                ? Optional.of(new UdpTunnelRequest(nat == NatTraversal.FORCED, isThroughAgent, 0, 0))
                : Optional.empty();
    }

    /**
     * The challenge, and where no key is shared with the foreign agent a Mobile-AAA authenticator behind it (RFC 4721 §3.1):
     * behind the Mobile-Home and before the Mobile-Foreign one. Who has neither key cannot answer, and does not.
     */
    private Octets answerChallenge(Octets message, Target target, boolean isShared) {
        if (!isAbleToAnswer(target)) {
            return message;
        }
        Optional<Octets> challenge = target.through().flatMap(agents.challenges()::use);
        if (challenge.isEmpty()) {
            return message;
        }
        Octets answer =
                message.plus(Extension.of(Extension.CHALLENGE, challenge.get()).encode());
        return isShared
                ? answer
                : settings.roaming()
                        .aaa()
                        .map(verifier -> verifier.sign(answer, AuthenticationExtension.Kind.MOBILE_AAA))
                        .orElse(answer);
    }

    /** Whether a challenge can be answered: with a key of the foreign agent, or one of its verifier. */
    boolean isAbleToAnswer(Target target) {
        return sharedWith(target).isPresent() || settings.roaming().aaa().isPresent();
    }

    /** The association with the foreign agent that is asked, known by its address or one of its care-of addresses. */
    Optional<SecurityAssociation> sharedWith(Target target) {
        return target.through().flatMap(agent -> settings.roaming().keyOf(agent.address(), careOfAddresses(target)));
    }

    private List<Ipv4> careOfAddresses(Target target) {
        return said(target).map(AgentAdvertisement::careOfAddresses).orElse(List.of());
    }

    /** Only with a reverse tunnel (RFC 3024 §3.3). */
    private boolean isEncapsulating(Target target, RequestFlags flags) {
        return settings.roaming().delivery() == DeliveryStyle.ENCAPSULATING
                && flags.reverseTunneling()
                && !target.isCoLocated();
    }

    /**
     * D with a co-located care-of address, never otherwise (§3.6.1.2); T (RFC 3024 §3.2), where the foreign agent has
     * it; M, G and B as configured; S where the bindings from before shall stay ({@link Overlap}). What deregisters everything
     * asks for nothing. A router sets T always (RFC 5177 §5).
     */
    private RequestFlags flags(Target target, Encapsulation encapsulation) {
        if (target.isDeregistration()) {
            return home.networks().isRouter() ? RequestFlags.REVERSE_TUNNELING : RequestFlags.NONE;
        }
        boolean isOurs = target.isCoLocated();
        RequestFlags flags = isOurs ? RequestFlags.DECAPSULATION_BY_MOBILE_NODE : RequestFlags.NONE;
        boolean isOffered = isOurs || offers(target, AgentFlags.REVERSE_TUNNELING);
        if (home.networks().isRouter() || (settings.tunnel().reverse() && isOffered)) { // RFC 5177 §5
            flags = flags.with(RequestFlags.REVERSE_TUNNELING);
        }
        if (settings.tunnel().broadcasts() && !uplinks.isBesideMain(target)) { // one copy of each is enough
            flags = flags.with(RequestFlags.BROADCAST_DATAGRAMS);
        }
        if (target.isBesideOthers()) {
            flags = flags.with(RequestFlags.SIMULTANEOUS_BINDINGS);
        }
        return switch (encapsulation) {
            case GRE -> flags.with(RequestFlags.GRE);
            case MINIMAL -> flags.with(RequestFlags.MINIMAL_ENCAPSULATION);
            case IPIP, UDP -> flags;
        };
    }

    private boolean offers(Target target, AgentFlags flags) {
        return target.through().filter(agent -> agents.says(agent, flags)).isPresent();
    }

    private Optional<AgentAdvertisement> said(Target target) {
        return target.through().flatMap(agents::saidBy);
    }
}
