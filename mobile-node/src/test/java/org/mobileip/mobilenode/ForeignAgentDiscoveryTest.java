package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE_LINK;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;

/** Which foreign agent to register with, and when to ask for one: RFC 5944 §2.4, §2.4.1. */
class ForeignAgentDiscoveryTest {

    private static final Ipv4 FIRST_CARE_OF = Ipv4.parse("192.0.2.1");
    private static final Ipv4 SECOND_CARE_OF = Ipv4.parse("203.0.113.9");

    private final Lab lab = new Lab();
    private final PlainForeignAgent cafe =
            new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1", "203.0.113.9");
    private final PlainForeignAgent other = new PlainForeignAgent("192.0.2.2", "02:fa:00:00:00:02", "192.0.2.2");

    @BeforeEach
    void start() {
        lab.start();
    }

    private void arrive() {
        lab.linkUp(CAFE_LINK);
        lab.hear(CAFE_LINK, cafe);
    }

    @Test
    void registersAtOnceWithAForeignAgentWhereThereIsNoAddressToBeHad() {
        arrive();
        assertThat(lab.request().careOf()).isEqualTo(FIRST_CARE_OF);
        assertThat(lab.node.status().state()).isEqualTo(State.REGISTERING);
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    @Test
    void takesTheFirstCareOfAddressFirstAndTheNextOnceTheForeignAgentHasRefusedThat() {
        arrive();
        lab.refuse(77);
        // §3.6: without a link event no two requests within a second.
        assertThat(only(Effect.SendThroughAgent.class, lab.lastEffects)).isEmpty();
        lab.passSlowly(Duration.ofSeconds(1));
        assertThat(lab.lastRequest().careOf()).isEqualTo(SECOND_CARE_OF);
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    @Test
    void asksTheNextForeignAgentOnceTheFirstHasRefusedAllItsAddresses() {
        arrive();
        lab.hear(CAFE_LINK, other);
        lab.refuse(65);
        lab.passSlowly(Duration.ofSeconds(1));
        lab.refuse(65);
        lab.passSlowly(Duration.ofSeconds(1));
        assertThat(lab.lastRequest().careOf()).isEqualTo(Ipv4.parse("192.0.2.2"));
    }

    @Test
    void asksNoForeignAgentThatIsBusy() {
        lab.linkUp(CAFE_LINK);
        assertThat(lab.hear(CAFE_LINK, cafe.flags(PlainForeignAgent.F | PlainForeignAgent.B)))
                .isEmpty();
        assertThat(lab.node.status().state()).isEqualTo(State.DISCONNECTED);
        lab.hear(CAFE_LINK, other);
        assertThat(lab.request().careOf()).isEqualTo(Ipv4.parse("192.0.2.2"));
    }

    @Test
    void staysWithAForeignAgentThatHasBecomeBusyWithOthers() {
        arrive();
        lab.accept(600);
        lab.hear(CAFE_LINK, other);
        assertThat(lab.hear(CAFE_LINK, cafe.flags(PlainForeignAgent.F | PlainForeignAgent.T | PlainForeignAgent.B)))
                .isEmpty();
        assertThat(lab.node.status().attachment().usedAgent().map(ForeignAgent::address))
                .contains(cafe.address);
    }

    @Test
    void prefersAnAddressOfItsOwnOnTheSameLink() {
        lab.arriveAtCafe();
        lab.accept(600);
        assertThat(lab.hear(CAFE_LINK, cafe)).isEmpty();
        assertThat(lab.node.status().attachment()).isEqualTo(new Attachment.Visiting(CAFE_LINK, "cafe0", Lab.CAFE));
    }

    @Test
    void registersThroughAForeignAgentThatRequiresItEvenWithAnAddressOfItsOwn() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.hear(CAFE_LINK, cafe.flags(PlainForeignAgent.F | PlainForeignAgent.R));
        Effect.SendThroughAgent sent = lab.sentThroughAgent();
        assertThat(sent.from()).isEqualTo(Lab.CAFE);
        assertThat(sent.agent()).isEqualTo(cafe.mac);
        assertThat(lab.request().careOf()).isEqualTo(Lab.CAFE);
        // D and T: it decapsulates itself.
        assertThat(lab.request().flags()).isEqualTo(0x22);
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        assertThat(lab.declared().neighbours()).isEmpty();
    }

    @Test
    void registersDirectlyWhereTheForeignAgentThatRequiresRegistrationDoesNotAnswer() {
        lab.arriveAtCafe();
        lab.hear(CAFE_LINK, cafe.lifetime(1800).flags(PlainForeignAgent.F | PlainForeignAgent.R));
        lab.passSlowly(Duration.ofSeconds(8));
        assertThat(lab.node.status().attachment().usedAgent()).isEmpty();
        assertThat(lab.node.status().attachment().name()).contains("cafe0");
    }

    @Test
    void leavesForeignAgentsAloneWhereItIsToldTo() {
        Settings.Roaming none = new Settings.Roaming(
                false, java.util.Map.of(), java.util.Optional.empty(), DeliveryStyle.DIRECT, Duration.ofSeconds(10));
        Lab alone = new Lab(Lab.roaming(none));
        alone.start();
        alone.linkUp(CAFE_LINK);
        assertThat(alone.hear(CAFE_LINK, cafe.flags(PlainForeignAgent.F | PlainForeignAgent.R)))
                .isEmpty();
    }

    @Test
    void looksAtNoBitThatIsReserved() {
        lab.linkUp(CAFE_LINK);
        lab.hear(CAFE_LINK, cafe.flags(PlainForeignAgent.F | PlainForeignAgent.T | 0x021f));
        assertThat(lab.request().careOf()).isEqualTo(FIRST_CARE_OF);
    }

    @Test
    void takesAHomeAgentOfOthersForNoForeignAgent() {
        lab.linkUp(CAFE_LINK);
        assertThat(lab.hear(CAFE_LINK, cafe.flags(PlainForeignAgent.H))).isEmpty();
    }

    @Test
    void isAtHomeWhereItsOwnHomeAgentIsAForeignAgentForOthers() {
        PlainForeignAgent home = new PlainForeignAgent("10.10.0.1", "02:fa:00:00:00:07", "10.10.0.1").flags(0x3100);
        lab.linkUp(HOME_LINK);
        lab.hear(HOME_LINK, home);
        assertThat(lab.node.status().attachment()).isInstanceOf(Attachment.AtHome.class);
        assertThat(lab.request().lifetime()).isZero();
        assertThat(only(Effect.SendThroughAgent.class, lab.lastEffects)).isEmpty();
    }

    @Test
    void solicitsAtOnceAndThriceAtOneASecondThenEverMoreRarelyDownToOneAMinute() {
        lab.setNoise(-1);
        assertThat(lab.linkUp(CAFE_LINK)).contains(new Effect.Solicit(CAFE_LINK));
        for (int seconds : List.of(1, 1, 1, 2, 4, 8, 16, 32, 60, 60)) {
            Duration wait = lab.node.nextDeadline().since(lab.now());
            // §2.4: around the nominal interval, at random, and never a second solicitation within a second.
            assertThat(wait).isBetween(Duration.ofSeconds(seconds), Duration.ofMillis(1200L * seconds));
            assertThat(lab.untilDeadline()).contains(new Effect.Solicit(CAFE_LINK));
        }
    }

    @Test
    void drawsTheIntervalsAtRandom() {
        lab.setNoise(0);
        lab.linkUp(CAFE_LINK);
        Duration least = lab.node.nextDeadline().since(lab.now());
        Lab another = new Lab();
        another.start();
        another.setNoise(-1);
        another.linkUp(CAFE_LINK);
        assertThat(another.node.nextDeadline().since(another.now())).isGreaterThan(least);
    }

    @Test
    void solicitsNoMoreOnceAnAgentIsHeard() {
        arrive();
        lab.accept(600);
        cafe.lifetime(1800);
        lab.hear(CAFE_LINK, cafe);
        assertThat(lab.passSlowly(Duration.ofSeconds(100))).doesNotContain(new Effect.Solicit(CAFE_LINK));
    }

    @Test
    void asksForItsForeignAgentBeforeItGivesItUpAndLooksForAnotherThen() {
        arrive();
        lab.accept(600);
        // The advertisement is true for three seconds: asked at two, lost at three.
        assertThat(lab.passSlowly(Duration.ofMillis(1900))).doesNotContain(new Effect.Solicit(CAFE_LINK));
        assertThat(lab.passSlowly(Duration.ofMillis(200))).contains(new Effect.Solicit(CAFE_LINK));
        assertThat(lab.passSlowly(Duration.ofSeconds(2))).contains(new Effect.Solicit(CAFE_LINK));
    }

    @Test
    void solicitsNoMoreOnceTheForeignAgentThatWasLostIsHeardAgain() {
        arrive();
        lab.accept(600);
        assertThat(lab.passSlowly(Duration.ofSeconds(5))).contains(new Effect.Solicit(CAFE_LINK));
        lab.hear(CAFE_LINK, cafe.lifetime(1800));
        assertThat(lab.passSlowly(Duration.ofSeconds(100))).doesNotContain(new Effect.Solicit(CAFE_LINK));
    }

    @Test
    void searchesNoFasterAfterAForeignAgentThatCameAndWentWithoutHavingRegisteredIt() {
        lab.linkUp(CAFE_LINK);
        lab.passSlowly(Duration.ofMinutes(1));
        lab.hear(CAFE_LINK, cafe);
        assertThat(lab.passSlowly(Duration.ofSeconds(9)))
                .filteredOn(new Effect.Solicit(CAFE_LINK)::equals)
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void searchesFastAgainOnANewLinkAndAfterARegistration() {
        lab.linkUp(CAFE_LINK);
        lab.passSlowly(Duration.ofSeconds(200));
        lab.linkDown(CAFE_LINK);
        assertThat(lab.linkUp(CAFE_LINK)).contains(new Effect.Solicit(CAFE_LINK));
        lab.passSlowly(Duration.ofSeconds(200));
        lab.hear(CAFE_LINK, cafe);
        lab.accept(600);
        assertThat(lab.passSlowly(Duration.ofSeconds(6)))
                .filteredOn(new Effect.Solicit(CAFE_LINK)::equals)
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void keepsOnlyAFewForeignAgentsOfALinkInMind() {
        lab.linkUp(OFFICE_LINK);
        for (int i = 1; i <= 50; i++) {
            String address = "198.51.100." + i;
            PlainForeignAgent invented =
                    new PlainForeignAgent(address, "02:fa:00:00:01:" + String.format("%02x", i), address);
            lab.hear(OFFICE_LINK, invented.lifetime(1800));
        }
        for (int i = 0; i < 30; i++) {
            lab.passSlowly(Duration.ofSeconds(20));
        }
        assertThat(lab.lastRequest().careOf().bits() & 0xff).isLessThanOrEqualTo(8);
    }
}
