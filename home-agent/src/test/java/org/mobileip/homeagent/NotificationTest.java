package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.ASSOCIATION;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.MIDNIGHT;
import static org.mobileip.homeagent.Village.NEIGHBOUR;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.UPLINK;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.request;
import static org.mobileip.homeagent.Village.sendIn;
import static org.mobileip.homeagent.Village.unsigned;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.auth.Validity;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.NotificationCode;
import org.mobileip.wire.RequestFlags;

/** Words between a home agent and a node (RFC 6098); messages are octets by hand from its diagrams. Midnight is dc12c500. */
// One piece: an acknowledgement is read beside the notification that it is about, and their octets share one diagram.
class NotificationTest {

    private static final String ABOUT = " 0a01010a 0a010114 0a01020f ";
    private static final Endpoint NODE = new Endpoint(CAFE, 434);

    private final HomeAgent agent = Village.agent();

    private void isAway() {
        agent.handle(at(0), request(0, CAFE, 600));
    }

    private List<Effect> tells(double second, String text) {
        return agent.handle(
                at(second),
                new Event.Tell(MIDNIGHT.plusNanos((long) (second * 1e9)), HOME, MessageString.ofHomeAgent(text)));
    }

    private List<Effect> says(double second, String octets) {
        return agent.handle(
                at(second), arrives(second, CAFE, ASSOCIATION.sign(Octets.ofHex(octets), Kind.MOBILE_HOME)));
    }

    private List<Effect> acknowledges(double second, String code, String identification) {
        return says(second, "17 02 " + code + " 00" + ABOUT + identification);
    }

    private static List<DiscardReason> discarded(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Discard.class::isInstance)
                .map(each -> ((Effect.Discard) each).why())
                .toList();
    }

    private static List<Effect.Send> sends(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Send.class::isInstance)
                .map(Effect.Send.class::cast)
                .toList();
    }

    private static String identification(Effect.Send sent) {
        return sent.octets().slice(16, 24).toString();
    }

    /** §4.1, §4.7.1: MD 0, A, the notification before the Mobile-Home authenticator, which is last; as the request went. */
    @Test
    void tellsANodeSomethingByTheWayItRegistered() {
        isAway();
        Effect.Send sent = sendIn(tells(5, "Hi"));
        assertThat(sent.source()).isEqualTo(AGENT);
        assertThat(sent.to()).isEqualTo(NODE);
        assertThat(sent.octets())
                .isEqualTo(ASSOCIATION.sign(
                        Octets.ofHex("16 00 8000" + ABOUT + "dc12c505 00000001  91 03 01 4869"), Kind.MOBILE_HOME));
        assertThat(agent.bindings()).as("no effect on the registration").hasSize(1);
    }

    /** §4.1: a NAT on the way lets it through from there alone, and to that port. */
    @Test
    void speaksFromWhereItWasSpokenTo() {
        Endpoint nat = new Endpoint(Ipv4.parse("203.0.113.77"), 41023);
        Endpoint second = new Endpoint(Ipv4.parse("10.1.1.21"), 434);
        Octets asked = Village.payload(request(0, nat.address(), 600));
        agent.handle(at(0), arrives(0, nat, second, UPLINK, asked));
        Effect.Send sent = sendIn(tells(5, "Hi"));
        assertThat(sent.source()).isEqualTo(second.address());
        assertThat(sent.to()).isEqualTo(nat);
    }

    @Test
    void isAnsweredByTheNode() {
        isAway();
        tells(5, "Hi");
        assertThat(acknowledges(5.1, "00", "dc12c505 00000001"))
                .containsExactly(new Effect.Notified("laptop", HOME, Optional.of(NotificationCode.ACCEPTED)));
        assertThat(agent.nextDeadline()).as("nothing but the binding's end").isEqualTo(at(600));
        assertThat(agent.whyNotTell(HOME)).isEmpty();
    }

    @Test
    void isRefusedByTheNode() {
        isAway();
        tells(5, "Hi");
        assertThat(acknowledges(5.1, "c1", "dc12c505 00000001"))
                .containsExactly(new Effect.Notified("laptop", HOME, Optional.of(new NotificationCode(193))));
    }

    /** §4.3: a second at least, each pause at least twice the one before, and each with a new, greater Identification. */
    @Test
    void saysItAgainEverMoreRarelyAndGivesUp() {
        isAway();
        List<Effect.Send> all = new ArrayList<>(sends(tells(5, "Hi")));
        List<Tick> times = new ArrayList<>();
        List<Effect> last = List.of();
        while (!agent.nextDeadline().equals(at(600))) {
            Tick next = agent.nextDeadline();
            times.add(next);
            last = agent.handle(next, new Event.DeadlineCame());
            all.addAll(sends(last));
        }
        assertThat(times).containsExactly(at(6), at(8), at(12), at(20), at(36), at(68));
        assertThat(all).hasSize(6);
        assertThat(all.stream().map(NotificationTest::identification).toList())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(last).containsExactly(new Effect.Notified("laptop", HOME, Optional.empty()));
    }

    /** §7.1: the low half of the one sent last; another's is somebody's answer to something else. */
    @ParameterizedTest
    @CsvSource({
        "another low half,             17 02 00 00 0a01010a 0a010114 0a01020f dc12c505 00000002",
        "about another node,           17 02 00 00 0a01010b 0a010114 0a01020f dc12c505 00000001",
        "of a home agent,              17 00 00 00 0a01010a 0a010114 0a01020f dc12c505 00000001"
    })
    void believesNoAnswerWith(String what, String octets) {
        isAway();
        tells(5, "Hi");
        assertThat(discarded(says(5.1, octets))).as(what).containsExactly(DiscardReason.UNKNOWN_NOTIFICATION);
        assertThat(agent.nextDeadline()).isEqualTo(at(6));
    }

    @Test
    void believesNoAnswerFromElsewhereNorOneThatIsNotSignedOnceAtItsEnd() {
        isAway();
        tells(5, "Hi");
        Octets plain = Octets.ofHex("17 02 00 00" + ABOUT + "dc12c505 00000001");
        Octets signed = ASSOCIATION.sign(plain, Kind.MOBILE_HOME);
        List<Event> hostile = List.of(
                arrives(5.1, TRAIN, signed),
                arrives(5.1, CAFE, plain),
                arrives(5.1, CAFE, signed.plus(Octets.ofHex("9103014869"))),
                arrives(5.1, CAFE, ASSOCIATION.sign(signed, Kind.MOBILE_HOME)),
                arrives(5.1, CAFE, Village.association(256, "a stranger's key").sign(plain, Kind.MOBILE_HOME)),
                arrives(5.1, CAFE, Village.association(999, "1234567812345678").sign(plain, Kind.MOBILE_HOME)));
        for (Event each : hostile) {
            assertThat(discarded(agent.handle(at(5.1), each))).containsExactly(DiscardReason.UNKNOWN_NOTIFICATION);
        }
        assertThat(agent.nextDeadline()).isEqualTo(at(6));
    }

    /** §7.1.1: the node's time is in the high half; by that it is said once more, a second later. */
    @Test
    void saysItByTheClockOfANodeThatHasAnother() {
        isAway();
        tells(5, "Hi");
        assertThat(acknowledges(5.5, "c5", "dc12c4c9 00000001"))
                .as("a minute behind")
                .isEmpty();
        Effect.Send again = sendIn(agent.handle(at(6), new Event.DeadlineCame()));
        assertThat(identification(again).replace(" ", "")).startsWith("dc12c4c9");
        assertThat(acknowledges(6.5, "c5", "dc12c4ca " + again.octets().slice(20, 24)))
                .as("once")
                .containsExactly(new Effect.Notified("laptop", HOME, Optional.of(new NotificationCode(197))));
    }

    @Test
    void saysOneThingAfterTheOther() {
        assertThat(agent.whyNotTell(HOME)).contains("has no binding");
        isAway();
        Octets first = sendIn(tells(5, "Hi")).octets();
        assertThat(agent.whyNotTell(HOME).orElseThrow()).startsWith("has not acknowledged");
        assertThat(sends(tells(5.1, "Ho"))).isEmpty();
        acknowledges(5.2, "00", first.slice(16, 24).toString());
        assertThat(sends(tells(5.3, "Ho"))).as("§4.3: not within a second").isEmpty();
        assertThat(agent.nextDeadline()).isEqualTo(at(6));
        Octets second = sendIn(agent.handle(at(6), new Event.DeadlineCame())).octets();
        assertThat(second.slice(24, 29)).isEqualTo(Octets.ofHex("91 03 01 486f"));
        assertThat(second.slice(16, 24).toString())
                .isGreaterThan(first.slice(16, 24).toString());
    }

    @Test
    void followsTheNodeWhereItGoes() {
        isAway();
        tells(5, "Hi");
        agent.handle(at(5.5), request(5.5, TRAIN, 600));
        assertThat(sendIn(agent.handle(at(6), new Event.DeadlineCame())).to().address())
                .isEqualTo(TRAIN);
        agent.handle(at(7), request(7, TRAIN, 0));
        assertThat(agent.handle(at(8), new Event.DeadlineCame()))
                .containsExactly(new Effect.Notified("laptop", HOME, Optional.empty()));
    }

    /** §4.6: it would have to relay it, and ours does not. */
    @Test
    void tellsNothingToAForeignAgent() {
        agent.handle(at(0), request(0, CAFE, 600, RequestFlags.REVERSE_TUNNELING));
        assertThat(agent.whyNotTell(HOME).orElseThrow()).contains("behind a foreign agent");
        assertThat(sends(tells(5, "Hi"))).isEmpty();
    }

    /** The timestamp is a sequence number, too (§7.1.1): our clock may be set back. */
    @Test
    void isNewerThanAllBeforeWhateverOurClockShows() {
        isAway();
        Octets first = sendIn(tells(5, "Hi")).octets();
        acknowledges(5.1, "00", first.slice(16, 24).toString());
        Octets second = sendIn(agent.handle(
                        at(10), new Event.Tell(MIDNIGHT.minusSeconds(60), HOME, MessageString.ofHomeAgent("Ho"))))
                .octets();
        assertThat(second.i64(16)).isEqualTo(first.i64(16) + 1);
    }

    /** Where an agent must be registered through (R), the node's own address is no way to it (§3.2.1.2). */
    @Test
    void tellsNothingToANodeThatWasRegisteredByAnotherMachine() {
        agent.handle(at(0), arrives(0, TRAIN, Village.payload(request(0, CAFE, 600))));
        assertThat(agent.bindings()).hasSize(1);
        assertThat(agent.whyNotTell(HOME).orElseThrow()).contains("behind a foreign agent");
    }

    @Test
    void reachesANodeBehindANat() {
        HomeAgent udp = Village.agent(Village.settings(
                new HomeAgentSettings.Grants(
                        new Lifetime(600),
                        HomeAgentSettings.ReverseTunneling.OPTIONAL,
                        Set.of(Encapsulation.UDP),
                        true,
                        10,
                        10,
                        List.of()),
                false));
        Octets asks = unsigned(0, CAFE, 600, CO_LOCATED).encode().plus(Octets.ofHex("90 06 00 00 00 00 0000"));
        Endpoint nat = new Endpoint(Ipv4.parse("203.0.113.77"), 41023);
        udp.handle(at(0), arrives(0, nat, new Endpoint(AGENT, 434), UPLINK, ASSOCIATION.sign(asks, Kind.MOBILE_HOME)));
        assertThat(udp.bindings().get(0).nat()).isPresent();
        List<Effect> effects =
                udp.handle(at(5), new Event.Tell(MIDNIGHT.plusSeconds(5), HOME, MessageString.ofHomeAgent("Hi")));
        assertThat(sendIn(effects).to()).isEqualTo(nat);
    }

    @Test
    void tellsNothingWithAKeyWhoseTimeIsOver() {
        SecurityAssociations ending = new SecurityAssociations(List.of(new SecurityAssociations.Entry(
                ASSOCIATION, new Validity(MIDNIGHT.minusSeconds(1), MIDNIGHT.plusSeconds(10)))));
        HomeAgent strict = Village.agent(Village.settings(
                Village.GRANTS, false, List.of(), AuthorizedNode.at(HOME, "laptop", ending, Village.TIMESTAMPS)));
        strict.handle(at(0), request(0, CAFE, 600));
        assertThat(strict.handle(
                        at(20), new Event.Tell(MIDNIGHT.plusSeconds(20), HOME, MessageString.ofHomeAgent("Hi"))))
                .containsExactly(new Effect.Notified("laptop", HOME, Optional.empty()));
    }

    // What nodes say.

    @Test
    void heedsTheToleranceOfTheNode() {
        HomeAgent patient = Village.agent(Village.settings(
                Village.GRANTS,
                false,
                List.of(),
                AuthorizedNode.at(
                        HOME,
                        "laptop",
                        SecurityAssociations.of(ASSOCIATION),
                        new AuthorizedNode.Replay.Timestamps(Duration.ofSeconds(90)))));
        patient.handle(at(0), request(0, CAFE, 600));
        Octets ahead = ASSOCIATION.sign(
                Octets.ofHex("16 02 0000" + ABOUT + "dc12c53c 12345678 91 03 01 4869"), Kind.MOBILE_HOME);
        assertThat(patient.handle(at(5), arrives(5, CAFE, ahead)))
                .singleElement()
                .isInstanceOf(Effect.Told.class);
    }

    /** As of requests: 5000 a second of everybody, and then a few of each source. */
    @Test
    void doesNotComputeForAFloodOfForgedOnes() {
        isAway();
        Octets forged = Village.association(256, "a stranger's key")
                .sign(Octets.ofHex("16 02 8000" + ABOUT + "dc12c505 12345678 91 03 01 4869"), Kind.MOBILE_HOME);
        for (int i = 0; i < 5_100; i++) {
            agent.handle(at(5), arrives(5, TRAIN, forged));
        }
        assertThat(discarded(agent.handle(at(5), arrives(5, TRAIN, forged))))
                .containsExactly(DiscardReason.TOO_MANY_FAILURES);
    }

    /** §4.7.3, §4.7.4: accepted, and with A acknowledged: MD 0, code 0, the Identification as it was. */
    @Test
    void hearsWhatANodeSaysAndAcknowledgesIt() {
        isAway();
        List<Effect> effects = says(5, "16 02 8000" + ABOUT + "dc12c505 12345678 91 03 01 4869");
        assertThat(effects.get(0))
                .isEqualTo(new Effect.Told("laptop", HOME, CAFE, Optional.of(MessageString.ofHomeAgent("Hi"))));
        assertThat(sendIn(effects).to()).isEqualTo(NODE);
        assertThat(sendIn(effects).octets())
                .isEqualTo(
                        ASSOCIATION.sign(Octets.ofHex("17 00 00 00" + ABOUT + "dc12c505 12345678"), Kind.MOBILE_HOME));
    }

    /** §4.3: a node waits a second between two; one that does not fills no log, and is not answered either. */
    @Test
    void hearsANodeThatNeverStopsOnceASecondInTheLongRun() {
        isAway();
        int heard = 0;
        for (int i = 0; i < 50; i++) {
            List<Effect> effects = says(5, "16 02 8000" + ABOUT + "dc12c505 %08x 91 03 01 4869".formatted(i + 1));
            heard += sends(effects).size();
            if (i >= 10) {
                assertThat(discarded(effects)).containsExactly(DiscardReason.TOO_MANY_REPEATS);
            }
        }
        assertThat(heard).isEqualTo(10);
        assertThat(sends(says(6, "16 02 8000" + ABOUT + "dc12c506 00000001 91 03 01 4869")))
                .hasSize(1);
    }

    @Test
    void acknowledgesNothingThatNeedsNoAcknowledgement() {
        isAway();
        List<Effect> effects = says(5, "16 02 0000" + ABOUT + "dc12c505 12345678 91 03 01 4869");
        assertThat(effects).hasSize(1);
        assertThat(effects.get(0)).isInstanceOf(Effect.Told.class);
    }

    /** §7.1.1: not newer than all before, or more than seven seconds off: code 133, our seconds above its low half. */
    @ParameterizedTest
    @CsvSource({"dc12c505 12345678", "dc12c505 12345677", "dc12c4fe 12345678", "dc12c512 12345678"})
    void saysWhyItHearsNothingThatIsNotNew(String identification) {
        isAway();
        says(5, "16 02 8000" + ABOUT + "dc12c505 12345678 91 03 01 4869");
        List<Effect> effects = says(6, "16 02 8000" + ABOUT + identification + " 91 03 01 4869");
        assertThat(effects).noneMatch(Effect.Told.class::isInstance);
        assertThat(sendIn(effects).octets())
                .isEqualTo(ASSOCIATION.sign(
                        Octets.ofHex("17 00 85 00" + ABOUT + "dc12c506" + identification.substring(8)),
                        Kind.MOBILE_HOME));
    }

    /** What was overheard before a restart is not newer than the node's last request. */
    @Test
    void hearsNothingThatIsOlderThanTheNodesLastRequest() {
        agent.handle(at(5), request(5, CAFE, 600));
        List<Effect> effects = says(6, "16 02 8000" + ABOUT + "dc12c504 12345678 91 03 01 4869");
        assertThat(effects).noneMatch(Effect.Told.class::isInstance);
        assertThat(sendIn(effects).octets().u8(2)).isEqualTo(133);
    }

    @ParameterizedTest
    @CsvSource({
        "of a home agent,                 16 00 8000 0a01010a 0a010114 0a01020f dc12c505 12345678 91 03 01 4869",
        "about a care-of address of none, 16 02 8000 0a01010a 0a010114 0a01030f dc12c505 12345678 91 03 01 4869",
        "about a node that is home,       16 02 8000 0a01010b 0a010114 0a01020f dc12c505 12345678 91 03 01 4869",
        "with an NAI in it,               16 02 8000 0a01010a 0a010114 0a01020f dc12c505 12345678 83 03 612e62"
    })
    void hearsNothing(String what, String octets) {
        isAway();
        List<Effect> effects = says(5, octets);
        assertThat(discarded(effects)).as(what).containsExactly(DiscardReason.UNKNOWN_NOTIFICATION);
        assertThat(sends(effects)).isEmpty();
    }

    /** A forged one is counted, in the table of violations too, and gets no answer. */
    @Test
    void isSilentToWhoeverCannotSign() {
        isAway();
        Octets forged = Village.association(256, "a stranger's key")
                .sign(Octets.ofHex("16 02 8000" + ABOUT + "dc12c505 12345678 91 03 01 4869"), Kind.MOBILE_HOME);
        List<Effect> effects = agent.handle(at(5), arrives(5, CAFE, forged));
        assertThat(discarded(effects)).containsExactly(DiscardReason.UNKNOWN_NOTIFICATION);
        assertThat(sends(effects)).isEmpty();
        assertThat(effects)
                .anyMatch(each -> each instanceof Effect.Violation violation
                        && violation.reason() == Effect.Violation.Reason.BAD_AUTHENTICATOR);
    }

    @Test
    void readsNothingThatIsCutOff() {
        isAway();
        Octets whole = ASSOCIATION.sign(
                Octets.ofHex("16 02 8000" + ABOUT + "dc12c505 12345678 91 03 01 4869"), Kind.MOBILE_HOME);
        for (int size = 1; size < whole.size(); size++) {
            List<Effect> effects = agent.handle(at(5), arrives(5, CAFE, whole.slice(0, size)));
            assertThat(discarded(effects)).hasSize(1);
            assertThat(sends(effects)).isEmpty();
        }
        for (int size = 1; size < 24; size++) {
            Octets prefix =
                    Octets.ofHex("17 02 00 00" + ABOUT + "dc12c505 00000001").slice(0, size);
            assertThat(discarded(agent.handle(at(5), arrives(5, CAFE, prefix))))
                    .containsExactly(DiscardReason.MALFORMED);
        }
    }

    @Test
    void isNotMovedByANotificationFromElsewhere() {
        isAway();
        Endpoint elsewhere = new Endpoint(Ipv4.parse("203.0.113.5"), 4000);
        Octets signed = ASSOCIATION.sign(
                Octets.ofHex("16 02 8000" + ABOUT + "dc12c505 12345678 91 03 01 4869"), Kind.MOBILE_HOME);
        List<Effect> effects = agent.handle(at(5), arrives(5, elsewhere, new Endpoint(AGENT, 434), UPLINK, signed));
        assertThat(sendIn(effects).to()).as("§4.2: back by the way it came").isEqualTo(elsewhere);
        assertThat(agent.bindings().get(0).registeredFrom()).isEqualTo(NODE);
        assertThat(agent.whyNotTell(NEIGHBOUR)).contains("has no binding");
    }
}
