package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE;
import static org.mobileip.mobilenode.Lab.OFFICE_LINK;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.LinkAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Lifetime;

/** Advertisements and addresses that somebody has made up: what works is kept until the home agent has answered. */
class RogueNetworksTest {

    private static final HomeTunnel BY_OFFICE = new HomeTunnel(OFFICE, AGENT, HOME.address());

    private final Lab lab = new Lab();

    @BeforeEach
    void awayAtTheOffice() {
        lab.start();
        lab.arriveAtOffice();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(20));
        lab.deadline();
        assertThat(lab.node.status().tunnel()).contains(BY_OFFICE);
    }

    private void threeRequestsWithoutReply() {
        lab.untilDeadline();
        lab.untilDeadline();
        lab.untilDeadline();
    }

    /** Somebody advertises every second, and three requests stay without a reply. */
    private void advertisedInVain(int link) {
        for (int second = 0; second < 7; second++) {
            lab.hearAgent(link, AGENT);
            var end = lab.now().plus(Duration.ofSeconds(1));
            while (!lab.node.nextDeadline().isAfter(end)) {
                lab.untilDeadline();
            }
            lab.pass(end.since(lab.now()));
        }
    }

    @Test
    void keepsEverythingGoingByTheTunnelUntilTheHomeAgentSaysThatThisIsHome() {
        // Somebody on the office's link says it is the home agent.
        lab.hearAgent(OFFICE_LINK, AGENT);
        assertThat(lab.declared().rules()).isNotEmpty();
        assertThat(lab.declared().routes()).allMatch(route -> route.table() != 254);
        assertThat(lab.node.status().tunnel()).contains(BY_OFFICE);
        assertThat(lab.node.status().state()).isEqualTo(State.REGISTERING);
        // Request { lifetime 0 } -->      <-- Reply { accepted }: it is
        assertThat(lab.request().lifetime()).isZero();
        lab.accept(0);
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
        assertThat(lab.priorities()).isEqualTo(Lab.PRIORITIES_AT_HOME);
    }

    @Test
    void goesBackToWhereItWasWhenTheHomeAgentDoesNotSaySo() {
        advertisedInVain(OFFICE_LINK);
        assertThat(lab.node.status().attachment()).isEqualTo(new Attachment.Visiting(OFFICE_LINK, "office0", OFFICE));
        assertThat(lab.node.status().tunnel()).contains(BY_OFFICE);
        assertThat(lab.declared().addresses()).doesNotContain(new LinkAddress(OFFICE_LINK, HOME));
        assertThat(lab.lastRequest().careOf()).isEqualTo(OFFICE);
        lab.accept(600);
        assertThat(lab.node.status().registered()).isTrue();
    }

    /** RFC 5944 §3.6.1.2: it has asked to be forgotten, and the home agent may have done that. */
    @Test
    void callsItselfRegisteredAfterADeregistrationInVainOnlyOnceItIsAgain() {
        advertisedInVain(OFFICE_LINK);
        assertThat(lab.node.status().tunnel()).as("it is tried").contains(BY_OFFICE);
        assertThat(lab.node.status().registered())
                .as("a deregistration may have arrived, and its reply been lost")
                .isFalse();
        lab.accept(600);
        assertThat(lab.node.status().registered()).isTrue();
    }

    @Test
    void goesBackAfterASingleAdvertisementToo() {
        lab.hearAgent(OFFICE_LINK, AGENT);
        lab.pass(Duration.ofSeconds(3));
        lab.deadline();
        assertThat(lab.lastRequest().careOf()).isEqualTo(OFFICE);
        lab.accept(600);
        assertThat(lab.node.status().registered()).isTrue();
    }

    @Test
    void doesNotListenToItForAMinuteAndThenForTwo() {
        advertisedInVain(OFFICE_LINK);
        lab.accept(600);
        assertThat(lab.hearAgent(OFFICE_LINK, AGENT)).isEmpty();
        lab.pass(Duration.ofSeconds(60));
        lab.deadline();
        lab.hearAgent(OFFICE_LINK, AGENT);
        assertThat(lab.node.status().attachment()).isInstanceOf(Attachment.AtHome.class);
        advertisedInVain(OFFICE_LINK);
        lab.accept(600);
        lab.pass(Duration.ofSeconds(110));
        lab.deadline();
        assertThat(lab.hearAgent(OFFICE_LINK, AGENT)).isEmpty();
    }

    @Test
    void listensAgainOnALinkThatWasAway() {
        advertisedInVain(OFFICE_LINK);
        lab.linkDown(OFFICE_LINK);
        lab.linkUp(OFFICE_LINK);
        lab.hearAgent(OFFICE_LINK, AGENT);
        assertThat(lab.node.status().attachment()).isInstanceOf(Attachment.AtHome.class);
    }

    @Test
    void isHomeWithoutItsHomeAgentWhereThereIsNothingElse() {
        lab.linkDown(OFFICE_LINK);
        lab.linkUp(HOME_LINK);
        advertisedInVain(HOME_LINK);
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
    }

    @Test
    void isHomeAtOnceWhenTheOldLinkDiesMeanwhile() {
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        assertThat(lab.node.status().state()).isEqualTo(State.REGISTERING);
        lab.linkDown(OFFICE_LINK);
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
        assertThat(lab.lastEffects).contains(new Effect.StopTunnel());
        assertThat(lab.priorities()).isEqualTo(Lab.PRIORITIES_AT_HOME);
    }

    @Test
    void goesBackToTheLinkThatWorksWhenABetterOneLeadsNowhere() {
        lab.arriveAtCafe();
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        assertThat(lab.node.status().tunnel().orElseThrow().careOf())
                .as("until it is answered")
                .isEqualTo(OFFICE);
        threeRequestsWithoutReply();
        assertThat(lab.node.status().attachment().name()).contains("office0");
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
        assertThat(lab.node.status().registered())
                .as("a request may have arrived, and its reply been lost")
                .isFalse();
        lab.accept(600);
        assertThat(lab.node.status().registered()).isTrue();
        assertThat(lab.node.status().lastHandover().orElseThrow().trigger()).isEqualTo(Trigger.UNANSWERED);
    }

    @Test
    void triesTheBetterLinkAgainEverMoreRarely() {
        lab.arriveAtCafe();
        for (int seconds : List.of(30, 60, 120)) {
            threeRequestsWithoutReply();
            var doubtedSince = lab.now();
            lab.accept(600);
            while (lab.node.status().attachment().name().equals(java.util.Optional.of("office0"))) {
                lab.untilDeadline();
            }
            assertThat(lab.now().since(doubtedSince)).isEqualTo(Duration.ofSeconds(seconds));
            assertThat(lab.request().careOf()).isEqualTo(CAFE);
        }
        lab.accept(600);
        assertThat(lab.node.status().attachment().name()).contains("cafe0");
    }

    @Test
    void triesTheBetterLinkAtOnceWhenItHasAnotherAddress() {
        lab.arriveAtCafe();
        threeRequestsWithoutReply();
        Ipv4 other = Ipv4.parse("192.0.2.45");
        lab.change(new org.mobileip.host.NetworkChange.AddressRemoved(
                new LinkAddress(CAFE_LINK, new org.mobileip.net.InterfaceAddress(CAFE, 24))));
        lab.change(Lab.address(CAFE_LINK, other), Lab.defaultRoute(CAFE_LINK, 100));
        assertThat(lab.lastRequest().careOf()).isEqualTo(other);
    }

    @Test
    void staysWhereItWasToldToMove() {
        lab.arriveAtCafe();
        lab.handle(new Event.Move(lab.moment(), "cafe0"));
        threeRequestsWithoutReply();
        assertThat(lab.node.status().attachment().name()).contains("cafe0");
    }

    @Test
    void staysWhereItIsWhenNoLinkIsAnswered() {
        lab.linkDown(OFFICE_LINK);
        lab.arriveAtCafe();
        threeRequestsWithoutReply();
        assertThat(lab.node.status().attachment().name()).contains("cafe0");
        assertThat(lab.node.status().state()).isEqualTo(State.UNREACHABLE);
    }

    @Test
    void leavesALinkByWhichItCannotRenewWhileTheBindingStillLasts() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(460));
        lab.deadline();
        threeRequestsWithoutReply();
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
    }

    @Test
    void asksAgainFromTheOldLinkWhileItsBindingIsStillGood() {
        Lab brief = new Lab(Lab.lasting(new Lifetime(60)));
        brief.start();
        brief.arriveAtOffice();
        brief.accept(60);
        brief.arriveAtCafe();
        for (int i = 0; i < 3; i++) {
            brief.untilDeadline();
        }
        assertThat(brief.request().careOf()).isEqualTo(OFFICE);
        assertThat(only(Effect.UseTunnel.class, brief.lastEffects)).isNotEmpty();
        brief.accept(60);
        assertThat(brief.node.status().state()).isEqualTo(State.AWAY);
    }
}
