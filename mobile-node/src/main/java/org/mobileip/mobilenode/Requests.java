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
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.RegistrationReply;

/**
 * Writes requests and matches replies with them. To each agent one request waits, the one sent last: a reply to an earlier
 * one is discarded, as RFC 5944 §3.6.2.1 wants it.
 */
final class Requests {

    /** To a foreign agent, which can tell by it that the node is no hop away (RFC 3024 §4.1.1); it does no harm else. */
    private static final int TIME_TO_LIVE = 255;

    /** What became of a datagram. */
    sealed interface Reception {
        record Discarded(Effect.Reason why) implements Reception {}

        /** An authentic reply, to {@code asked}. */
        record Heard(Pending asked, RegistrationReply reply) implements Reception {}
    }

    private final Identifications identifications;
    private final Identities identities;
    private final RegistrationReplies replies;
    private final RequestWriter writer;
    private final AgentList agents;
    private final Map<Ipv4, Pending> pending = new HashMap<>();

    Requests(
            CurrentSettings settings,
            HomeAddress home,
            AgentAssignment assignment,
            AgentList agents,
            UplinkList uplinks,
            Memory memory) {
        identities = new Identities();
        identifications = new Identifications(settings.replay(), memory);
        this.agents = agents;
        writer = new RequestWriter(settings, home, assignment, identities, agents, uplinks);
        replies = new RegistrationReplies(settings, home, writer);
    }

    private Requests(Requests others) {
        identifications = others.identifications;
        identities = others.identities;
        replies = others.replies;
        writer = others.writer;
        agents = others.agents;
    }

    /** To ask for other things beside: what waits for replies there does not here. */
    Requests beside() {
        return new Requests(this);
    }

    /** Asks anew. */
    List<Effect> send(Tick now, Moment moment, HomeAgents.Candidate agent, Target target, Encapsulation encapsulation) {
        Identification identification = identifications.next(agent.address(), moment);
        Encapsulation possible = writer.encapsulation(target, encapsulation);
        Octets signed = writer.write(agent, target, possible, identification, moment);
        Pending asked = new Pending(
                agent.address(),
                target,
                possible,
                writer.wishesUdp(target),
                writer.lifetime(target),
                identification,
                now,
                false,
                signed);
        pending.put(agent.address(), asked);
        return List.of(new Effect.Remember(identifications.memory()), transmission(asked));
    }

    /** Whether a request leaves the home agent the choice to tunnel within UDP. */
    boolean wishesUdp(Target target) {
        return writer.wishesUdp(target);
    }

    /** Whether a request that is granted ends every other binding. */
    boolean replacesOthers(Target target) {
        return writer.replacesOthers(target);
    }

    /** Whether the foreign agent has to give a new challenge before a request that answers it (RFC 4721 §3.3, §3.5). */
    boolean isChallengeMissing(Target target) {
        return writer.isAbleToAnswer(target)
                && target.through().filter(agents.challenges()::isMissing).isPresent();
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

    private Effect transmission(Pending asked) {
        Target target = asked.target();
        Endpoint to = new Endpoint(asked.destination(), ControlMessage.PORT);
        return asked.linkLayer()
                .<Effect>map(mac -> new Effect.SendThroughAgent(
                        target.linkIndex(), mac, target.from(), to, TIME_TO_LIVE, asked.octets()))
                .orElseGet(() -> new Effect.SendRequest(target.linkIndex(), target.from(), to, asked.octets()));
    }

    /** The checks of §3.6.2.1; what passes them was said by the home agent, and answers the request. */
    Reception receive(Moment moment, Datagram datagram) {
        RegistrationReplies.Judgement judged = replies.judge(datagram.payload(), pending.values());
        if (judged instanceof RegistrationReplies.Judgement.Fault fault) {
            return new Reception.Discarded(fault.why());
        } else if (judged instanceof RegistrationReplies.Judgement.Good good) {
            Pending asked = good.asked();
            RegistrationReply reply = good.reply();
            pending.remove(asked.homeAgent());
            asked.target().through().ifPresent(agent -> learnChallenge(agent, reply));
            if (reply.code().isFromForeignAgent()) { // the home agent has said nothing
                return new Reception.Heard(asked, reply);
            }
            learn(asked.homeAgent(), asked, reply, moment);
            learnIdentities(asked, reply);
            if (reply.homeAgent().isUnicast() && !reply.homeAgent().equals(asked.homeAgent())) {
                learn(reply.homeAgent(), asked, reply, moment);
            }
            return new Reception.Heard(asked, reply);
        }
        throw new AssertionError("unknown judgement: " + judged);
    }

    private void learnChallenge(ForeignAgent agent, RegistrationReply reply) {
        AgentChallenges challenges = agents.challenges();
        challenges.answered(agent);
        if (Remedy.of(reply.code()) == Remedy.ANSWER_CHALLENGE) {
            challenges.refused(agent);
        }
        reply.extensions().stream()
                .filter(extension -> extension.type() == Extension.CHALLENGE)
                .forEach(extension -> challenges.heard(agent, extension.data()));
    }

    private void learnIdentities(Pending asked, RegistrationReply reply) {
        if (asked.target().isDeregistration() && reply.code().isAccepted()) {
            identities.forget(asked.homeAgent());
        } else {
            identities.heard(asked.homeAgent(), Revocations.covered(reply));
        }
    }

    private void learn(Ipv4 agent, Pending asked, RegistrationReply reply, Moment moment) {
        identifications.heard(agent, reply.code(), asked.identification(), reply.identification(), moment);
    }

    /** What the home agent is told, and tells, the time by. */
    Identifications identifications() {
        return identifications;
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
        pending.remove(asked.homeAgent(), asked);
    }
}
