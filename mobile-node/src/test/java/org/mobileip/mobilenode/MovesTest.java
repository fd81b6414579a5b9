package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.OFFICE;
import static org.mobileip.mobilenode.Lab.OFFICE_LINK;
import static org.mobileip.mobilenode.Lab.address;
import static org.mobileip.mobilenode.Lab.defaultRoute;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.net.InterfaceAddress;

/** From link to link. */
class MovesTest {

    private final Lab lab = new Lab();

    @BeforeEach
    void start() {
        lab.start();
    }

    private static HomeTunnel tunnel(org.mobileip.net.Ipv4 from, org.mobileip.net.Ipv4... also) {
        return new HomeTunnel(from, AGENT, HOME.address(), List.of(also), HomeTunnel.Terms.PLAIN);
    }

    private static Effect use(HomeTunnel tunnel) {
        return new Effect.UseTunnel(tunnel);
    }

    @Test
    void waitsUntilTheLinkHasAnAddressAndARoute() {
        assertThat(lab.requests(lab.linkUp(CAFE_LINK))).isEmpty();
        assertThat(lab.requests(lab.change(address(CAFE_LINK, CAFE)))).isEmpty();
        assertThat(lab.requests(lab.change(defaultRoute(CAFE_LINK, 100)))).hasSize(1);
    }

    @Test
    void neverTakesTheHomeAddressOrALinkLocalOneForACareOfAddress() {
        lab.linkUp(CAFE_LINK);
        lab.change(defaultRoute(CAFE_LINK, 100));
        assertThat(lab.requests(lab.change(address(CAFE_LINK, org.mobileip.net.Ipv4.parse("169.254.3.4")))))
                .isEmpty();
        assertThat(lab.requests(lab.change(address(CAFE_LINK, AGENT)))).isEmpty();
        assertThat(lab.requests(lab.change(address(CAFE_LINK, CAFE)))).hasSize(1);
    }

    @Test
    void sendsFromTheNewAddressAtOnceWhereTheOldLinkIsGone() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        lab.linkDown(CAFE_LINK);
        assertThat(lab.arriveAtOffice()).contains(use(tunnel(OFFICE)));
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
    }

    @Test
    void changesNothingOnTheMachineWhenTheNextLinkIsThereSoonAfterTheLoss() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        List<Effect> effects = new ArrayList<>(lab.linkDown(CAFE_LINK));
        lab.pass(Duration.ofMillis(19));
        effects.addAll(lab.deadline());
        assertThat(Lab.only(Effect.Declare.class, effects)).isEmpty();
        assertThat(lab.arriveAtOffice()).contains(use(tunnel(OFFICE)));
        assertThat(lab.node.status().state()).isEqualTo(State.REGISTERING);
    }

    @Test
    void isDisconnectedWhenNoOtherLinkIsThereSoonAfterTheLoss() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        lab.linkDown(CAFE_LINK);
        lab.pass(Duration.ofMillis(20));
        lab.deadline();
        assertThat(lab.node.status().state()).isEqualTo(State.DISCONNECTED);
    }

    @Test
    void keepsTheOldTunnelUntilTheHomeAgentHasAnsweredForTheNew() {
        lab.arriveAtOffice();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        // Request { café } -->
        assertThat(lab.arriveAtCafe()).contains(use(tunnel(OFFICE, CAFE).by(Lab.byLink(Lab.OFFICE_LINK, OFFICE))));
        assertThat(lab.node.status().registered()).isFalse();
        // <-- Reply { accepted }: what is in flight to the office is still taken
        lab.pass(Duration.ofMillis(30));
        assertThat(lab.accept(600)).contains(use(tunnel(CAFE, OFFICE)));
        lab.pass(Duration.ofSeconds(2));
        assertThat(lab.deadline()).contains(use(tunnel(CAFE)));
    }

    @Test
    void leavesTheOldTunnelWhenItsLinkDiesBeforeTheReply() {
        lab.arriveAtOffice();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        lab.arriveAtCafe();
        assertThat(lab.linkDown(OFFICE_LINK)).contains(use(tunnel(CAFE)));
    }

    @Test
    void staysWhereItIsWhenAWorseLinkComes() {
        lab.arriveAtCafe();
        lab.accept(600);
        List<Effect> effects = lab.arriveAtOffice();
        assertThat(only(Effect.SendRequest.class, effects)).isEmpty();
        assertThat(only(Effect.UseTunnel.class, effects)).isEmpty();
    }

    @Test
    void fallsBackToTheWorseLinkWhenTheBetterLosesItsAddress() {
        lab.arriveAtCafe();
        lab.arriveAtOffice();
        lab.accept(600);
        lab.change(new NetworkChange.AddressRemoved(new LinkAddress(CAFE_LINK, new InterfaceAddress(CAFE, 24))));
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
        lab.accept(600);
        assertThat(lab.node.status().lastHandover().orElseThrow().trigger()).isEqualTo(Trigger.ADDRESS_LOST);
    }

    @Test
    void registersAgainFromTheSameAddressAfterItsLinkWasAway() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        lab.linkDown(CAFE_LINK);
        lab.pass(Duration.ofSeconds(5));
        lab.linkUp(CAFE_LINK);
        assertThat(lab.node.status().state()).isEqualTo(State.DISCONNECTED);
        // The kernel dropped the routes with the link, in silence.
        lab.change(defaultRoute(CAFE_LINK, 100));
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
    }

    @Test
    void movesToTheInterfaceItIsToldToUntilThatIsUnusable() {
        lab.arriveAtCafe();
        lab.arriveAtOffice();
        lab.accept(600);
        lab.handle(new Event.Move(lab.moment(), "office0"));
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
        lab.accept(600);
        assertThat(lab.change(defaultRoute(CAFE_LINK, 50))).isEmpty();
        lab.linkDown(OFFICE_LINK);
        assertThat(lab.node.status().attachment()).isEqualTo(new Attachment.Visiting(CAFE_LINK, "cafe0", CAFE));
        assertThat(lab.requests(lab.arriveAtOffice())).isEmpty();
        assertThat(lab.node.status().attachment().name()).contains("cafe0");
    }

    @Test
    void deregistersAndKeepsOffWhenToldToGoHomeUntilToldToMove() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        List<Effect> effects = lab.handle(new Event.Home(lab.moment()));
        assertThat(effects).contains(new Effect.StopTunnel());
        assertThat(lab.request().lifetime()).isZero();
        assertThat(lab.request().careOf()).isEqualTo(HOME.address());
        assertThat(only(Effect.SendRequest.class, effects).get(0).from()).isEqualTo(CAFE);
        assertThat(lab.node.status().state()).isEqualTo(State.DISCONNECTED);
        lab.accept(0);
        assertThat(lab.requests(lab.arriveAtOffice())).isEmpty();
        lab.handle(new Event.Move(lab.moment(), "cafe0"));
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
    }

    @Test
    void doesNotCountOnABindingThatItHasAskedToEnd() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        lab.handle(new Event.Home(lab.moment()));
        lab.pass(Duration.ofSeconds(5));
        // No reply: perhaps the home agent has heard it, perhaps not.
        lab.handle(new Event.Move(lab.moment(), "cafe0"));
        assertThat(lab.node.status().registered()).isFalse();
        assertThat(lab.node.status().state()).isEqualTo(State.REGISTERING);
        assertThat(lab.request().lifetime()).isEqualTo(600);
    }

    @Test
    void registersFromWhatIsThereAfterTheKernelHadTooMuchToSay() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        lab.handle(new Event.NetworkRead(
                lab.moment(),
                List.of(Lab.link(Lab.TUN, "mip0", true), Lab.link(OFFICE_LINK, "office0", true)),
                List.of(new LinkAddress(OFFICE_LINK, new InterfaceAddress(OFFICE, 24))),
                List.of(((NetworkChange.RouteAdded) defaultRoute(OFFICE_LINK, 200)).route())));
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
    }

    @Test
    void tellsWhereTheTimeOfAHandoverWent() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(20));
        lab.linkDown(CAFE_LINK);
        lab.pass(Duration.ofMillis(30));
        lab.linkUp(OFFICE_LINK);
        lab.pass(Duration.ofMillis(200));
        lab.change(address(OFFICE_LINK, OFFICE), defaultRoute(OFFICE_LINK, 200));
        lab.pass(Duration.ofMillis(71));
        lab.accept(600);
        Handover handover = lab.node.status().lastHandover().orElseThrow();
        assertThat(handover.from().name()).contains("cafe0");
        assertThat(handover.to().name()).contains("office0");
        assertThat(handover.trigger()).isEqualTo(Trigger.LINK_LOST);
        assertThat(handover.detect()).isEqualTo(Duration.ofMillis(30));
        assertThat(handover.address()).isEqualTo(Duration.ofMillis(200));
        assertThat(handover.register()).isEqualTo(Duration.ofMillis(71));
    }
}
