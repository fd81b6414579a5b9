package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE;
import static org.mobileip.mobilenode.Lab.OFFICE_LINK;
import static org.mobileip.mobilenode.Lab.TUN;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** Which link is used, and what is said of why: the configured order, links that keep going away, links that stand by. */
class LinkPolicyTest {

    private final Lab lab = new Lab();

    @BeforeEach
    void start() {
        lab.start();
    }

    private String used() {
        return lab.node.status().attachment().name().orElse("none");
    }

    private String why(String interfaceName) {
        return lab.node.status().links().stream()
                .filter(each -> each.interfaceName().equals(interfaceName))
                .map(LinkStanding::why)
                .findFirst()
                .orElse("not told");
    }

    /** The café's link goes away and comes back at once, a few seconds after the last time. */
    private void flap() {
        lab.pass(Duration.ofSeconds(3));
        lab.linkDown(CAFE_LINK);
        lab.arriveAtCafe();
    }

    @Test
    void goesBackToABetterLinkAtOnceThatWentAwayOnceOrTwice() {
        lab.arriveAtOffice();
        lab.arriveAtCafe();
        flap();
        assertThat(used()).isEqualTo("cafe0");
        flap();
        assertThat(used()).isEqualTo("cafe0");
    }

    @Test
    void prefersALinkThatStaysToABetterOneThatKeepsGoingAwayUntilThatHasStayedForTenSeconds() {
        lab.arriveAtOffice();
        lab.arriveAtCafe();
        flap();
        flap();
        flap();
        lab.accept(600);
        assertThat(used()).isEqualTo("office0");
        assertThat(why("cafe0")).isEqualTo("held down: it keeps going away");
        assertThat(why("office0")).isEqualTo("first usable of the configured order");
        lab.passSlowly(Duration.ofMillis(9_999));
        assertThat(used()).isEqualTo("office0");
        lab.passSlowly(Duration.ofMillis(1));
        assertThat(used()).isEqualTo("cafe0");
    }

    @Test
    void countsAnewWhenItGoesAwayMeanwhile() {
        lab.arriveAtOffice();
        lab.arriveAtCafe();
        flap();
        flap();
        flap();
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(9));
        lab.linkDown(CAFE_LINK);
        lab.arriveAtCafe();
        lab.passSlowly(Duration.ofSeconds(9));
        assertThat(used()).isEqualTo("office0");
    }

    @Test
    void usesALinkThatKeepsGoingAwayAtOnceWhereThereIsNoOther() {
        lab.arriveAtCafe();
        flap();
        flap();
        flap();
        assertThat(used()).isEqualTo("cafe0");
        assertThat(why("cafe0")).isEqualTo("keeps going away, and there is no other");
    }

    @Test
    void doesAsItIsToldEvenWithALinkThatKeepsGoingAway() {
        lab.arriveAtOffice();
        lab.arriveAtCafe();
        flap();
        flap();
        flap();
        lab.handle(new Event.Move(lab.moment(), "cafe0"));
        assertThat(used()).isEqualTo("cafe0");
        assertThat(why("cafe0")).isEqualTo("asked for by move");
    }

    @Test
    void holdsNothingDownWhereItIsToldSo() {
        Settings.Roaming usual = Settings.Roaming.PLAIN;
        Lab quick = new Lab(Lab.roaming(
                new Settings.Roaming(true, usual.agentKeys(), usual.aaa(), usual.delivery(), Duration.ZERO)));
        quick.start();
        quick.arriveAtOffice();
        for (int i = 0; i < 5; i++) {
            quick.arriveAtCafe();
            quick.pass(Duration.ofSeconds(3));
            quick.linkDown(CAFE_LINK);
        }
        quick.arriveAtCafe();
        assertThat(quick.node.status().attachment().name()).contains("cafe0");
    }

    @Test
    void saysOfEveryLinkWhyItIsUsedOrNot() {
        lab.arriveAtOffice();
        lab.linkUp(HOME_LINK);
        assertThat(lab.node.status().links())
                .containsExactly(
                        new LinkStanding("home0", false, "it has no address, and no agent is heard there"),
                        new LinkStanding("cafe0", false, "it is down or has no carrier"),
                        new LinkStanding("office0", true, "first usable of the configured order"));
        lab.hearAgent(HOME_LINK, AGENT);
        assertThat(why("home0")).isEqualTo("the home link");
        assertThat(why("office0")).isEqualTo("usable, standing by");
    }

    @Test
    void registersAtOnceByALinkThatHasStoodBy() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.linkUp(OFFICE_LINK);
        PlainForeignAgent office = new PlainForeignAgent("198.51.100.1", "02:fa:00:00:00:03", "198.51.100.1");
        assertThat(lab.hear(OFFICE_LINK, office.lifetime(1800))).isEmpty();
        lab.pass(Duration.ofSeconds(30));
        List<Effect> effects = lab.linkDown(CAFE_LINK);
        assertThat(only(Effect.SendThroughAgent.class, effects)).hasSize(1);
    }

    @Test
    void listsLinksInTheConfiguredOrderWhateverTheKernelsIs() {
        Lab other = new Lab();
        other.handle(new Event.NetworkRead(
                other.moment(),
                List.of(
                        Lab.link(OFFICE_LINK, "office0", false),
                        Lab.link(TUN, "mip0", true),
                        Lab.link(CAFE_LINK, "cafe0", false),
                        Lab.link(HOME_LINK, "home0", false)),
                List.of(),
                List.of()));
        assertThat(other.node.status().links())
                .extracting(LinkStanding::interfaceName)
                .containsExactly("home0", "cafe0", "office0");
    }

    @Test
    void triesALinkAgainAtOnceThatWasGoneSinceNobodyAnsweredByIt() {
        lab.arriveAtOffice();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(20));
        lab.arriveAtCafe();
        lab.untilDeadline();
        lab.untilDeadline();
        lab.untilDeadline();
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(2));
        lab.linkDown(CAFE_LINK);
        lab.arriveAtCafe();
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
    }

    @Test
    void saysThatNobodyAnswersByALinkUntilSomebodyDoes() {
        lab.arriveAtOffice();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(20));
        lab.arriveAtCafe();
        lab.untilDeadline();
        lab.untilDeadline();
        lab.untilDeadline();
        assertThat(why("cafe0")).isEqualTo("nobody answers by it; tried again later");
        lab.linkDown(OFFICE_LINK);
        assertThat(why("cafe0")).isEqualTo("nobody answers by it, and by no other either");
        lab.passSlowly(Duration.ofSeconds(1));
        assertThat(lab.lastRequest().careOf()).isEqualTo(CAFE);
        lab.accept(600);
        assertThat(why("cafe0")).isEqualTo("first usable of the configured order");
    }

    @Test
    void forgetsAfterAMinuteThatALinkWentAway() {
        lab.arriveAtOffice();
        lab.arriveAtCafe();
        flap();
        flap();
        lab.pass(Duration.ofSeconds(57));
        flap();
        assertThat(used())
                .as("the first loss is a minute and three seconds old")
                .isEqualTo("cafe0");
    }

    /** A modem dials again, and is another interface of the same name each time. */
    @Test
    void holdsAModemDownThatKeepsGoingAwayWithItsInterface() {
        lab.arriveAtOffice();
        lab.arriveAtCafe();
        int modem = CAFE_LINK;
        for (int time = 1; time <= 3; time++) {
            assertThat(used()).isEqualTo("cafe0");
            lab.pass(Duration.ofSeconds(3));
            hangsUp(modem);
            modem = 100 + time;
            dials(modem);
        }
        lab.accept(600);
        assertThat(used()).isEqualTo("office0");
        assertThat(why("cafe0")).isEqualTo("held down: it keeps going away");
        lab.passSlowly(Duration.ofSeconds(10));
        assertThat(used()).isEqualTo("cafe0");
    }

    @Test
    void forgetsAModemThatDoesNotComeAgainForAMinute() {
        lab.arriveAtOffice();
        lab.arriveAtCafe();
        flap();
        flap();
        flap();
        lab.accept(600);
        hangsUp(CAFE_LINK);
        lab.passSlowly(Duration.ofMinutes(1));
        dials(101);
        assertThat(used()).isEqualTo("cafe0");
    }

    private void dials(int modem) {
        lab.change(
                new NetworkChange.LinkChanged(Lab.link(modem, "cafe0", true)),
                Lab.address(modem, CAFE),
                new NetworkChange.RouteAdded(routeBy(modem)));
    }

    private void hangsUp(int modem) {
        lab.change(
                new NetworkChange.LinkChanged(Lab.link(modem, "cafe0", false)),
                new NetworkChange.RouteRemoved(routeBy(modem)),
                new NetworkChange.AddressRemoved(new LinkAddress(modem, new InterfaceAddress(CAFE, 24))),
                new NetworkChange.LinkRemoved(modem));
    }

    private static Route routeBy(int link) {
        Optional<Ipv4> router = Optional.of(Ipv4.parse("192.0.2.1"));
        return new Route(Ipv4Prefix.ALL, router, link, Optional.empty(), Route.TABLE_MAIN, 3, 100);
    }

    @Test
    void holdsALinkDownThatIsAwayWhenItsTimeIsOver() {
        lab.arriveAtOffice();
        lab.arriveAtCafe();
        flap();
        flap();
        flap();
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(9));
        lab.linkDown(CAFE_LINK);
        lab.passSlowly(Duration.ofSeconds(2));
        lab.arriveAtCafe();
        assertThat(used()).isEqualTo("office0");
        assertThat(why("cafe0")).isEqualTo("held down: it keeps going away");
    }

    @Test
    void goesOnSayingThatNobodyAnswersByTheOnlyLinkThereIs() {
        lab.arriveAtOffice();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(20));
        lab.arriveAtCafe();
        lab.untilDeadline();
        lab.untilDeadline();
        lab.untilDeadline();
        lab.linkDown(OFFICE_LINK);
        lab.passSlowly(Duration.ofSeconds(15));
        assertThat(lab.node.status().unanswered()).isGreaterThanOrEqualTo(3);
        assertThat(why("cafe0")).isEqualTo("nobody answers by it, and by no other either");
    }

    @Test
    void countsRequestsWithoutAReplyAnewAfterEveryReply() {
        lab.arriveAtOffice();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(20));
        lab.arriveAtCafe();
        lab.untilDeadline();
        lab.untilDeadline();
        lab.reply(lab.agent.mismatch(lab.request(), (lab.request().identification() >>> 32) + 3600));
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        lab.untilDeadline();
        assertThat(lab.request().careOf()).as("one in a row, not three").isEqualTo(CAFE);
    }
}
