package org.mobileip.scenarios.foreignagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.scenarios.foreignagent.Inn.MOBILE_FOREIGN;
import static org.mobileip.scenarios.foreignagent.Inn.OFFER;
import static org.mobileip.scenarios.foreignagent.Inn.OTHER;
import static org.mobileip.scenarios.foreignagent.Inn.all;
import static org.mobileip.scenarios.foreignagent.Inn.answer;
import static org.mobileip.scenarios.foreignagent.Inn.arrives;
import static org.mobileip.scenarios.foreignagent.Inn.at;
import static org.mobileip.scenarios.foreignagent.Inn.codeOf;
import static org.mobileip.scenarios.foreignagent.Inn.only;
import static org.mobileip.scenarios.foreignagent.Inn.replied;
import static org.mobileip.scenarios.foreignagent.Inn.reply;
import static org.mobileip.scenarios.foreignagent.Inn.request;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Octets;
import org.mobileip.wire.AgentAdvertisement;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.RequestFlags;

/** Challenges and their answers at the foreign agent (RFC 4721 §2, §3.2, §3.3). */
class ChallengesTest {

    private static final RequestFlags T = RequestFlags.REVERSE_TUNNELING;
    private static final SecurityAssociation MOBILE_AAA = Inn.association(700, "an AAA server's!");

    private final ForeignAgent agent = Inn.agent(Inn.advertising(true, OFFER));

    @Test
    void advertisesANewChallengeEachTimeButTheLastOneToWhoeverSolicits() throws Exception {
        Octets first = advertised(0);
        agent.handle(at(0.1), new Event.Solicited());
        Octets second = advertised(1.2);
        Octets third = advertised(2.4);
        assertThat(List.of(first, second, third)).doesNotHaveDuplicates().allMatch(octets -> octets.size() >= 4);
        List<Effect> solicited = agent.handle(at(2.5), new Event.Solicited());
        assertThat(challengeIn(only(Effect.Advertise.class, solicited))).isEqualTo(third);
    }

    @Test
    void wantsAnAnswerToAChallengeAndOffersTheNextInEveryReply() throws Exception {
        advertised(0);
        List<Effect> missing = agent.handle(at(0.1), arrives(0.1, request(0.1, 60, T)));
        assertThat(codeOf(missing)).isEqualTo(105);
        Octets offered = challengeIn(missing);
        List<Effect> relayed = agent.handle(at(1.2), arrives(1.2, answering(1.2, offered)));
        // The answer and what proves it go to the home agent, as they must (§3.2).
        assertThat(only(Effect.Relay.class, relayed).octets()).isEqualTo(answering(1.2, offered));
        List<Effect> accepted = agent.handle(at(1.3), replied(1.3, reply(1.2, 0, 60)));
        Octets next = challengeIn(accepted);
        assertThat(next).isNotEqualTo(offered);
        assertThat(codeOf(agent.handle(at(3), arrives(3, answering(3, offered)))))
                .as("stale")
                .isEqualTo(106);
        assertThat(agent.handle(at(5), arrives(5, answering(5, next)))).anyMatch(Effect.Relay.class::isInstance);
    }

    @Test
    void takesTheLastTwoThatItAdvertisedAndNoOlderOne() throws Exception {
        Octets first = advertised(0);
        Octets second = advertised(1.2);
        Octets third = advertised(2.4);
        assertThat(codeOf(agent.handle(at(2.5), arrives(2.5, answering(2.5, first)))))
                .as("unknown")
                .isEqualTo(104);
        assertThat(agent.handle(at(2.6), arrives(2.6, answering(2.6, third)))).anyMatch(Effect.Relay.class::isInstance);
        agent.handle(at(2.7), replied(2.7, reply(2.6, 0, 60)));
        assertThat(codeOf(agent.handle(at(4), arrives(4, answering(4, second)))))
                .as("advertised before the one that was used last (§4)")
                .isEqualTo(106);
    }

    @Test
    void relaysARetransmissionWithTheSameAnswerWhileTheFirstIsPending() throws Exception {
        Octets challenge = advertised(0);
        assertThat(agent.handle(at(0.1), arrives(0.1, answering(0.1, challenge))))
                .hasOnlyElementsOfType(Effect.Relay.class);
        assertThat(agent.handle(at(1), arrives(1, answering(1, challenge))))
                .hasAtLeastOneElementOfType(Effect.Relay.class);
        List<Effect> other =
                agent.handle(at(1.1), arrives(1.1, MOBILE_AAA.sign(challenged(1.1, 30, challenge), Kind.MOBILE_AAA)));
        assertThat(codeOf(other)).as("another lifetime: no retransmission").isEqualTo(106);
    }

    @Test
    void takesACapturedAnswerFromNobody() throws Exception {
        Octets challenge = advertised(0);
        Octets captured = answering(0.1, challenge);
        agent.handle(at(0.1), arrives(0.1, captured));
        agent.handle(at(0.2), replied(0.2, reply(0.1, 0, 60)));
        assertThat(codeOf(agent.handle(at(0.3), arrives(0.3, OTHER, 255, Inn.HOME, Inn.INN, captured))))
                .isEqualTo(106);
    }

    /** §3.2: silently. */
    @Test
    void discardsAnAnswerThatNothingProves() throws Exception {
        Octets challenge = advertised(0);
        List<Effect> effects = agent.handle(at(0.1), arrives(0.1, challenged(0.1, 60, challenge)));
        assertThat(only(Effect.Discard.class, effects).why()).isEqualTo(DiscardReason.UNPROVEN_CHALLENGE);
    }

    @Test
    void needsNoAnswerFromANodeThatSignsForIt() {
        ForeignAgent known = Inn.agent(Inn.settings(OFFER, Inn.withLaptop(), true));
        Octets signed = MOBILE_FOREIGN.sign(request(0, 60, T), Kind.MOBILE_FOREIGN);
        assertThat(known.handle(at(0), arrives(0, signed))).hasOnlyElementsOfType(Effect.Relay.class);
        // The challenge in the reply stands before our authenticator (§3.3).
        List<Effect> replied = known.handle(at(0), replied(0, reply(0, 0, 60)));
        assertThat(answer(replied).extensions()).extracting(Extension::type).containsExactly(32, 132, 33);
        // An answer that only we can check is not for the home agent.
        Octets answered = MOBILE_FOREIGN.sign(challenged(1, 60, challengeIn(replied)), Kind.MOBILE_FOREIGN);
        assertThat(only(Effect.Relay.class, known.handle(at(1), arrives(1, answered)))
                        .octets())
                .isEqualTo(request(1, 60, T));
    }

    /** §3.3: code 109 in extension 45, whatever the home agent's code is. */
    @Test
    void doesNotHonourAnotherChallengeFromTheHomeAgent() throws Exception {
        Octets challenge = advertised(0);
        agent.handle(at(0), arrives(0, answering(0, challenge)));
        Octets reply = reply(0, 0, 60);
        List<Effect> effects = agent.handle(at(0), replied(0, reply.plus(Octets.ofHex("84 04 deadbeef"))));
        assertThat(only(Effect.Answer.class, effects).octets().slice(reply.size(), reply.size() + 4))
                .isEqualTo(Octets.ofHex("2d 02 00 6d"));
        assertThat(all(Effect.Serve.class, effects)).isEmpty();
    }

    /** The challenge of the advertisement that is due by then. */
    private Octets advertised(double second) throws Exception {
        return challengeIn(only(Effect.Advertise.class, agent.handle(at(second), new Event.DeadlineCame())));
    }

    private static Octets challengeIn(Effect.Advertise advertise) throws Exception {
        return AgentAdvertisement.decode(advertise.message()).challenge().orElseThrow();
    }

    private static Octets challengeIn(List<Effect> effects) {
        return answer(effects).extensions().stream()
                .filter(extension -> extension.type() == Extension.CHALLENGE)
                .map(Extension::data)
                .findFirst()
                .orElseThrow();
    }

    private static Octets challenged(double second, int lifetime, Octets challenge) {
        return request(second, lifetime, T)
                .plus(Extension.of(Extension.CHALLENGE, challenge).encode());
    }

    private static Octets answering(double second, Octets challenge) {
        return MOBILE_AAA.sign(challenged(second, 60, challenge), Kind.MOBILE_AAA);
    }
}
