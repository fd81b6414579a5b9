package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE_LINK;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.MacAddress;

/** When agents are asked for, and when they are not: RFC 5944 §2.4, RFC 1256 §6.3. */
class SolicitationTest {

    private static final NetworkChange ADDRESS_LOST =
            new NetworkChange.AddressRemoved(new LinkAddress(CAFE_LINK, new InterfaceAddress(CAFE, 24)));

    private final Lab lab = new Lab();
    private final PlainForeignAgent cafe = new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1");

    @BeforeEach
    void start() {
        lab.start();
    }

    private static List<Effect> solicitations(List<Effect> effects, int link) {
        return effects.stream().filter(new Effect.Solicit(link)::equals).toList();
    }

    private static NetworkChange carrier(int link, String name, boolean isThere) {
        MacAddress mac = new MacAddress(0x020000000000L + link);
        return new NetworkChange.LinkChanged(new Link(link, name, mac, true, isThere, false, 1500));
    }

    /** Somebody on the office's link says it is the home agent, and three requests stay unanswered. */
    private void sayThatTheOfficeIsHome() {
        for (int second = 0; second < 7; second++) {
            lab.hearAgent(OFFICE_LINK, AGENT);
            lab.passSlowly(Duration.ofSeconds(1));
        }
    }

    /** Through a foreign agent that advertises so many seconds. */
    private void registerThroughCafe(int lifetime) {
        lab.linkUp(CAFE_LINK);
        lab.hear(CAFE_LINK, cafe.lifetime(lifetime));
        lab.accept(600);
    }

    private void registerAtCafe() {
        lab.arriveAtCafe();
        lab.accept(600);
    }

    /** How often agents are asked for on that link while that time passes. */
    private int askedWithin(Duration time, int link) {
        return solicitations(lab.passSlowly(time), link).size();
    }

    @Test
    void asksThreeTimesOnALinkThatStandsByAndThenNoMore() {
        registerAtCafe();
        assertThat(solicitations(lab.linkUp(HOME_LINK), HOME_LINK)).hasSize(1);
        assertThat(askedWithin(Duration.ofSeconds(2), HOME_LINK)).isEqualTo(2);
        assertThat(askedWithin(Duration.ofMinutes(5), HOME_LINK)).isZero();
    }

    @Test
    void asksNobodyOnALinkThatIsGone() {
        lab.linkUp(CAFE_LINK);
        lab.linkDown(CAFE_LINK);
        assertThat(askedWithin(Duration.ofSeconds(100), CAFE_LINK)).isZero();
    }

    @Test
    void goesOnAskingWhereOnlyAHomeAgentOfOthersIsHeard() {
        lab.linkUp(CAFE_LINK);
        lab.hear(CAFE_LINK, cafe.flags(PlainForeignAgent.H));
        assertThat(askedWithin(Duration.ofSeconds(1), CAFE_LINK)).isEqualTo(1);
    }

    @Test
    void asksAtOnceWhereItsAddressIsLostAndThereIsNoOtherWay() {
        registerAtCafe();
        lab.pass(Duration.ofSeconds(30));
        assertThat(lab.change(ADDRESS_LOST)).contains(new Effect.Solicit(CAFE_LINK));
        // And goes on, for as long as there is none.
        assertThat(askedWithin(Duration.ofSeconds(10), CAFE_LINK)).isGreaterThanOrEqualTo(3);
    }

    @Test
    void asksNoSoonerThanASecondAfterTheLastTimeThough() {
        registerAtCafe();
        lab.pass(Duration.ofMillis(300));
        assertThat(solicitations(lab.change(ADDRESS_LOST), CAFE_LINK)).isEmpty();
        assertThat(askedWithin(Duration.ofMillis(699), CAFE_LINK)).isZero();
        assertThat(askedWithin(Duration.ofMillis(1), CAFE_LINK)).isEqualTo(1);
    }

    @Test
    void asksOnALinkThatFlickersOnceAndNotForEverWhileItStaysRegisteredThere() {
        registerAtCafe();
        lab.pass(Duration.ofSeconds(5));
        List<Effect> effects = lab.change(carrier(CAFE_LINK, "cafe0", false), carrier(CAFE_LINK, "cafe0", true));
        assertThat(solicitations(effects, CAFE_LINK)).hasSize(1);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        assertThat(askedWithin(Duration.ofMinutes(5), CAFE_LINK)).isZero();
    }

    @Test
    void asksNoMoreOnALinkWhereItsHomeAgentIsHeardThoughItIsToldToStayElsewhere() {
        lab.arriveAtCafe();
        lab.handle(new Event.Move(lab.moment(), "cafe0"));
        lab.accept(600);
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        assertThat(lab.node.status().attachment().name()).contains("cafe0");
        assertThat(askedWithin(Duration.ofSeconds(2), HOME_LINK)).isZero();
    }

    @Test
    void doesNotAskForTheForeignAgentInUseWhereItHasJustAskedAnyway() {
        lab.linkUp(CAFE_LINK);
        // True for one second: reminded of after two thirds, which is within a second of the first solicitation.
        lab.hear(CAFE_LINK, cafe.lifetime(1));
        lab.accept(600);
        assertThat(askedWithin(Duration.ofMillis(999), CAFE_LINK)).isZero();
    }

    @Test
    void asksAgainForTheForeignAgentInUseOnlyOnceUntilItIsLost() {
        registerThroughCafe(30);
        assertThat(askedWithin(Duration.ofMillis(29_999), CAFE_LINK)).isEqualTo(1);
    }

    @Test
    void doesNotAskForAForeignAgentThatIsNotInUse() {
        registerThroughCafe(1800);
        PlainForeignAgent other = new PlainForeignAgent("192.0.2.2", "02:fa:00:00:00:02", "192.0.2.2");
        lab.hear(CAFE_LINK, other.lifetime(6));
        assertThat(askedWithin(Duration.ofSeconds(30), CAFE_LINK)).isZero();
    }

    @Test
    void takesALinkThatWentAwayAndCameBackInOneBreathForAnotherPlace() {
        registerThroughCafe(1800);
        lab.pass(Duration.ofSeconds(5));
        List<Effect> effects = lab.change(carrier(CAFE_LINK, "cafe0", false), carrier(CAFE_LINK, "cafe0", true));
        assertThat(solicitations(effects, CAFE_LINK)).isNotEmpty();
        lab.passSlowly(Duration.ofMillis(20));
        assertThat(lab.node.status().state()).isEqualTo(State.DISCONNECTED);
        lab.hear(CAFE_LINK, cafe);
        assertThat(lab.sentThroughAgent().agent()).isEqualTo(cafe.mac);
    }

    @Test
    void believesAnAdvertisementAtOnceOnALinkWhereTheHomeAgentHasAnswered() {
        lab.arriveAtOffice();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(20));
        sayThatTheOfficeIsHome();
        assertThat(lab.hearAgent(OFFICE_LINK, AGENT)).as("not believed").isEmpty();
        // Our own home address is gone from there; then a person puts it there, and the home agent answers.
        LinkAddress onLink = new LinkAddress(OFFICE_LINK, HOME);
        lab.change(new NetworkChange.AddressAdded(onLink), new NetworkChange.AddressRemoved(onLink));
        lab.change(new NetworkChange.AddressAdded(onLink));
        assertThat(lab.lastRequest().lifetime()).isZero();
        lab.passSlowly(Duration.ofSeconds(1));
        lab.accept(0);
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
        lab.hearAgent(OFFICE_LINK, AGENT);
        assertThat(lab.node.status().attachment())
                .isEqualTo(new Attachment.AtHome(OFFICE_LINK, "office0", java.util.Optional.of(AGENT)));
    }

    @Test
    void distrustsForAMinuteAgainWhereTheHomeAgentHasAnsweredInBetween() {
        lab.arriveAtOffice();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(20));
        sayThatTheOfficeIsHome();
        lab.accept(600);
        lab.passSlowly(Duration.ofMinutes(1));
        lab.hearAgent(OFFICE_LINK, AGENT);
        lab.accept(0);
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
        // Away again, and the same link lies once more.
        lab.passSlowly(Duration.ofSeconds(5));
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        sayThatTheOfficeIsHome();
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(61));
        lab.hearAgent(OFFICE_LINK, AGENT);
        assertThat(lab.node.status().attachment()).isInstanceOf(Attachment.AtHome.class);
    }

    @Test
    void goesOnAskingOnceTheForeignAgentInUseIsLost() {
        registerThroughCafe(30);
        lab.passSlowly(Duration.ofSeconds(30));
        assertThat(askedWithin(Duration.ofSeconds(10), CAFE_LINK)).isGreaterThanOrEqualTo(3);
    }

    @Test
    void asksNoMoreOnALinkWhereAForeignAgentIsHeardThatItDoesNotUse() {
        registerAtCafe();
        lab.linkUp(OFFICE_LINK);
        lab.hear(OFFICE_LINK, cafe.lifetime(1800));
        assertThat(lab.node.status().attachment().name()).contains("cafe0");
        assertThat(askedWithin(Duration.ofSeconds(5), OFFICE_LINK)).isZero();
    }

    @Test
    void asksWhetherThisIsHomeWhenItHasAskedForARegistration() {
        List<Effect> effects = lab.change(
                carrier(CAFE_LINK, "cafe0", true), Lab.address(CAFE_LINK, Lab.CAFE), Lab.defaultRoute(CAFE_LINK, 100));
        assertThat(effects.stream()
                        .filter(effect -> effect instanceof Effect.SendRequest || effect instanceof Effect.Solicit)
                        .map(Effect::getClass))
                .containsExactly(Effect.SendRequest.class, Effect.Solicit.class);
    }
}
