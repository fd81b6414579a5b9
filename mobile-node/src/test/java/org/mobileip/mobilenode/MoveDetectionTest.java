package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE_LINK;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;

/** Whether the node has moved where no link event says so: RFC 5944 §2.4.2 to §2.4.4, §3.6. */
class MoveDetectionTest {

    private static final Ipv4 FIRST = Ipv4.parse("192.0.2.1");
    private static final Ipv4 SECOND = Ipv4.parse("203.0.113.1");

    private final Lab lab = new Lab();
    private final PlainForeignAgent first = new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1");
    private final PlainForeignAgent second = new PlainForeignAgent("203.0.113.1", "02:fa:00:00:00:02", "203.0.113.1");

    @BeforeEach
    void start() {
        lab.start();
    }

    private void registerWithFirst() {
        lab.linkUp(CAFE_LINK);
        lab.hear(CAFE_LINK, first);
        lab.accept(600);
    }

    private List<Effect> sent(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.SendThroughAgent.class::isInstance)
                .toList();
    }

    @Test
    void staysWithTheForeignAgentThatIsStillHeardWhenANewOneAppears() {
        registerWithFirst();
        for (int i = 0; i < 20; i++) {
            assertThat(sent(lab.hear(CAFE_LINK, second))).isEmpty();
            assertThat(sent(lab.passSlowly(Duration.ofSeconds(1)))).isEmpty();
            assertThat(sent(lab.hear(CAFE_LINK, first))).isEmpty();
        }
        assertThat(lab.lastRequest().careOf()).isEqualTo(FIRST);
    }

    @Test
    void registersAtOnceWithAnotherOneThatIsHeardWhenTheLifetimeOfTheLastAdvertisementIsOver() {
        registerWithFirst();
        lab.passSlowly(Duration.ofSeconds(2));
        lab.hear(CAFE_LINK, second);
        // Three seconds after the last advertisement, not earlier.
        assertThat(sent(lab.passSlowly(Duration.ofMillis(999)))).isEmpty();
        assertThat(sent(lab.passSlowly(Duration.ofMillis(1)))).hasSize(1);
        assertThat(lab.lastRequest().careOf()).isEqualTo(SECOND);
        assertThat(Lab.notices(lab.lastEffects)).isNotEmpty();
    }

    @Test
    void registersWithNobodyWhoseAdvertisementIsOver() {
        registerWithFirst();
        lab.hear(CAFE_LINK, second.lifetime(1));
        assertThat(sent(lab.passSlowly(Duration.ofSeconds(10)))).isEmpty();
    }

    @Test
    void goesOnWithTheForeignAgentThatIsNotHeardAnyMoreWhileThereIsNoOther() {
        registerWithFirst();
        lab.passSlowly(Duration.ofSeconds(20));
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        assertThat(lab.declared().neighbours()).isNotEmpty();
        // Heard again: nothing has happened.
        assertThat(sent(lab.hear(CAFE_LINK, first))).isEmpty();
    }

    @Test
    void losesNothingWhereEveryOtherAdvertisementIsLost() {
        registerWithFirst();
        lab.hear(CAFE_LINK, second);
        for (int i = 0; i < 60; i++) {
            first.sequence(2 * i + 10);
            lab.hear(CAFE_LINK, first);
            lab.hear(CAFE_LINK, second);
            assertThat(sent(lab.passSlowly(Duration.ofSeconds(2)))).isEmpty();
        }
    }

    @Test
    void aLinkEventBeatsEveryTimer() {
        registerWithFirst();
        first.lifetime(1800);
        lab.hear(CAFE_LINK, first);
        lab.linkDown(CAFE_LINK);
        lab.untilDeadline();
        assertThat(lab.node.status().state()).isEqualTo(State.DISCONNECTED);
        lab.linkUp(CAFE_LINK);
        assertThat(sent(lab.lastEffects)).isEmpty();
        assertThat(sent(lab.hear(CAFE_LINK, second))).hasSize(1);
        assertThat(lab.lastRequest().careOf()).isEqualTo(SECOND);
    }

    @Test
    void asksAtOnceOnALinkThatCameBackWithinASecond() {
        registerWithFirst();
        lab.pass(Duration.ofMillis(100));
        lab.linkDown(CAFE_LINK);
        lab.linkUp(CAFE_LINK);
        assertThat(sent(lab.hear(CAFE_LINK, second))).hasSize(1);
    }

    @Test
    void registersAgainWithAForeignAgentThatWasStartedAnew() {
        first.sequence(4711);
        registerWithFirst();
        lab.pass(Duration.ofSeconds(2));
        first.sequence(0);
        assertThat(sent(lab.hear(CAFE_LINK, first))).hasSize(1);
        assertThat(lab.request().careOf()).isEqualTo(FIRST);
        // What the home agent has promised before holds until it says otherwise.
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    @Test
    void takesTheLastNumberOfTheRebootedRangeForAReboot() {
        first.sequence(256);
        registerWithFirst();
        lab.pass(Duration.ofSeconds(2));
        first.sequence(255);
        assertThat(sent(lab.hear(CAFE_LINK, first))).hasSize(1);
    }

    @Test
    void takesASequenceNumberThatRollsOverForNoReboot() {
        first.sequence(65535);
        registerWithFirst();
        lab.pass(Duration.ofSeconds(2));
        // §2.3.2: after 65535 comes 256.
        first.sequence(256);
        assertThat(sent(lab.hear(CAFE_LINK, first))).isEmpty();
    }

    @Test
    void takesNoNoticeOfTheRebootOfAForeignAgentThatItIsNotRegisteredWith() {
        registerWithFirst();
        second.sequence(500);
        lab.hear(CAFE_LINK, second);
        lab.pass(Duration.ofSeconds(2));
        second.sequence(1);
        assertThat(sent(lab.hear(CAFE_LINK, second))).isEmpty();
    }

    @Test
    void waitsForTheSecondBetweenTwoRequestsEvenWhereTheForeignAgentKeepsRestarting() {
        registerWithFirst();
        int sent = 0;
        for (int i = 0; i < 40; i++) {
            first.sequence(300);
            lab.hear(CAFE_LINK, first);
            first.sequence(0);
            lab.hear(CAFE_LINK, first);
            sent += sent(lab.lastEffects).size();
            sent += sent(lab.passSlowly(Duration.ofMillis(250))).size();
        }
        assertThat(sent).isLessThanOrEqualTo(10);
    }

    @Test
    void renewsWithTheForeignAgentOfAnotherNetworkThatHasTakenThePlaceOfItsOwn() {
        first.prefixLengths(24).lifetime(1800);
        second.prefixLengths(24).lifetime(1800);
        registerWithFirst();
        lab.passSlowly(Duration.ofMinutes(5));
        assertThat(sent(lab.hear(CAFE_LINK, second))).isEmpty();
        // Renewed at three quarters of 600 s, or a little before.
        assertThat(sent(lab.passSlowly(Duration.ofSeconds(150)))).isNotEmpty();
        assertThat(lab.lastRequest().careOf()).isEqualTo(SECOND);
    }

    @Test
    void doesNotGoByPrefixesWhereOneOfTheTwoDoesNotTellThem() {
        first.lifetime(1800);
        second.prefixLengths(24).lifetime(1800);
        registerWithFirst();
        lab.passSlowly(Duration.ofMinutes(5));
        lab.hear(CAFE_LINK, second);
        lab.passSlowly(Duration.ofSeconds(150));
        assertThat(lab.lastRequest().careOf()).isEqualTo(FIRST);
    }

    @Test
    void renewsWithItsOwnForeignAgentThatIsHeardStill() {
        first.prefixLengths(24).lifetime(1800);
        second.prefixLengths(24).lifetime(1800);
        registerWithFirst();
        lab.passSlowly(Duration.ofMinutes(5));
        lab.hear(CAFE_LINK, second);
        lab.pass(Duration.ofMillis(10));
        lab.hear(CAFE_LINK, first);
        lab.passSlowly(Duration.ofSeconds(150));
        assertThat(lab.lastRequest().careOf()).isEqualTo(FIRST);
    }

    @Test
    void renewsWithAForeignAgentWhoseNetworkIsNotThatOfItsOwnAddress() {
        lab.arriveAtCafe();
        lab.accept(600);
        // 203.0.113.0/24 is not 192.0.2.0/24: somebody has put the cable elsewhere, behind a switch.
        lab.hear(CAFE_LINK, second.prefixLengths(24).lifetime(1800));
        lab.passSlowly(Duration.ofSeconds(450));
        assertThat(lab.lastRequest().careOf()).isEqualTo(SECOND);
    }

    @Test
    void renewsFromItsOwnAddressWhereTheForeignAgentIsOnTheSameNetwork() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.hear(CAFE_LINK, first.prefixLengths(24).lifetime(1800));
        lab.passSlowly(Duration.ofSeconds(450));
        assertThat(lab.lastRequest().careOf()).isEqualTo(Lab.CAFE);
    }

    @Test
    void isNotTakenOverByWhoeverClaimsToBeItsForeignAgent() {
        registerWithFirst();
        PlainForeignAgent liar = new PlainForeignAgent("192.0.2.1", "02:66:66:66:66:66", "192.0.2.1");
        for (int i = 0; i < 10; i++) {
            assertThat(sent(lab.hear(CAFE_LINK, liar))).isEmpty();
            assertThat(sent(lab.passSlowly(Duration.ofSeconds(1)))).isEmpty();
            lab.hear(CAFE_LINK, first);
        }
        assertThat(lab.declared().neighbours()).singleElement().satisfies(known -> assertThat(known.mac())
                .isEqualTo(first.mac));
    }

    @Test
    void leavesAForeignAgentThatSaysItIsEnding() {
        registerWithFirst();
        lab.hear(CAFE_LINK, second);
        lab.pass(Duration.ofSeconds(1));
        assertThat(sent(lab.hear(CAFE_LINK, first.lifetime(0)))).hasSize(1);
        assertThat(lab.request().careOf()).isEqualTo(SECOND);
    }

    @Test
    void movesToALinkWithAnAddressWhenTheLinkOfTheForeignAgentIsLost() {
        registerWithFirst();
        lab.arriveAtOffice();
        assertThat(only(Effect.SendRequest.class, lab.lastEffects)).isEmpty();
        lab.linkDown(CAFE_LINK);
        assertThat(only(Effect.SendRequest.class, lab.lastEffects)).hasSize(1);
        assertThat(lab.request().careOf()).isEqualTo(Lab.OFFICE);
        assertThat(lab.node.status().attachment().isOn(OFFICE_LINK)).isTrue();
    }

    @Test
    void renewsWithNoForeignAgentThatCallsItsOwnAddressesCareOfAddresses() {
        first.prefixLengths(24).lifetime(1800);
        registerWithFirst();
        lab.passSlowly(Duration.ofMinutes(5));
        lab.hear(CAFE_LINK, liar("10.10.0.57", 2));
        lab.hear(CAFE_LINK, liar("10.10.0.1", 3));
        assertThat(sent(lab.passSlowly(Duration.ofSeconds(150)))).isNotEmpty();
        assertThat(lab.lastRequest().careOf()).isEqualTo(FIRST);
    }

    /** On another network, with the node's home address or its home agent's as its care-of address. */
    private static PlainForeignAgent liar(String careOf, int host) {
        return new PlainForeignAgent("203.0.113." + host, "02:fa:00:00:01:0" + host, careOf)
                .prefixLengths(24)
                .lifetime(1800);
    }

    @Test
    void solicitsNoMoreOnceItsForeignAgentIsHeardAgain() {
        registerWithFirst();
        assertThat(lab.passSlowly(Duration.ofMillis(2_100))).contains(new Effect.Solicit(CAFE_LINK));
        lab.hear(CAFE_LINK, first);
        assertThat(lab.passSlowly(Duration.ofMillis(1_900))).doesNotContain(new Effect.Solicit(CAFE_LINK));
    }
}
