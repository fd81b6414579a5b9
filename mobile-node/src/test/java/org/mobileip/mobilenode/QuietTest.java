package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE_LINK;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.NetworkAccessIdentifier;

/** When nothing is sent, and nothing is waited for: a node that sleeps costs no battery, and floods nobody (§3.6.3). */
class QuietTest {

    private static final Ipv4 SECOND = Ipv4.parse("10.10.0.2");

    private final Lab lab = new Lab();

    @BeforeEach
    void start() {
        lab.start();
    }

    private static Lab withTwoAgents() {
        Lab two = new Lab(Lab.settings(
                Settings.Home.at(HOME),
                ReplayProtection.TIMESTAMPS,
                true,
                new AgentSource.Address(AGENT),
                new AgentSource.Address(SECOND)));
        two.start();
        return two;
    }

    /** The second home agent has accepted, and the first was asked to forget. */
    private static Lab sayingFarewell() {
        Lab two = withTwoAgents();
        two.arriveAtCafe();
        for (int i = 0; i < 3; i++) {
            two.setClock(two.moment().timeOfDay().plusMillis(13));
            two.untilDeadline();
        }
        two.accept(600);
        assertThat(two.request().lifetime()).isZero();
        return two;
    }

    @Test
    void asksForNothingOnceThereIsNoLinkAndSleepsUntilTheBindingEnds() {
        lab.arriveAtCafe();
        Tick asked = lab.now();
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(20));
        lab.linkDown(CAFE_LINK);
        lab.passSlowly(Duration.ofMillis(20));
        assertThat(lab.node.status().isAsking()).isFalse();
        assertThat(lab.node.nextDeadline()).isEqualTo(asked.plus(Duration.ofMinutes(10)));
        assertThat(lab.requests(lab.passSlowly(Duration.ofSeconds(1000)))).isEmpty();
        assertThat(lab.node.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @Test
    void repeatsNoRequestThatWasUnderWayWhenTheLastLinkWasLost() {
        lab.arriveAtCafe();
        lab.pass(Duration.ofMillis(100));
        lab.linkDown(CAFE_LINK);
        lab.passSlowly(Duration.ofMillis(20));
        assertThat(lab.node.status().isAsking()).isFalse();
        assertThat(lab.node.nextDeadline()).isEqualTo(Tick.NEVER);
        // Nor is its reply believed, which has come by who knows which way.
        assertThat(only(Effect.Discard.class, lab.accept(600)))
                .extracting(Effect.Discard::why)
                .containsExactly(Effect.Reason.NOT_EXPECTED);
    }

    @Test
    void saysNoMoreFarewellsWithoutALink() {
        Lab two = sayingFarewell();
        two.linkDown(CAFE_LINK);
        assertThat(two.requests(two.passSlowly(Duration.ofMinutes(1)))).isEmpty();
    }

    @Test
    void waitsForNoAnswerToAFarewellOnceItWasSaidThreeTimes() {
        Lab two = sayingFarewell();
        List<PlainHomeAgent.Request> said = two.requests(two.passSlowly(Duration.ofSeconds(20)));
        assertThat(said).hasSize(2);
        assertThat(only(Effect.Discard.class, two.reply(two.agent.accept(said.get(1), 0))))
                .extracting(Effect.Discard::why)
                .containsExactly(Effect.Reason.NOT_EXPECTED);
    }

    @Test
    void sleepsUntilItRenewsOnceItsFarewellIsAnswered() {
        Lab two = sayingFarewell();
        Tick asked = two.now();
        two.reply(two.agent.accept(two.request(), 0));
        assertThat(two.node.nextDeadline()).isEqualTo(asked.plus(Duration.ofSeconds(450)));
    }

    @Test
    void goesOnSayingFarewellFromTheNextLinkAndTakesTheAnswerThere() {
        Lab two = sayingFarewell();
        Octets answer = two.agent.accept(two.request(), 0);
        two.pass(Duration.ofMillis(500));
        two.linkDown(CAFE_LINK);
        two.arriveAtOffice();
        assertThat(only(Effect.Discard.class, two.reply(answer))).isEmpty();
        two.accept(600);
        assertThat(two.requests(two.passSlowly(Duration.ofMinutes(1)))).isEmpty();
    }

    @Test
    void believesNobodyThatAnswersTheBroadcastAfterAnotherHasAccepted() {
        Lab two = new Lab(Lab.settings(
                Settings.Home.at(HOME),
                ReplayProtection.TIMESTAMPS,
                true,
                new AgentSource.Discovery(),
                new AgentSource.Address(SECOND)));
        two.start();
        two.arriveAtCafe();
        two.untilDeadline();
        two.untilDeadline();
        PlainHomeAgent.Request toAll = two.request();
        two.setClock(two.moment().timeOfDay().plusMillis(13));
        two.untilDeadline();
        two.accept(600);
        assertThat(only(Effect.Discard.class, two.reply(two.agent.nameYourself(toAll, AGENT))))
                .extracting(Effect.Discard::why)
                .containsExactly(Effect.Reason.NOT_EXPECTED);
    }

    @Test
    void sleepsAtHomeOnceTheHomeAgentHasForgottenIt() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(20));
        lab.linkDown(CAFE_LINK);
        lab.linkUp(HOME_LINK);
        lab.change(new NetworkChange.AddressAdded(new LinkAddress(HOME_LINK, HOME)));
        lab.accept(0);
        lab.passSlowly(Duration.ofSeconds(5));
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
        assertThat(lab.node.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @Test
    void asksRarelyToBeForgottenButNeverMoreRarelyThanTheLifetimeItHadAskedFor() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(20));
        lab.handle(new Event.Home(lab.moment()));
        for (int i = 0; i < 12; i++) {
            lab.untilDeadline();
            assertThat(lab.request().lifetime()).isZero();
        }
        assertThat(lab.node.nextDeadline().since(lab.now())).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void asksNobodyForAnAddressOnceItIsToldToStayOff() {
        Settings.Home named = new Settings.Home(
                Optional.empty(), Optional.of(NetworkAccessIdentifier.of("user@example.org")), Optional.empty());
        Lab unknown = new Lab(Lab.settings(named, ReplayProtection.TIMESTAMPS, true, new AgentSource.Address(AGENT)));
        unknown.start();
        unknown.arriveAtCafe();
        unknown.handle(new Event.Home(unknown.moment()));
        assertThat(unknown.node.status().isAsking()).isFalse();
        assertThat(unknown.requests(unknown.passSlowly(Duration.ofMinutes(1)))).isEmpty();
    }

    @Test
    void doesNotRenewFromTheLinkBeforeWhileItRegistersFromTheNext() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(440));
        lab.linkDown(CAFE_LINK);
        lab.arriveAtOffice();
        // It was to be renewed at 450 s. Repeated after 1, 2, 4 and 8 s: the office's request, and nothing else.
        assertThat(lab.requests(lab.passSlowly(Duration.ofMillis(14_999)))).hasSize(3);
        assertThat(lab.requests(lab.passSlowly(Duration.ofMillis(1)))).hasSize(1);
    }

    @Test
    void waitsForTheSecondBetweenTwoRequestsThoughItWasElsewhereMeanwhile() {
        lab.arriveAtCafe();
        lab.pass(Duration.ofMillis(300));
        lab.arriveAtOffice();
        lab.handle(new Event.Move(lab.moment(), "office0"));
        assertThat(lab.request().careOf()).isEqualTo(Lab.OFFICE);
        lab.pass(Duration.ofMillis(300));
        lab.handle(new Event.Move(lab.moment(), "cafe0"));
        assertThat(lab.requests(lab.lastEffects)).isEmpty();
        assertThat(lab.requests(lab.passSlowly(Duration.ofMillis(399)))).isEmpty();
        assertThat(lab.requests(lab.passSlowly(Duration.ofMillis(1))))
                .extracting(PlainHomeAgent.Request::careOf)
                .containsExactly(CAFE);
    }

    /** Registered with a foreign agent of the café, and its restart is heard while the second is not yet over. */
    private List<Effect> restartHeard(Runnable meanwhile) {
        PlainForeignAgent agent = new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1");
        lab.linkUp(CAFE_LINK);
        lab.hear(CAFE_LINK, agent.lifetime(1800).sequence(500));
        assertThat(lab.sentThroughAgent().agent()).isEqualTo(agent.mac);
        lab.accept(600);
        lab.pass(Duration.ofMillis(100));
        meanwhile.run();
        lab.pass(Duration.ofMillis(100));
        return lab.hear(CAFE_LINK, agent.sequence(0));
    }

    @Test
    void waitsForTheSecondThoughAnotherLinkWasLostMeanwhile() {
        List<Effect> effects = restartHeard(() -> {
            lab.linkUp(OFFICE_LINK);
            lab.linkDown(OFFICE_LINK);
        });
        assertThat(lab.requests(effects)).isEmpty();
        assertThat(lab.requests(lab.passSlowly(Duration.ofMillis(800)))).hasSize(1);
    }

    @Test
    void waitsForTheSecondThoughItsLinkWasLostTheLastTime() {
        lab.linkUp(CAFE_LINK);
        lab.linkDown(CAFE_LINK);
        List<Effect> effects = restartHeard(() -> lab.change(Lab.address(OFFICE_LINK, Lab.OFFICE)));
        assertThat(lab.requests(effects)).isEmpty();
    }

    @Test
    void takesALinkThatIsGoneInWhatWasReadForLost() {
        PlainForeignAgent agent = new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1");
        lab.linkUp(CAFE_LINK);
        lab.hear(CAFE_LINK, agent.lifetime(1800));
        lab.accept(600);
        lab.pass(Duration.ofMillis(100));
        lab.handle(new Event.NetworkRead(
                lab.moment(), List.of(Lab.link(CAFE_LINK, "cafe0", false)), List.of(), List.of()));
        assertThat(lab.linkUp(CAFE_LINK)).contains(new Effect.Solicit(CAFE_LINK));
        lab.passSlowly(Duration.ofMillis(20));
        // Another place, where the first is asked at once.
        assertThat(lab.requests(lab.hear(CAFE_LINK, agent))).hasSize(1);
    }

    @Test
    void solicitsOnEachLinkThatIsUpAtTheStartAndNotAgainWhereThatIsRead() {
        Lab started = new Lab();
        Event.NetworkRead read = new Event.NetworkRead(
                started.moment(),
                List.of(
                        Lab.link(Lab.TUN, "mip0", true),
                        Lab.link(CAFE_LINK, "cafe0", true),
                        Lab.link(OFFICE_LINK, "office0", false)),
                List.of(),
                List.of());
        assertThat(only(Effect.Solicit.class, started.handle(read))).containsExactly(new Effect.Solicit(CAFE_LINK));
        started.pass(Duration.ofMillis(100));
        assertThat(only(Effect.Solicit.class, started.handle(read))).isEmpty();
    }

    @Test
    void isNotAskingOnceItIsAnswered() {
        lab.arriveAtCafe();
        assertThat(lab.node.status().isAsking()).isTrue();
        lab.accept(600);
        assertThat(lab.node.status().isAsking()).isFalse();
        assertThat(lab.node.status().isDeregistering()).isFalse();
    }
}
