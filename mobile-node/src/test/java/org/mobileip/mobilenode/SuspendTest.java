package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.net.FlowSelector;

/** The lid is closed, and opened again: lifetimes went on meanwhile (F7 of the faults). */
class SuspendTest {

    private final Lab lab = new Lab();

    private void isAway() {
        lab.start();
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(10));
    }

    private List<Effect> resumesAfter(Duration asleep) {
        lab.pass(asleep);
        return lab.handle(new Event.Resumed(lab.moment(), asleep));
    }

    /** Nobody knows what has become of the binding: a home agent tells that it has ended for four minutes, to who hears. */
    @Test
    void registersAtOnceThoughTheBindingLasts() {
        isAway();
        List<Effect> effects = resumesAfter(Duration.ofMinutes(5));
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        assertThat(Lab.notices(effects)).contains(new Notice.Resumed(Duration.ofMinutes(5)));
        assertThat(lab.node.status().state())
                .as("until somebody says otherwise")
                .isEqualTo(State.AWAY);
        lab.accept(600);
        assertThat(lab.node.status().bindingEndsAt()).contains(lab.now().plus(Duration.ofMinutes(10)));
    }

    @Test
    void isNotRegisteredWhenTheLifetimeIsOverAndSaysSoTheMomentItGoesOn() {
        isAway();
        List<Effect> effects = new ArrayList<>(resumesAfter(Duration.ofHours(8)));
        effects.addAll(lab.deadline());
        assertThat(lab.requests(effects))
                .extracting(PlainHomeAgent.Request::careOf)
                .containsExactly(CAFE);
        assertThat(Lab.notices(effects)).contains(new Notice.Expired(CAFE));
        assertThat(lab.node.status().registered()).isFalse();
        assertThat(lab.node.status().state()).isEqualTo(State.REGISTERING);
        lab.reply(lab.agent.accept(lab.lastRequest(), 600));
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    /** The same, where nothing but the clock of the lifetimes tells of it. */
    @Test
    void neverTakesABindingForLongerThanItsLifetimeHoweverLongNobodyLooked() {
        isAway();
        lab.pass(Duration.ofHours(8));
        List<Effect> effects = lab.deadline();
        assertThat(lab.node.status().registered()).isFalse();
        assertThat(lab.requests(effects)).hasSize(1);
    }

    /** The reply to what was sent before the suspend answers nothing any more, and nothing waits for its time. */
    @Test
    void asksAnewAndAtOnceWhereItWasWaitingForAMinute() {
        lab.start();
        lab.arriveAtCafe();
        PlainHomeAgent.Request before = lab.lastRequest();
        while (lab.node.nextDeadline().since(lab.now()).compareTo(Duration.ofSeconds(60)) < 0) {
            lab.untilDeadline();
        }
        assertThat(lab.node.status().state()).isEqualTo(State.UNREACHABLE);
        lab.setNoise(7); // What no clock resolves is another thing in each request.
        resumesAfter(Duration.ofSeconds(2));
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        assertThat(lab.node.status().state()).isEqualTo(State.REGISTERING);
        assertThat(lab.reply(lab.agent.accept(before, 600))).hasOnlyElementsOfType(Effect.Discard.class);
    }

    @Test
    void staysAtHomeAndAsksWhetherThatIsSo() {
        lab.start();
        lab.arriveAtCafe();
        lab.accept(600);
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        lab.accept(0);
        lab.pass(Duration.ofSeconds(1));
        List<Effect> effects = new ArrayList<>(resumesAfter(Duration.ofHours(1)));
        effects.addAll(lab.deadline());
        assertThat(effects).contains(new Effect.Solicit(HOME_LINK));
        assertThat(lab.requests(effects)).isEmpty();
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
        lab.pass(Duration.ofMillis(500));
        lab.hearAgent(HOME_LINK, AGENT);
        assertThat(lab.requests(lab.passSlowly(Duration.ofMillis(2900)))).isEmpty();
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
    }

    /** It was carried to where another network answers: the home agent is not heard, and the café has an address. */
    @Test
    void leavesHomeWhereNobodyThereAnswersAnyMore() {
        lab.start();
        lab.arriveAtCafe();
        lab.accept(600);
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        lab.accept(0);
        lab.pass(Duration.ofSeconds(1));
        resumesAfter(Duration.ofHours(1));
        assertThat(lab.requests(lab.passSlowly(Duration.ofSeconds(4))))
                .extracting(PlainHomeAgent.Request::careOf)
                .contains(CAFE);
    }

    @Test
    void doesNothingWhereItIsNowhereOrToldToStayOff() {
        lab.start();
        assertThat(lab.requests(resumesAfter(Duration.ofHours(1)))).isEmpty();
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        lab.handle(new Event.Home(lab.moment()));
        lab.accept(0);
        assertThat(lab.requests(resumesAfter(Duration.ofHours(1)))).isEmpty();
        assertThat(lab.node.status().state()).isEqualTo(State.DISCONNECTED);
    }

    @Test
    void renewsTheBindingsOfAllItsLinks() {
        Lab both = new Lab(Lab.settings(true)
                .with(List.of(new Settings.Flow(FlowSelector.ANY.ofProtocol(17), List.of("office0"::equals)))));
        both.start();
        both.arriveAtCafe();
        both.accept(600);
        both.pass(Duration.ofSeconds(5));
        both.arriveAtOffice();
        both.accept(600);
        both.pass(Duration.ofMinutes(5));
        both.handle(new Event.Resumed(both.moment(), Duration.ofMinutes(5)));
        assertThat(both.request().careOf()).isEqualTo(CAFE);
        both.accept(600);
        assertThat(both.request().careOf()).isEqualTo(OFFICE);
        both.accept(600);
        assertThat(both.node.status().uplinks())
                .extracting(UplinkStanding::endsAt)
                .containsOnly(Optional.of(both.now().plus(Duration.ofMinutes(10))));
    }

    /** RFC 3519 §4.10: a request makes the mapping that the NAT has forgotten. */
    @Test
    void makesItsMappingInANatAnewWithItsFirstDatagram() {
        NatLab nat = new NatLab(NatTraversal.AUTO);
        nat.agree(NatLab.WILL_TUNNEL);
        nat.lab.pass(Duration.ofMinutes(5));
        List<Effect> effects =
                new ArrayList<>(nat.lab.handle(new Event.Resumed(nat.lab.moment(), Duration.ofMinutes(5))));
        assertThat(nat.lab.requests(effects)).hasSize(1);
    }
}
