package org.mobileip.mobilenode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.net.Datagram;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.RequestFlags;

/**
 * Writes requests and matches replies with them. To each agent one request waits, the one sent last: a reply to an earlier
 * one is discarded, as RFC 5944 §3.6.2.1 wants it.
 */
final class Requests {

    /** What became of a datagram. */
    sealed interface Reception {
        record Discarded(Effect.Reason why) implements Reception {}

        /** An authentic reply, to {@code asked}. */
        record Heard(Pending asked, RegistrationReply reply) implements Reception {}
    }

    private final Settings settings;
    private final HomeAddress home;
    private final Identifications identifications;
    private final RegistrationReplies replies;
    private final Map<Ipv4, Pending> pending = new HashMap<>();

    Requests(Settings settings, HomeAddress home, Memory memory) {
        this.settings = settings;
        this.home = home;
        identifications = new Identifications(settings.replay(), memory);
        replies = new RegistrationReplies(settings, home);
    }

    /** Asks anew. */
    List<Effect> send(Tick now, Moment moment, HomeAgents.Candidate agent, Target target, Encapsulation encapsulation) {
        Identification identification = identifications.next(agent.address(), moment);
        RegistrationRequest request = new RegistrationRequest(
                flags(target, encapsulation),
                target.lifetime(),
                home.inRequests(),
                agent.address(),
                target.careOf(),
                identification,
                extensions());
        Octets signed = settings.security().sign(request.encode(), AuthenticationExtension.Kind.MOBILE_HOME);
        Pending asked = new Pending(
                Optional.empty(), agent.address(), target, encapsulation, identification, now, false, signed);
        pending.put(agent.address(), asked);
        return List.of(new Effect.Remember(identifications.memory()), transmission(asked));
    }

    /** Asks again what has not been answered: with nonces octet for octet the same, with timestamps anew (§3.6.3). */
    List<Effect> sendAgain(
            Tick now, Moment moment, HomeAgents.Candidate agent, Target target, Encapsulation encapsulation) {
        Optional<Pending> unanswered =
                of(agent.address()).filter(asked -> asked.target().equals(target));
        if (unanswered.isEmpty() || identifications.renewsRetransmissions()) {
            return send(now, moment, agent, target, encapsulation);
        }
        Pending repeated = unanswered.get().repeated();
        pending.put(agent.address(), repeated);
        return List.of(transmission(repeated));
    }

    private static Effect transmission(Pending asked) {
        Target target = asked.target();
        Endpoint to = new Endpoint(asked.destination(), ControlMessage.PORT);
        return new Effect.SendRequest(target.linkIndex(), target.from(), to, asked.octets());
    }

    /**
     * D with a co-located care-of address, never otherwise (§3.6.1.2); T (RFC 3024 §3.2), M, G and B as configured. What
     * deregisters everything asks for nothing.
     */
    private RequestFlags flags(Target target, Encapsulation encapsulation) {
        if (target.isDeregistration()) {
            return RequestFlags.NONE;
        }
        RequestFlags flags = RequestFlags.DECAPSULATION_BY_MOBILE_NODE;
        flags = settings.tunnel().reverse() ? flags.with(RequestFlags.REVERSE_TUNNELING) : flags;
        flags = settings.tunnel().broadcasts() ? flags.with(RequestFlags.BROADCAST_DATAGRAMS) : flags;
        return switch (encapsulation) {
            case GRE -> flags.with(RequestFlags.GRE);
            case MINIMAL -> flags.with(RequestFlags.MINIMAL_ENCAPSULATION);
            case IPIP, UDP -> flags;
        };
    }

    /** What the home agent uses stands before its authenticator (§3.6.1.3 b, c; RFC 2794 §2). */
    private List<Extension> extensions() {
        return settings.home().nai().map(NetworkAccessIdentifier::toExtension).stream()
                .toList();
    }

    /** The checks of §3.6.2.1; what passes them was said by the home agent, and answers the request. */
    Reception receive(Moment moment, Datagram datagram) {
        RegistrationReplies.Judgement judged = replies.judge(datagram.payload(), pending.values());
        if (judged instanceof RegistrationReplies.Judgement.Fault fault) {
            return new Reception.Discarded(fault.why());
        } else if (judged instanceof RegistrationReplies.Judgement.Good good) {
            Pending asked = good.asked();
            RegistrationReply reply = good.reply();
            pending.remove(asked.destination());
            learn(asked.destination(), asked, reply, moment);
            if (reply.homeAgent().isUnicast() && !reply.homeAgent().equals(asked.destination())) {
                learn(reply.homeAgent(), asked, reply, moment);
            }
            return new Reception.Heard(asked, reply);
        }
        throw new AssertionError("unknown judgement: " + judged);
    }

    private void learn(Ipv4 agent, Pending asked, RegistrationReply reply, Moment moment) {
        identifications.heard(agent, reply.code(), asked.identification(), reply.identification(), moment);
    }

    /** To be kept over a restart. */
    Effect remember() {
        return new Effect.Remember(identifications.memory());
    }

    /** The request that waits for a reply of that agent. */
    Optional<Pending> of(Ipv4 agent) {
        return Optional.ofNullable(pending.get(agent));
    }

    /** All that wait, whoever was asked. */
    List<Pending> all() {
        return List.copyOf(pending.values());
    }

    /** No reply to this one is waited for any more. */
    void forget(Pending asked) {
        pending.remove(asked.destination(), asked);
    }
}
