package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.ASSOCIATION;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.MIDNIGHT;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.sendIn;
import static org.mobileip.homeagent.Village.unsigned;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.RequestFlags;

/** Bindings that end before their time (RFC 3543); messages are octets written by hand from its diagrams. */
class RevocationTest {

    /** Midnight in seconds since 1900. */
    private static final String MIDNIGHT_STAMP = "dc12c500";

    private static final String ASKS = "8906 0000 " + MIDNIGHT_STAMP;
    private static final Ipv4 FOREIGN = Ipv4.parse("10.1.4.1");
    private static final SecurityAssociation SHARED = Village.association(300, "between agents..");
    private static final RequestFlags REVERSE = RequestFlags.NONE.with(RequestFlags.REVERSE_TUNNELING);

    private final HomeAgent agent = Village.agent(Village.settings(
            Village.GRANTS,
            false,
            List.of(new ForeignAgentPeer(FOREIGN, SecurityAssociations.of(SHARED))),
            Village.LAPTOP,
            Village.TABLET));

    private List<Effect> registers(double second, Ipv4 careOf, RequestFlags flags, String extensions) {
        Octets message = unsigned(second, careOf, 60, flags).encode().plus(Octets.ofHex(extensions));
        return agent.handle(at(second), arrives(second, careOf, ASSOCIATION.sign(message, Kind.MOBILE_HOME)));
    }

    private List<Effect> registersThroughForeignAgent(double second, String extension) {
        Octets signed = ASSOCIATION.sign(unsigned(second, FOREIGN, 60, REVERSE).encode(), Kind.MOBILE_HOME);
        Octets relayed = SHARED.sign(signed.plus(Octets.ofHex(extension)), Kind.FOREIGN_HOME);
        return agent.handle(at(second), arrives(second, FOREIGN, relayed));
    }

    private List<Effect> drops(double second) {
        Instant timeOfDay = MIDNIGHT.plusNanos((long) (second * 1e9));
        return agent.handle(at(second), new Event.Drop(timeOfDay, "laptop"));
    }

    private static List<Effect.Send> sends(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Send.class::isInstance)
                .map(Effect.Send.class::cast)
                .toList();
    }

    private static String support(List<Effect> accepted) {
        return replyIn(accepted).extensions().stream()
                .filter(extension -> extension.type() == 137)
                .map(extension -> extension.encode().toString())
                .findFirst()
                .orElse("");
    }

    private static String hex(String octets) {
        return Octets.ofHex(octets).toString();
    }

    private static Octets signedByNode(String message) {
        return ASSOCIATION.sign(Octets.ofHex(message), Kind.MOBILE_HOME);
    }

    private List<Effect> acknowledges(double second, String message) {
        return agent.handle(at(second), arrives(second, CAFE, signedByNode(message)));
    }

    private static DiscardReason discarded(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Discard.class::isInstance)
                .map(each -> ((Effect.Discard) each).why())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void agreesOnItWithANodeThatRegistersByItselfAndAsksForIt() {
        assertThat(support(registers(0, CAFE, CO_LOCATED, ASKS))).isEqualTo(hex("8906 0000" + MIDNIGHT_STAMP));
        assertThat(support(registers(1, CAFE, CO_LOCATED, ""))).isEmpty();
    }

    @Test
    void agreesOnNothingThatTheNodeHasNotSignedOrThatComesByWayOfAnother() {
        Octets signed = ASSOCIATION.sign(unsigned(0, CAFE, 60, CO_LOCATED).encode(), Kind.MOBILE_HOME);
        List<Effect> unsigned = agent.handle(at(0), arrives(0, CAFE, signed.plus(Octets.ofHex(ASKS))));
        assertThat(support(unsigned)).isEmpty();
        Octets behindAnother = ASSOCIATION.sign(
                unsigned(1, TRAIN, 60, CO_LOCATED).encode().plus(Octets.ofHex(ASKS)), Kind.MOBILE_HOME);
        assertThat(support(agent.handle(at(1), arrives(1, CAFE, behindAnother))))
                .as("§4.3.2: D, and not from the care-of address")
                .isEmpty();
    }

    @Test
    void tellsTheNodeAtOnceAndEndsTheBinding() {
        registers(0, CAFE, CO_LOCATED, ASKS);
        List<Effect> effects = drops(5);
        assertThat(effects)
                .contains(
                        Village.forward(HOME, List.of()),
                        new Effect.Release(HOME, false),
                        new Effect.Revoked("laptop", HOME, CAFE, true));
        assertThat(agent.bindings()).isEmpty();
        Effect.Send sent = sendIn(effects);
        assertThat(sent.source()).isEqualTo(AGENT);
        assertThat(sent.to()).isEqualTo(new Endpoint(CAFE, 434));
        assertThat(sent.octets()).isEqualTo(signedByNode("07 00 c000 0a01010a 0a010114 0a01020f dc12c505"));
    }

    @Test
    void tellsNobodyWhoHasNotAsked() {
        registers(0, CAFE, CO_LOCATED, "");
        List<Effect> effects = drops(5);
        assertThat(sends(effects)).isEmpty();
        assertThat(effects).contains(new Effect.Revoked("laptop", HOME, CAFE, false));
        assertThat(agent.nextDeadline()).isEqualTo(Tick.NEVER);
        assertThat(drops(6)).as("nothing is left to drop").isEmpty();
    }

    @Test
    void sendsNoTwoMessagesAboutABindingWithinASecond() {
        registers(0.4, CAFE, CO_LOCATED, ASKS);
        assertThat(sends(drops(0.9))).as("half a second after the reply").isEmpty();
        assertThat(agent.nextDeadline()).isEqualTo(at(1.4));
        List<Effect> sent = agent.handle(at(1.4), new Event.DeadlineCame());
        assertThat(sendIn(sent).octets()).isEqualTo(signedByNode("07 00 c000 0a01010a 0a010114 0a01020f dc12c501"));
    }

    @Test
    void repeatsItEverMoreRarelyWithNewTimestampsAndNotBeyondTheLifeOfTheBinding() {
        registers(0, CAFE, CO_LOCATED, ASKS);
        drops(5);
        List<Double> times = new ArrayList<>();
        while (!agent.nextDeadline().equals(Tick.NEVER)) {
            Tick next = agent.nextDeadline();
            List<Effect.Send> sent = sends(agent.handle(next, new Event.DeadlineCame()));
            if (!sent.isEmpty()) {
                times.add(next.nanos() / 1e9);
                int stamp = 0xdc12c500 + (int) (next.nanos() / 1_000_000_000L);
                assertThat(sent.get(0).octets().i32(16)).isEqualTo(stamp);
            }
        }
        assertThat(times).as("the binding would have ended after 60 s").containsExactly(6.0, 8.0, 12.0, 20.0, 36.0);
    }

    @Test
    void isSatisfiedByAnAcknowledgementOfTheLastMessage() {
        registers(0, CAFE, CO_LOCATED, ASKS);
        drops(5);
        assertThat(acknowledges(5.1, "0f 00 0000 0a01010a dc12c505")).isEmpty();
        assertThat(agent.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @ParameterizedTest
    @CsvSource({
        "another identifier,   0f 00 0000 0a01010a dc12c504",
        "another home address, 0f 00 0000 0a01010b dc12c505"
    })
    void isNotSatisfiedByAnAcknowledgementOf(String what, String message) {
        registers(0, CAFE, CO_LOCATED, ASKS);
        drops(5);
        assertThat(discarded(acknowledges(5.1, message))).as(what).isEqualTo(DiscardReason.UNKNOWN_REVOCATION);
        assertThat(agent.nextDeadline()).isEqualTo(at(6));
    }

    @Test
    void isNotSatisfiedByAnAcknowledgementThatIsNotSigned() {
        registers(0, CAFE, CO_LOCATED, ASKS);
        drops(5);
        Octets unsigned = Octets.ofHex("0f 00 0000 0a01010a dc12c505");
        assertThat(discarded(agent.handle(at(5.1), arrives(5.1, CAFE, unsigned))))
                .isEqualTo(DiscardReason.UNKNOWN_REVOCATION);
        Octets forged = SHARED.sign(unsigned, Kind.MOBILE_HOME);
        assertThat(discarded(agent.handle(at(5.2), arrives(5.2, CAFE, forged))))
                .isEqualTo(DiscardReason.UNKNOWN_REVOCATION);
        assertThat(agent.nextDeadline()).isEqualTo(at(6));
    }

    @Test
    void saysNoMoreOnceTheNodeIsBoundThereAgain() {
        registers(0, CAFE, CO_LOCATED, ASKS);
        drops(5);
        registers(5.5, CAFE, CO_LOCATED, "");
        assertThat(sends(agent.handle(at(6), new Event.DeadlineCame()))).isEmpty();
        assertThat(agent.bindings()).hasSize(1);
    }

    @Test
    void aDroppedNodeMayRegisterAgainButNotWithAnOldRequest() {
        registers(0, CAFE, CO_LOCATED, ASKS);
        drops(5);
        assertThat(replyIn(registers(0, CAFE, CO_LOCATED, ASKS)).code().value()).isEqualTo(133);
        assertThat(replyIn(registers(7, CAFE, CO_LOCATED, ASKS)).code().value()).isZero();
    }

    /** §4.2.1, §3.2: between the node's authenticator and its own stands what the foreign agent says. */
    @Test
    void agreesWithTheForeignAgentAndTellsItThatTheNodeIsToKnow() {
        List<Effect> accepted = registersThroughForeignAgent(0, "8906 8000 00000007");
        assertThat(replyIn(accepted).extensions())
                .extracting(each -> each.type())
                .containsExactly(32, 137, 34);
        assertThat(support(accepted)).isEqualTo(hex("8906 8000" + MIDNIGHT_STAMP));
        Effect.Send sent = sendIn(drops(5));
        assertThat(sent.to()).isEqualTo(new Endpoint(FOREIGN, 434));
        assertThat(sent.octets())
                .isEqualTo(
                        SHARED.sign(Octets.ofHex("07 00 c000 0a01010a 0a010114 0a010401 dc12c505"), Kind.FOREIGN_HOME));
    }

    @Test
    void setsNoInformBitThatTheForeignAgentHasNotOffered() {
        assertThat(support(registersThroughForeignAgent(0, "8906 0000 00000007")))
                .isEqualTo(hex("8906 0000" + MIDNIGHT_STAMP));
        assertThat(sendIn(drops(5)).octets().u16(2)).isEqualTo(0x8000);
    }

    private List<Effect> foreignAgentRevokes(double second, String message) {
        Octets octets = SHARED.sign(Octets.ofHex(message), Kind.FOREIGN_HOME);
        return agent.handle(at(second), arrives(second, FOREIGN, octets));
    }

    @Test
    void endsWhatTheForeignAgentRevokesAndAcknowledgesItAgainWhenThatGotLost() {
        registersThroughForeignAgent(0, "8906 8000 00000007");
        List<Effect> effects = foreignAgentRevokes(5, "07 00 4000 0a01010a 0a010114 0a010401 00000009");
        assertThat(agent.bindings()).isEmpty();
        assertThat(effects).contains(Village.forward(HOME, List.of()), new Effect.Release(HOME, false));
        Effect.Send sent = sendIn(effects);
        assertThat(sent.to()).isEqualTo(new Endpoint(FOREIGN, 434));
        assertThat(sent.octets())
                .isEqualTo(SHARED.sign(Octets.ofHex("0f 00 8000 0a01010a 00000009"), Kind.FOREIGN_HOME));
        List<Effect> again = foreignAgentRevokes(7, "07 00 4000 0a01010a 0a010114 0a010401 0000000b");
        assertThat(sendIn(again).octets().i32(8)).isEqualTo(0xb);
        assertThat(again).noneMatch(Effect.Forward.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource({
        "A set: a reflection,            07 00 c000 0a01010a 0a010114 0a010401 00000009",
        "not later than the request,     07 00 4000 0a01010a 0a010114 0a010401 00000007",
        "earlier,                        07 00 4000 0a01010a 0a010114 0a010401 fffffff0",
        "no home domain (A.2),           07 00 4000 0a01010a 00000000 0a010401 00000009",
        "another home domain,            07 00 4000 0a01010a 0a010115 0a010401 00000009",
        "another node,                   07 00 4000 0a01010b 0a010114 0a010401 00000009",
        "another care-of address,        07 00 4000 0a01010a 0a010114 0a01020f 00000009"
    })
    void discardsWhatIsNotTheRevocationOfABinding(String what, String message) {
        registersThroughForeignAgent(0, "8906 8000 00000007");
        assertThat(discarded(foreignAgentRevokes(5, message))).as(what).isEqualTo(DiscardReason.UNKNOWN_REVOCATION);
        assertThat(agent.bindings()).hasSize(1);
    }

    @Test
    void discardsARevocationThatIsNotSignedByTheForeignAgentOrWasNotAgreedOn() {
        registersThroughForeignAgent(0, "8906 8000 00000007");
        Octets revocation = Octets.ofHex("07 00 4000 0a01010a 0a010114 0a010401 00000009");
        assertThat(discarded(agent.handle(at(5), arrives(5, FOREIGN, revocation))))
                .isEqualTo(DiscardReason.UNKNOWN_REVOCATION);
        assertThat(discarded(agent.handle(at(5), arrives(5, FOREIGN, ASSOCIATION.sign(revocation, Kind.FOREIGN_HOME)))))
                .isEqualTo(DiscardReason.UNKNOWN_REVOCATION);
        registersThroughForeignAgent(6, "");
        assertThat(discarded(foreignAgentRevokes(8, "07 00 4000 0a01010a 0a010114 0a010401 00000009")))
                .isEqualTo(DiscardReason.UNKNOWN_REVOCATION);
        assertThat(agent.bindings()).hasSize(1);
    }

    @Test
    void saysOnceThatItAgreesAndKnowsOfEachBindingWhetherItCanBeRevoked() {
        List<Effect> accepted = registers(0, CAFE, CO_LOCATED, ASKS);
        assertThat(replyIn(accepted).extensions())
                .extracting(each -> each.type())
                .containsExactly(137, 32);
        assertThat(agent.bindings()).extracting(Binding::isRevocable).containsExactly(true);
        registers(1, CAFE, CO_LOCATED, "");
        assertThat(agent.bindings()).extracting(Binding::isRevocable).containsExactly(false);
    }

    /** §4.2.1: what the node has put into a request that it sends through a foreign agent is not that agent's. */
    @Test
    void takesNoExtensionOfTheNodeOrBehindItsSignatureForTheForeignAgents() {
        Octets asked = unsigned(0, FOREIGN, 60, REVERSE).encode().plus(Octets.ofHex(ASKS));
        Octets relayed = SHARED.sign(ASSOCIATION.sign(asked, Kind.MOBILE_HOME), Kind.FOREIGN_HOME);
        assertThat(support(agent.handle(at(0), arrives(0, FOREIGN, relayed)))).isEmpty();
        Octets signed = ASSOCIATION.sign(unsigned(1, FOREIGN, 60, REVERSE).encode(), Kind.MOBILE_HOME);
        Octets behind = SHARED.sign(signed, Kind.FOREIGN_HOME).plus(Octets.ofHex(ASKS));
        assertThat(support(agent.handle(at(1), arrives(1, FOREIGN, behind)))).isEmpty();
    }

    /** §3.4 has the destination port 434 whichever port the request was sent from. */
    @Test
    void sendsItToPort434OfANodeThatRegisteredFromAnotherPort() {
        Octets message = unsigned(0, CAFE, 60, CO_LOCATED).encode().plus(Octets.ofHex(ASKS));
        Octets signed = ASSOCIATION.sign(message, Kind.MOBILE_HOME);
        agent.handle(
                at(0), Village.arrives(0, new Endpoint(CAFE, 40_434), new Endpoint(Village.AGENT, 434), 3, signed));
        assertThat(sendIn(drops(5)).to()).isEqualTo(new Endpoint(CAFE, 434));
    }

    @Test
    void knowsNothingOfARevokedBindingThatWouldBeOver() {
        registersThroughForeignAgent(0, "8906 8000 00000007");
        foreignAgentRevokes(5, "07 00 4000 0a01010a 0a010114 0a010401 00000009");
        agent.handle(at(60), new Event.DeadlineCame());
        assertThat(discarded(foreignAgentRevokes(61, "07 00 4000 0a01010a 0a010114 0a010401 0000000b")))
                .isEqualTo(DiscardReason.UNKNOWN_REVOCATION);
    }

    @Test
    void sendsNineMessagesInFourMinutesAndNoMoreHoweverLongTheBindingWouldLast() {
        Octets message = unsigned(0, CAFE, 600, CO_LOCATED).encode().plus(Octets.ofHex(ASKS));
        agent.handle(at(0), arrives(0, CAFE, ASSOCIATION.sign(message, Kind.MOBILE_HOME)));
        int sent = sends(drops(5)).size();
        while (!agent.nextDeadline().equals(Tick.NEVER)) {
            sent += sends(agent.handle(agent.nextDeadline(), new Event.DeadlineCame()))
                    .size();
        }
        assertThat(sent).isEqualTo(9);
    }
}
