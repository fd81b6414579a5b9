package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.ASSOCIATION;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.GRANTS;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.LAPTOP;
import static org.mobileip.homeagent.Village.MIDNIGHT;
import static org.mobileip.homeagent.Village.TABLET;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.changes;
import static org.mobileip.homeagent.Village.forward;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.unsigned;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.homeagent.HomeAgentSettings.Grants;
import org.mobileip.net.FlowSelector;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.Steering;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;

/** Several bindings at once, each for its own flows (RFC 7629 §4, §5.2); extensions are octets by hand from their diagrams. */
class FlowBindingsTest {

    private static final Ipv4 LAKE = Ipv4.parse("10.1.4.15");
    private static final String FIRST = "9a01 0004 03 01 01 00";
    private static final String SECOND = "9a01 0004 04 02 02 00";
    private static final String THIRD = "9a01 0004 04 03 03 00";
    private static final String BULK = "9a01 0004 03 01 01 80";
    private static final String SECOND_ALONE = "9a01 0004 04 02 02 40";
    private static final String UDP_BY_SECOND = "9a02 000a 01 02 0201 01 00080000 11";
    private static final String TCP_BY_FIRST = "9a02 0009 01 01 01 01 00080000 06";
    private static final String NO_ICMP = "9a02 0009 00 01 ff 01 00080000 01";
    private static final FlowSelector UDP = FlowSelector.ANY.ofProtocol(17);
    private static final FlowSelector TCP = FlowSelector.ANY.ofProtocol(6);
    private static final FlowSelector ICMP = FlowSelector.ANY.ofProtocol(1);

    private final HomeAgent agent = agentOf(LAPTOP.withMultipath());

    private static HomeAgent agentOf(AuthorizedNode laptop) {
        return Village.agent(Village.settings(Village.GRANTS, false, List.of(), laptop, TABLET));
    }

    private List<Effect> registers(double second, Ipv4 careOf, int lifetime, String extensions) {
        return registers(agent, second, careOf, lifetime, CO_LOCATED, extensions);
    }

    private static List<Effect> registers(
            HomeAgent agent, double second, Ipv4 careOf, int lifetime, RequestFlags flags, String extensions) {
        Octets message = unsigned(second, careOf, lifetime, flags).encode().plus(Octets.ofHex(extensions));
        return agent.handle(at(second), arrives(second, careOf, ASSOCIATION.sign(message, Kind.MOBILE_HOME)));
    }

    private static int code(List<Effect> effects) {
        return replyIn(effects).code().value();
    }

    private static Steering.Rule by(FlowSelector flow, int way) {
        return new Steering.Rule(flow, OptionalInt.of(way));
    }

    /** What was said of flows, before it was said where the node is. */
    private static Steering steering(List<Effect> effects) {
        List<Effect> both = effects.stream()
                .filter(effect -> effect instanceof Effect.Steer || effect instanceof Effect.Forward)
                .toList();
        assertThat(both).hasSize(2);
        assertThat(both.get(1)).isInstanceOf(Effect.Forward.class);
        return ((Effect.Steer) both.get(0)).how().orElseThrow();
    }

    private List<Effect> bothWithFlows() {
        assertThat(code(registers(0, CAFE, 60, FIRST))).isZero();
        List<Effect> effects = registers(1, TRAIN, 60, SECOND + UDP_BY_SECOND + TCP_BY_FIRST);
        assertThat(code(effects)).isZero();
        return effects;
    }

    @Test
    void keepsTheBindingsBeforeWithoutTheSBitAndSendsEachFlowByItsOwn() {
        List<Effect> effects = bothWithFlows();
        assertThat(effects).contains(forward(HOME, List.of(CAFE, TRAIN)));
        assertThat(steering(effects)).isEqualTo(new Steering(List.of(by(UDP, 1), by(TCP, 0)), 0));
        assertThat(agent.bindings()).extracting(Binding::id).containsExactly(OptionalInt.of(1), OptionalInt.of(2));
    }

    @Test
    void sendsWhatIsNoFlowByTheLowestIdentifierWhicheverCameFirst() {
        registers(0, TRAIN, 60, SECOND);
        assertThat(steering(registers(1, CAFE, 60, FIRST))).isEqualTo(new Steering(List.of(), 1));
    }

    /** §5.2: the same binding with another care-of address is none more, so that no limit stands before it. */
    @Test
    void letsABindingMoveThoughTheNodeHasAsManyAsItMay() {
        Grants two = new Grants(GRANTS.maximumLifetime(), GRANTS.reverseTunneling(), Set.of(), true, 2, 2, List.of());
        HomeAgent narrow = Village.agent(Village.settings(two, false, List.of(), LAPTOP.withMultipath(), TABLET));
        registers(narrow, 0, CAFE, 60, CO_LOCATED, FIRST);
        registers(narrow, 1, TRAIN, 60, CO_LOCATED, SECOND);
        assertThat(code(registers(narrow, 2, LAKE, 60, CO_LOCATED, SECOND))).isZero();
        assertThat(narrow.bindings()).extracting(Binding::careOf).containsExactly(CAFE, LAKE);
        assertThat(code(registers(narrow, 3, TRAIN, 60, CO_LOCATED, THIRD))).isEqualTo(135);
    }

    @Test
    void dropsAFlowThatTheNodeWantsDropped() {
        Steering steering = steering(registers(0, CAFE, 60, FIRST + NO_ICMP));
        assertThat(steering).isEqualTo(new Steering(List.of(new Steering.Rule(ICMP, OptionalInt.empty())), 0));
    }

    @Test
    void sendsAFlowByTheNextOfItsBindingsWhenTheFirstIsDeregistered() {
        bothWithFlows();
        List<Effect> effects = registers(2, TRAIN, 0, SECOND);
        assertThat(code(effects)).isZero();
        assertThat(effects).contains(forward(HOME, List.of(CAFE)));
        assertThat(steering(effects)).isEqualTo(new Steering(List.of(by(UDP, 0), by(TCP, 0)), 0));
    }

    @Test
    void forgetsAFlowWhoseBindingsAreAllGoneUntilOneComesBack() {
        bothWithFlows();
        assertThat(steering(registers(2, CAFE, 0, FIRST))).isEqualTo(new Steering(List.of(by(UDP, 0)), 0));
        assertThat(steering(registers(3, CAFE, 60, FIRST))).isEqualTo(new Steering(List.of(by(UDP, 0), by(TCP, 1)), 1));
    }

    @Test
    void sendsAFlowByTheNextOfItsBindingsAtTheTickTheLifetimeOfTheFirstEnds() {
        registers(0, CAFE, 60, FIRST);
        registers(0.5, TRAIN, 30, SECOND + UDP_BY_SECOND);
        assertThat(agent.nextDeadline()).isEqualTo(at(30.5));
        assertThat(steering(agent.handle(at(30.5), new Event.DeadlineCame())))
                .isEqualTo(new Steering(List.of(by(UDP, 0)), 0));
    }

    @Test
    void deregistersTheBindingOfTheIdentifierThoughTheRequestComesByAnother() {
        bothWithFlows();
        Octets message = unsigned(2, LAKE, 0, RequestFlags.NONE).encode().plus(Octets.ofHex(SECOND));
        agent.handle(at(2), arrives(2, CAFE, ASSOCIATION.sign(message, Kind.MOBILE_HOME)));
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(CAFE);
    }

    @Test
    void denies152ToANodeThatMayNotAndChangesNothing() {
        HomeAgent plain = agentOf(LAPTOP);
        List<Effect> effects = registers(plain, 0, CAFE, 60, CO_LOCATED, FIRST);
        assertThat(code(effects)).isEqualTo(152);
        assertThat(code(registers(plain, 1, CAFE, 60, CO_LOCATED, UDP_BY_SECOND)))
                .isEqualTo(152);
        assertThat(plain.bindings()).isEmpty();
        assertThat(code(registers(plain, 2, CAFE, 60, CO_LOCATED, ""))).isZero();
    }

    /** Decision 6: for who may not use RFC 7629, 154 is a number like any other above 127, where that makes sense. */
    @Test
    void stepsOverType154AsOverAnyOtherOfANodeThatMayNot() {
        HomeAgent plain = agentOf(LAPTOP);
        assertThat(code(registers(plain, 0, CAFE, 60, CO_LOCATED, "9a04 01020304")))
                .isZero();
        assertThat(code(registers(plain, 1, CAFE, 60, CO_LOCATED, "9a01 00"))).isZero();
    }

    @Test
    void denies153WhereAFlowNamesABindingThatIsNotThere() {
        assertThat(code(registers(0, CAFE, 60, FIRST + UDP_BY_SECOND))).isEqualTo(153);
        assertThat(agent.bindings()).isEmpty();
        registers(2, CAFE, 60, FIRST);
        assertThat(code(registers(3, TRAIN, 60, SECOND + UDP_BY_SECOND))).isZero();
        assertThat(code(registers(4, TRAIN, 60, SECOND_ALONE + UDP_BY_SECOND)))
                .as("the first binding would end")
                .isEqualTo(153);
    }

    @Test
    void oneWithBExtendsEveryBindingOfTheNode() {
        registers(0, CAFE, 60, FIRST);
        registers(1, TRAIN, 60, SECOND);
        List<Effect> effects = registers(30, CAFE, 100, BULK);
        assertThat(code(effects)).isZero();
        assertThat(agent.bindings()).extracting(Binding::ends).containsOnly(at(130));
        assertThat(changes(effects).stream()
                        .filter(Change.Bound.class::isInstance)
                        .map(change -> ((Change.Bound) change).binding().accepted()))
                .containsExactly(MIDNIGHT.plusSeconds(30), MIDNIGHT.plusSeconds(30));
        assertThat(agent.handle(at(61), new Event.DeadlineCame())).noneMatch(Effect.Expired.class::isInstance);
    }

    /** What could not be done is as if it had not been asked for: the others end, and have their flows, as before. */
    @Test
    void oneWithBThatCannotBeDoneLeavesLifetimesAndFlowsAsTheyWere() {
        registers(0, CAFE, 60, FIRST);
        registers(1, TRAIN, 50, SECOND + UDP_BY_SECOND);
        registers(30, CAFE, 100, BULK + TCP_BY_FIRST);
        List<Effect> effects = agent.handle(at(30), new Event.CouldNot(ReplyCode.REASON_UNSPECIFIED));
        assertThat(code(effects)).isEqualTo(128);
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(TRAIN);
        assertThat(agent.bindings()).extracting(Binding::ends).containsExactly(at(51));
        assertThat(steering(effects)).isEqualTo(new Steering(List.of(by(UDP, 0)), 0));
        List<Change> kept = changes(effects);
        assertThat(kept).contains(new Change.Flows(HOME, Octets.ofHex(UDP_BY_SECOND)));
        KeptBinding train = kept.stream()
                .filter(Change.Bound.class::isInstance)
                .map(change -> ((Change.Bound) change).binding())
                .findFirst()
                .orElseThrow();
        assertThat(train.careOf()).isEqualTo(TRAIN);
        assertThat(train.since()).isEqualTo(MIDNIGHT.plusSeconds(1));
        assertThat(train.accepted()).isEqualTo(MIDNIGHT.plusSeconds(1));
        assertThat(train.granted().seconds()).isEqualTo(50);
    }

    /** What there was of others before has nothing to do with it. */
    @Test
    void aDeregistrationThatCannotBeDoneGivesNobodyFlowsOfBefore() {
        bothWithFlows();
        registers(2, CAFE, 60, FIRST + TCP_BY_FIRST);
        registers(3, CAFE, 0, FIRST);
        List<Effect> effects = agent.handle(at(3), new Event.CouldNot(ReplyCode.REASON_UNSPECIFIED));
        assertThat(changes(effects)).noneMatch(Change.Flows.class::isInstance);
        registers(4, TRAIN, 0, SECOND);
        effects = agent.handle(at(4), new Event.CouldNot(ReplyCode.REASON_UNSPECIFIED));
        assertThat(changes(effects)).noneMatch(Change.Flows.class::isInstance);
    }

    @Test
    void flowsThatCannotBeDoneLeaveNoneWhereThereWereNone() {
        registers(0, CAFE, 60, FIRST);
        registers(1, TRAIN, 60, SECOND + UDP_BY_SECOND);
        List<Effect> effects = agent.handle(at(1), new Event.CouldNot(ReplyCode.REASON_UNSPECIFIED));
        assertThat(changes(effects)).contains(new Change.Flows(HOME, Octets.EMPTY));
        assertThat(steering(registers(2, TRAIN, 60, SECOND))).isEqualTo(new Steering(List.of(), 0));
    }

    @Test
    void oneWithBAndNoLifetimeEndsEveryBindingOfTheNode() {
        bothWithFlows();
        List<Effect> effects = registers(2, CAFE, 0, BULK);
        assertThat(effects).contains(new Effect.Forward(HOME, List.of()));
        assertThat(changes(effects)).contains(new Change.Flows(HOME, Octets.EMPTY));
        assertThat(agent.bindings()).isEmpty();
    }

    @Test
    void oneWithOReplacesEveryOtherBindingOfTheNode() {
        bothWithFlows();
        List<Effect> effects = registers(2, LAKE, 60, SECOND_ALONE);
        assertThat(effects).contains(forward(HOME, List.of(LAKE)));
        assertThat(changes(effects)).contains(new Change.Unbound(HOME, CAFE), new Change.Unbound(HOME, TRAIN));
        assertThat(steering(effects)).isEqualTo(new Steering(List.of(by(UDP, 0)), 0));
    }

    @Test
    void theSameIdentifierFromElsewhereIsTheSameBindingThere() {
        bothWithFlows();
        List<Effect> effects = registers(2, LAKE, 60, SECOND);
        assertThat(effects).contains(forward(HOME, List.of(CAFE, LAKE)));
        assertThat(changes(effects)).contains(new Change.Unbound(HOME, TRAIN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FIRST + FIRST,
                "9a01 0004 03 01 00 00",
                "9a01 0004 03 01 01 c0",
                UDP_BY_SECOND,
                FIRST + "9a02 0008 01 01 01 02 00000000",
                FIRST + "9a02 0009 00 02 0102 01 00000000"
            })
    void denies134ForWhatTheRfcDoesNotAllow(String extensions) {
        assertThat(code(registers(0, CAFE, 60, extensions))).isEqualTo(134);
    }

    @Test
    void denies134ForADeregistrationWithO() {
        bothWithFlows();
        assertThat(code(registers(2, TRAIN, 0, SECOND_ALONE))).isEqualTo(134);
        assertThat(agent.bindings()).hasSize(2);
    }

    @Test
    void takesNoMoreFlowsThanADatagramCanBeComparedWith() {
        assertThat(code(registers(0, CAFE, 60, FIRST + TCP_BY_FIRST.repeat(FlowBindings.MOST_FLOWS))))
                .isZero();
        assertThat(code(registers(1, CAFE, 60, FIRST + TCP_BY_FIRST.repeat(FlowBindings.MOST_FLOWS + 1))))
                .isEqualTo(130);
    }

    @Test
    void discardsASubTypeThatItDoesNotKnow() {
        assertThat(registers(0, CAFE, 60, FIRST + "9a03 0000"))
                .hasSize(1)
                .first()
                .isInstanceOfSatisfying(Effect.Discard.class, discard -> assertThat(discard.why())
                        .isEqualTo(DiscardReason.UNKNOWN_EXTENSION));
    }

    @Test
    void laterFlowsReplaceThoseBeforeAndARequestWithoutAnyLeavesThem() {
        bothWithFlows();
        assertThat(steering(registers(2, CAFE, 60, FIRST)).rules()).containsExactly(by(UDP, 1), by(TCP, 0));
        assertThat(steering(registers(3, CAFE, 60, FIRST + TCP_BY_FIRST)).rules())
                .containsExactly(by(TCP, 0));
    }

    @Test
    void aRegistrationWithoutTheExtensionIsOneAsBefore() {
        bothWithFlows();
        List<Effect> effects = registers(2, LAKE, 60, "");
        assertThat(effects).contains(forward(HOME, List.of(LAKE)), new Effect.Steer(HOME, Optional.empty()));
        assertThat(registers(3, CAFE, 60, "")).noneMatch(Effect.Steer.class::isInstance);
    }

    @Test
    void aRestartChangesNothing() {
        List<Effect> first = registers(0, CAFE, 60, FIRST);
        List<Effect> second = registers(0.5, TRAIN, 60, SECOND + UDP_BY_SECOND + TCP_BY_FIRST);
        // Renewed: what the request of the first binding names is not restored before it.
        List<Effect> renewed = registers(1, CAFE, 60, FIRST + UDP_BY_SECOND + TCP_BY_FIRST);
        registers(1.5, LAKE, 60, THIRD);
        List<Change> kept = new ArrayList<>(changes(second));
        kept.addAll(0, changes(renewed));
        assertThat(changes(first)).noneMatch(Change.Flows.class::isInstance);

        HomeAgent after = agentOf(LAPTOP.withMultipath());
        List<Effect> last = List.of();
        for (Change change : kept) {
            if (change instanceof Change.Bound bound) {
                after.handle(at(0), new Event.Restored(bound.binding(), MIDNIGHT.plusSeconds(2)));
            }
        }
        for (Change change : changes(second)) {
            if (change instanceof Change.Flows flows) {
                last = after.handle(at(0), new Event.FlowsRestored(HOME, flows.extensions()));
            }
        }
        assertThat(last).contains(forward(HOME, List.of(CAFE, TRAIN)));
        assertThat(steering(last)).isEqualTo(new Steering(List.of(by(UDP, 1), by(TCP, 0)), 0));
    }

    @Test
    void afterARestartANodeThatMayNotAnyMoreIsLeftOut() {
        List<Effect> effects = registers(0, CAFE, 60, FIRST);
        HomeAgent after = new HomeAgent(
                Village.settings(Village.GRANTS, false, List.of(), LAPTOP, TABLET), Map.of(), Village.nonces(), at(0));
        assertThat(after.handle(at(0), Village.restored(effects))).anyMatch(Effect.LeftOut.class::isInstance);
        assertThat(changes(after.handle(at(0), new Event.FlowsRestored(HOME, Octets.ofHex(NO_ICMP)))))
                .as("forgotten, too")
                .containsExactly(new Change.Flows(HOME, Octets.EMPTY));
    }

    @Test
    void saysWhichFlowsGoByEachBindingNow() {
        bothWithFlows();
        assertThat(agent.bindings()).extracting(agent::flowsBy).containsExactly(List.of("tcp"), List.of("udp"));
        registers(2, TRAIN, 0, SECOND);
        assertThat(agent.bindings()).extracting(agent::flowsBy).containsExactly(List.of("udp", "tcp"));
    }
}
