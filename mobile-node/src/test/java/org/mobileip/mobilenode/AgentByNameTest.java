package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** {@code agent = "ha.example.org"}: looked up when it must be, and never a reason not to start. */
class AgentByNameTest {

    private static final String NAME = "ha.example.org";
    private static final Ipv4 ELSEWHERE = Ipv4.parse("10.10.0.2");
    private static final Effect LOOK_UP = new Effect.LookUp(NAME);

    private final Lab lab = new Lab(
            Lab.settings(Settings.Home.at(HOME), ReplayProtection.TIMESTAMPS, true, new AgentSource.Name(NAME)));

    @Test
    void looksTheNameUpAtTheStart() {
        assertThat(lab.start()).contains(LOOK_UP);
    }

    @Test
    void asksOnceTheNameIsKnown() {
        lab.start();
        assertThat(lab.requests(lab.arriveAtCafe())).isEmpty();
        assertThat(lab.node.status().state()).isEqualTo(State.REGISTERING);
        assertThat(lab.node.status().unknownNames()).containsExactly(NAME);
        lab.lookedUp(NAME, AGENT);
        assertThat(lab.askedAt()).isEqualTo(AGENT);
        assertThat(lab.node.status().unknownNames()).isEmpty();
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    @Test
    void leavesTheRoutesAloneUntilThenSoThatNamesCanBeLookedUp() {
        lab.start();
        lab.arriveAtCafe();
        assertThat(lab.declared().rules())
                .allMatch(rule ->
                        rule.mark().isPresent() || rule.source().equals(Optional.of(Ipv4Prefix.host(HOME.address()))));
        lab.lookedUp(NAME, AGENT);
        assertThat(lab.declared().rules())
                .anyMatch(rule -> rule.mark().isEmpty() && rule.source().isEmpty());
        assertThat(only(Effect.UseTunnel.class, lab.lastEffects)).hasSize(1);
    }

    @Test
    void looksItUpAgainEverMoreRarelyWhileItIsNotKnown() {
        lab.start();
        for (int seconds : List.of(1, 2, 4, 8, 16, 32, 64, 64)) {
            lab.lookedUp(NAME);
            assertThat(lab.node.nextDeadline().since(lab.now())).isEqualTo(Duration.ofSeconds(seconds));
            assertThat(lab.untilDeadline()).contains(LOOK_UP);
        }
    }

    @Test
    void looksItUpAtOnceWhereALinkComesUp() {
        lab.start();
        lab.lookedUp(NAME);
        lab.untilDeadline();
        lab.lookedUp(NAME);
        assertThat(lab.arriveAtCafe()).contains(LOOK_UP);
    }

    @Test
    void neverLooksItUpTwiceAtATime() {
        lab.start();
        assertThat(lab.arriveAtCafe()).doesNotContain(LOOK_UP);
    }

    @Test
    void isUnreachableAfterThreeLookupsInVain() {
        lab.start();
        lab.arriveAtCafe();
        lab.lookedUp(NAME);
        lab.untilDeadline();
        lab.lookedUp(NAME);
        lab.untilDeadline();
        assertThat(lab.node.status().state()).isEqualTo(State.REGISTERING);
        lab.lookedUp(NAME);
        assertThat(lab.node.status().state()).isEqualTo(State.UNREACHABLE);
    }

    @Test
    void looksItUpAgainWhereTheHomeAgentDoesNotAnswerAndAsksAtTheNewAddressAtOnce() {
        lab.start();
        lab.arriveAtCafe();
        lab.lookedUp(NAME, AGENT);
        lab.untilDeadline();
        lab.untilDeadline();
        assertThat(lab.lastEffects).doesNotContain(LOOK_UP);
        assertThat(lab.untilDeadline()).contains(LOOK_UP);
        lab.pass(Duration.ofSeconds(2));
        lab.lookedUp(NAME, ELSEWHERE);
        assertThat(lab.askedAt()).isEqualTo(ELSEWHERE);
        lab.accept(600);
        assertThat(lab.node.status().tunnel().orElseThrow().homeAgent()).isEqualTo(ELSEWHERE);
    }

    @Test
    void goesOnAtTheOldAddressWhereTheNameIsNotKnownAnyMore() {
        lab.start();
        lab.arriveAtCafe();
        lab.lookedUp(NAME, AGENT);
        lab.untilDeadline();
        lab.untilDeadline();
        lab.untilDeadline();
        lab.lookedUp(NAME);
        lab.untilDeadline();
        lab.pass(Duration.ofSeconds(8));
        lab.deadline();
        assertThat(lab.lastRequest().homeAgent()).isEqualTo(AGENT);
    }

    @Test
    void keepsItsBindingWhereTheNameHasAnotherAddressAllOfASudden() {
        lab.start();
        lab.arriveAtCafe();
        lab.lookedUp(NAME, AGENT);
        lab.accept(600);
        lab.pass(Duration.ofSeconds(2));
        assertThat(lab.requests(lab.lookedUp(NAME, ELSEWHERE))).isEmpty();
        assertThat(lab.node.status().registered()).isTrue();
        assertThat(lab.node.status().homeAgent()).contains(AGENT);
    }

    @Test
    void triesAllAddressesOfTheNameInTheirOrder() {
        lab.start();
        lab.arriveAtCafe();
        lab.lookedUp(NAME, AGENT, ELSEWHERE);
        for (int i = 0; i < 3; i++) {
            assertThat(lab.askedAt()).isEqualTo(AGENT);
            lab.untilDeadline();
        }
        assertThat(lab.askedAt()).isEqualTo(ELSEWHERE);
    }

    @Test
    void leavesOutAddressesThatNoHomeAgentCanHave() {
        lab.start();
        lab.arriveAtCafe();
        lab.lookedUp(NAME, Ipv4.parse("127.0.0.1"), Ipv4.parse("224.0.0.1"), AGENT);
        assertThat(lab.askedAt()).isEqualTo(AGENT);
    }

    @Test
    void comesHomeThoughNobodyThereKnowsNames() {
        lab.start();
        lab.lookedUp(NAME);
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
        assertThat(lab.askedAt()).isEqualTo(AGENT);
    }

    @Test
    void asksWhoIsKnownWhileAPreferredOneIsNotAndGoesBackToItWhenItRenews() {
        Lab two = new Lab(Lab.settings(
                Settings.Home.at(HOME),
                ReplayProtection.TIMESTAMPS,
                true,
                new AgentSource.Name(NAME),
                new AgentSource.Address(ELSEWHERE)));
        two.start();
        two.arriveAtCafe();
        assertThat(two.askedAt()).isEqualTo(ELSEWHERE);
        two.accept(600);
        assertThat(two.requests(two.lookedUp(NAME, AGENT))).isEmpty();
        two.pass(Duration.ofSeconds(460));
        two.deadline();
        assertThat(two.askedAt()).isEqualTo(AGENT);
    }
}
