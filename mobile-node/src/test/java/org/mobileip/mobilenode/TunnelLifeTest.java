package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE_LINK;
import static org.mobileip.mobilenode.Lab.TUN;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.net.InterfaceAddress;

/** What the machine has of the tunnel while the node comes home, is nowhere, is told to stay off: RFC 5944 §2.4.3, §4.6. */
class TunnelLifeTest {

    private final Lab lab = new Lab();

    @BeforeEach
    void start() {
        lab.start();
    }

    private void registeredAtTheCafe() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(20));
    }

    private Optional<HomeTunnel> tunnel() {
        return lab.node.status().tunnel();
    }

    @Test
    void hasItsAddressOnTheHomeLinkBeforeTheHomeAgentHasSaidThatItIsHome() {
        registeredAtTheCafe();
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        assertThat(lab.declared().addresses())
                .containsExactlyInAnyOrder(
                        new LinkAddress(TUN, new InterfaceAddress(HOME.address(), 32)),
                        new LinkAddress(HOME_LINK, HOME));
        assertThat(lab.declared().silentLinks()).containsExactlyInAnyOrder("cafe0", "office0");
    }

    @Test
    void takesWhatIsInFlightForTwoSecondsAfterItHasComeHome() {
        registeredAtTheCafe();
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        lab.accept(0);
        assertThat(tunnel()).map(HomeTunnel::careOf).contains(CAFE);
        // Something else changes meanwhile.
        lab.linkUp(OFFICE_LINK);
        assertThat(lab.passSlowly(Duration.ofMillis(1999))).doesNotContain(new Effect.StopTunnel());
        assertThat(tunnel()).isPresent();
        assertThat(lab.passSlowly(Duration.ofMillis(1))).contains(new Effect.StopTunnel());
        assertThat(tunnel()).isEmpty();
    }

    @Test
    void keepsItsRulesWhileItIsNowhereSoThatNothingOfTheHomeAddressLeavesByItself() {
        registeredAtTheCafe();
        lab.linkDown(CAFE_LINK);
        lab.passSlowly(Duration.ofMillis(20));
        // All but the one that speaks of a care-of address.
        assertThat(lab.priorities()).containsExactly(5200, 5201, 5203, 5204);
        assertThat(lab.declared().ignoresRedirects()).isFalse();
    }

    @Test
    void hasNoRulesBeforeItWasAnywhereAndNoneWhereItIsToldToStayOff() {
        lab.linkUp(CAFE_LINK);
        assertThat(lab.priorities()).isEmpty();
        lab.arriveAtCafe();
        lab.accept(600);
        assertThat(lab.priorities()).isNotEmpty();
        lab.handle(new Event.Home(lab.moment()));
        assertThat(lab.priorities()).isEmpty();
        lab.linkDown(CAFE_LINK);
        lab.passSlowly(Duration.ofSeconds(1));
        assertThat(lab.priorities()).isEmpty();
    }

    @Test
    void hasNoRulesWhereALinkCameAndWentWithoutAnAnswer() {
        lab.arriveAtCafe();
        lab.linkDown(CAFE_LINK);
        lab.passSlowly(Duration.ofSeconds(1));
        assertThat(lab.priorities()).isEmpty();
    }

    @Test
    void wrapsAsIpInIpFromTheVeryFirstRequestOn() {
        assertThat(lab.arriveAtCafe()).contains(new Effect.UseTunnel(new HomeTunnel(CAFE, AGENT, HOME.address())));
    }

    @Test
    void speaksFromWhereItIsEvenWhileNobodyKnowsTheHomeAgentAnyMore() {
        Lab found = new Lab(
                Lab.settings(Settings.Home.at(HOME), ReplayProtection.TIMESTAMPS, true, new AgentSource.Discovery()));
        found.start();
        found.arriveAtOffice();
        found.reply(found.agent.nameYourself(found.request(), AGENT));
        found.accept(600);
        found.passSlowly(Duration.ofSeconds(5));
        found.linkDown(OFFICE_LINK);
        found.passSlowly(Duration.ofSeconds(700));
        found.arriveAtOffice();
        // Three requests without a reply: all home agents there are, are asked again.
        found.untilDeadline();
        found.untilDeadline();
        found.untilDeadline();
        found.linkDown(OFFICE_LINK);
        found.arriveAtCafe();
        assertThat(found.node.status().homeAgent()).isEmpty();
        assertThat(found.node.status().tunnel()).map(HomeTunnel::careOf).contains(CAFE);
    }

    @Test
    void stopsTheTunnelAtOnceWhereItComesHomeFromALinkThatIsGone() {
        registeredAtTheCafe();
        lab.linkDown(CAFE_LINK);
        lab.linkUp(HOME_LINK);
        assertThat(lab.hearAgent(HOME_LINK, AGENT)).contains(new Effect.StopTunnel());
        assertThat(tunnel()).isEmpty();
    }

    @Test
    void isNotHomeAnotherTimeWhereItsHomeAgentIsHeardOnTheLinkThatItKnewByItsAddress() {
        lab.linkUp(HOME_LINK);
        lab.change(new NetworkChange.AddressAdded(new LinkAddress(HOME_LINK, HOME)));
        lab.accept(0);
        lab.passSlowly(Duration.ofSeconds(10));
        List<Effect> effects = lab.hearAgent(HOME_LINK, AGENT);
        assertThat(lab.requests(effects)).isEmpty();
        assertThat(Lab.only(Effect.GratuitousArp.class, effects)).isEmpty();
        assertThat(lab.declared().routes().stream().filter(route -> route.table() == Route.TABLE_MAIN))
                .hasSize(1);
    }

    @Test
    void isHomeAnotherTimeOnAnotherLinkOfTheHomeNetwork() {
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        lab.accept(0);
        lab.passSlowly(Duration.ofSeconds(10));
        lab.linkUp(OFFICE_LINK);
        lab.linkDown(HOME_LINK);
        List<Effect> effects = lab.hearAgent(OFFICE_LINK, AGENT);
        assertThat(effects).contains(new Effect.GratuitousArp(OFFICE_LINK, HOME.address()));
        assertThat(lab.request().lifetime()).isZero();
    }

    @Test
    void goesOnByTheWayBeforeWhateverElseChangesUntilTheHomeAgentHasSaidThatItIsHome() {
        registeredAtTheCafe();
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        assertThat(lab.declared().forwardingLinks()).isEmpty();
        assertThat(lab.linkUp(OFFICE_LINK)).doesNotContain(new Effect.StopTunnel());
        assertThat(tunnel()).map(HomeTunnel::careOf).contains(CAFE);
    }

    @Test
    void neverStopsTheTunnelWhileItMovesFromOneLinkToAnother() {
        registeredAtTheCafe();
        lab.arriveAtOffice();
        List<Effect> effects = new ArrayList<>(lab.handle(new Event.Move(lab.moment(), "office0")));
        effects.addAll(lab.accept(600));
        effects.addAll(lab.passSlowly(Duration.ofSeconds(5)));
        assertThat(effects).doesNotContain(new Effect.StopTunnel());
        assertThat(tunnel())
                .contains(
                        new HomeTunnel(Lab.OFFICE, AGENT, HOME.address()).by(Lab.byLink(Lab.OFFICE_LINK, Lab.OFFICE)));
    }

    @Test
    void leavesTheTunnelAloneWhereOnlyWhoIsAskedBecomesAnother() {
        registeredAtTheCafe();
        PlainForeignAgent wantsToBeAsked = new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1");
        List<Effect> effects = lab.hear(
                CAFE_LINK, wantsToBeAsked.flags(PlainForeignAgent.F | PlainForeignAgent.R | PlainForeignAgent.T));
        assertThat(lab.sentThroughAgent().agent()).isEqualTo(wantsToBeAsked.mac);
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        assertThat(Lab.only(Effect.UseTunnel.class, effects)).isEmpty();
    }
}
