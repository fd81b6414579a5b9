package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE;
import static org.mobileip.mobilenode.Lab.OFFICE_LINK;
import static org.mobileip.mobilenode.Lab.TUN;
import static org.mobileip.mobilenode.Lab.notices;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Lifetime;

/** What a person who watches reads: where the node is and why, what was promised, who is silent, what went wrong. */
class NoticesTest {

    private static final Attachment NOWHERE = new Attachment.Nowhere();
    private static final Attachment AT_CAFE = new Attachment.Visiting(CAFE_LINK, "cafe0", CAFE);
    private static final Attachment AT_OFFICE = new Attachment.Visiting(OFFICE_LINK, "office0", OFFICE);

    private final Lab lab = new Lab();

    @BeforeEach
    void start() {
        lab.start();
    }

    private void registeredAtCafe() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(20));
    }

    private static List<Trigger> triggers(List<Effect> effects) {
        return notices(effects).stream()
                .filter(Notice.Attached.class::isInstance)
                .map(notice -> ((Notice.Attached) notice).trigger())
                .toList();
    }

    @Test
    void tellsEachChangeOfItsStateOnce() {
        assertThat(notices(lab.arriveAtCafe()))
                .contains(new Notice.StateChanged(State.DISCONNECTED, State.REGISTERING));
        assertThat(notices(lab.accept(600))).contains(new Notice.StateChanged(State.REGISTERING, State.AWAY));
        assertThat(notices(lab.change(Lab.defaultRoute(CAFE_LINK, 7)))).isEmpty();
    }

    @Test
    void tellsWhatWasPromisedAndWhenItAsksAgain() {
        lab.arriveAtCafe();
        lab.pass(Duration.ofMillis(40));
        assertThat(notices(lab.accept(600)))
                .contains(new Notice.Accepted(
                        CAFE, new Lifetime(600), Duration.ofMillis(449_960), Duration.ofMillis(40)));
    }

    @Test
    void tellsThatTheHomeAgentHasForgottenIt() {
        registeredAtCafe();
        lab.handle(new Event.Home(lab.moment()));
        lab.pass(Duration.ofMillis(40));
        assertThat(notices(lab.accept(0))).contains(new Notice.Deregistered(Duration.ofMillis(40)));
    }

    @Test
    void tellsOfEachHandoverOnceItIsAnswered() {
        registeredAtCafe();
        lab.linkDown(CAFE_LINK);
        lab.arriveAtOffice();
        lab.pass(Duration.ofMillis(40));
        assertThat(notices(lab.accept(600)))
                .anySatisfy(notice -> assertThat(notice).isInstanceOfSatisfying(Notice.HandoverDone.class, done -> {
                    assertThat(done.handover().to()).isEqualTo(AT_OFFICE);
                    assertThat(done.handover().register()).isEqualTo(Duration.ofMillis(40));
                }));
        // A renewal is none.
        lab.passSlowly(Duration.ofSeconds(451));
        assertThat(notices(lab.accept(600))).noneMatch(Notice.HandoverDone.class::isInstance);
    }

    @Test
    void tellsThatItStartsWhereItStarts() {
        Lab started = new Lab();
        List<Effect> effects = started.handle(new Event.NetworkRead(
                started.moment(),
                List.of(Lab.link(TUN, "mip0", true), Lab.link(CAFE_LINK, "cafe0", true)),
                List.of(new LinkAddress(CAFE_LINK, new InterfaceAddress(CAFE, 24))),
                List.of(((NetworkChange.RouteAdded) Lab.defaultRoute(CAFE_LINK, 100)).route())));
        assertThat(notices(effects)).contains(new Notice.Attached(AT_CAFE, Trigger.START));
    }

    @Test
    void tellsThatABetterLinkWasReadAfterAnOverrun() {
        lab.arriveAtOffice();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(20));
        List<Effect> effects = lab.handle(new Event.NetworkRead(
                lab.moment(),
                List.of(
                        Lab.link(TUN, "mip0", true),
                        Lab.link(OFFICE_LINK, "office0", true),
                        Lab.link(CAFE_LINK, "cafe0", true)),
                List.of(
                        new LinkAddress(OFFICE_LINK, new InterfaceAddress(OFFICE, 24)),
                        new LinkAddress(CAFE_LINK, new InterfaceAddress(CAFE, 24))),
                List.of(
                        ((NetworkChange.RouteAdded) Lab.defaultRoute(OFFICE_LINK, 200)).route(),
                        ((NetworkChange.RouteAdded) Lab.defaultRoute(CAFE_LINK, 100)).route())));
        assertThat(notices(effects)).contains(new Notice.Attached(AT_CAFE, Trigger.BETTER_LINK));
    }

    @Test
    void tellsWhyItIsNowhere() {
        registeredAtCafe();
        assertThat(triggers(lab.linkDown(CAFE_LINK)))
                .as("perhaps another link is there at once")
                .isEmpty();
        assertThat(notices(lab.passSlowly(Duration.ofMillis(20))))
                .contains(
                        new Notice.Attached(NOWHERE, Trigger.LINK_LOST),
                        new Notice.StateChanged(State.AWAY, State.DISCONNECTED));
    }

    @Test
    void tellsThatItHasLeftAForeignAgentThatIsHeardNoMore() {
        lab.linkUp(CAFE_LINK);
        lab.hear(CAFE_LINK, new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1"));
        lab.accept(600);
        lab.hear(CAFE_LINK, new PlainForeignAgent("192.0.2.2", "02:fa:00:00:00:02", "192.0.2.2").lifetime(1800));
        assertThat(triggers(lab.passSlowly(Duration.ofSeconds(3)))).containsExactly(Trigger.AGENT_LOST);
    }

    @Test
    void tellsThatItIsHomeBecauseItsHomeAgentIsHeardThere() {
        lab.linkUp(HOME_LINK);
        assertThat(notices(lab.hearAgent(HOME_LINK, AGENT)))
                .contains(
                        new Notice.Attached(
                                new Attachment.AtHome(HOME_LINK, "home0", Optional.of(AGENT)), Trigger.HOME_HEARD),
                        new Notice.StateChanged(State.DISCONNECTED, State.HOME));
    }

    @Test
    void tellsOfEachRequestThatNobodyAnsweredWhenTheNextIsAndHowLongTheBindingLasts() {
        lab.arriveAtCafe();
        assertThat(notices(lab.untilDeadline()))
                .contains(new Notice.NotAnswered(1, Duration.ofSeconds(2), Optional.empty()));
        assertThat(notices(lab.untilDeadline()))
                .contains(new Notice.NotAnswered(2, Duration.ofSeconds(4), Optional.empty()));
        lab.accept(600);
        assertThat(lab.node.status().unanswered()).isZero();
        lab.passSlowly(Duration.ofSeconds(450));
        assertThat(notices(lab.untilDeadline()))
                .contains(new Notice.NotAnswered(1, Duration.ofSeconds(2), Optional.of(Duration.ofSeconds(149))));
    }

    @Test
    void tellsOfNoSilenceWhereTheHomeAgentHasDenied() {
        lab.arriveAtCafe();
        lab.untilDeadline();
        lab.reply(lab.agent.deny(lab.request(), 129));
        assertThat(lab.node.status().unanswered()).as("somebody has answered").isZero();
        lab.untilDeadline();
        assertThat(lab.request().lifetime()).isEqualTo(600);
        assertThat(notices(lab.lastEffects)).noneMatch(Notice.NotAnswered.class::isInstance);
    }

    @Test
    void tellsOnceThatANameIsNotKnownAndOnceWhichAddressesItHas() {
        String name = "ha.example.org";
        Lab named = new Lab(Lab.settings(
                Settings.Home.at(Lab.HOME), ReplayProtection.TIMESTAMPS, true, new AgentSource.Name(name)));
        named.start();
        assertThat(notices(named.lookedUp(name))).containsExactly(new Notice.NameUnknown(name));
        named.untilDeadline();
        assertThat(notices(named.lookedUp(name))).isEmpty();
        named.untilDeadline();
        assertThat(notices(named.lookedUp(name, AGENT))).containsExactly(new Notice.NameKnown(name, List.of(AGENT)));
        assertThat(notices(named.lookedUp(name, AGENT))).isEmpty();
        Ipv4 other = Ipv4.parse("10.10.0.2");
        assertThat(notices(named.lookedUp(name, other))).containsExactly(new Notice.NameKnown(name, List.of(other)));
    }

    @Test
    void saysWhyAMoveToAnInterfaceWouldFail() {
        lab.arriveAtCafe();
        assertThat(lab.node.whyNot("cafe0")).isEmpty();
        assertThat(lab.node.whyNot("eth7")).contains("there is no such interface");
        assertThat(lab.node.whyNot("mip0")).contains("no [[interface]] of the configuration matches it");
        assertThat(lab.node.whyNot("office0")).contains("it is down or has no carrier");
        lab.linkUp(OFFICE_LINK);
        assertThat(lab.node.whyNot("office0")).contains("it has no address, and no agent is heard there");
        lab.change(Lab.address(OFFICE_LINK, OFFICE));
        assertThat(lab.node.whyNot("office0")).contains("no route to the home agent leads through it");
        lab.change(Lab.defaultRoute(OFFICE_LINK, 200));
        assertThat(lab.node.whyNot("office0")).isEmpty();
    }
}
