package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.HOME_LINK;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;

/** Dynamic home agent address resolution, {@code agent = "discover"}: RFC 5944 §3.6.1.1, §3.6.1.2, §3.6.2.3. */
class DiscoveryTest {

    private static final Ipv4 ALL_OF_THEM = Ipv4.parse("10.10.0.255");

    private final Lab lab = new Lab(
            Lab.settings(Settings.Home.at(HOME), ReplayProtection.TIMESTAMPS, true, new AgentSource.Discovery()));

    @BeforeEach
    void start() {
        lab.start();
    }

    @Test
    void asksTheSubnetDirectedBroadcastAddressAndRegistersWithWhoAnswers() {
        // Request { to 10.10.0.255, home agent 10.10.0.255 } -->    <-- Reply { 136, home agent 10.10.0.1 }
        lab.arriveAtCafe();
        assertThat(lab.askedAt()).isEqualTo(ALL_OF_THEM);
        assertThat(lab.request().homeAgent()).isEqualTo(ALL_OF_THEM);
        assertThat(only(Effect.SendRequest.class, lab.lastEffects).get(0).from())
                .isEqualTo(CAFE);
        lab.reply(lab.agent.nameYourself(lab.request(), AGENT));
        // Request { to 10.10.0.1, home agent 10.10.0.1 } -->        <-- Reply { accepted }
        assertThat(lab.askedAt()).isEqualTo(AGENT);
        assertThat(lab.request().homeAgent()).isEqualTo(AGENT);
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        assertThat(lab.node.status().homeAgent()).contains(AGENT);
    }

    @Test
    void tunnelsNothingBeforeItKnowsWhereTo() {
        List<Effect> effects = lab.arriveAtCafe();
        assertThat(only(Effect.UseTunnel.class, effects)).isEmpty();
        assertThat(lab.declared().rules()).hasSize(2);
        List<Effect> found = lab.reply(lab.agent.nameYourself(lab.request(), AGENT));
        assertThat(only(Effect.UseTunnel.class, found)).hasSize(1);
        assertThat(lab.declared().rules()).hasSize(5);
    }

    @Test
    void registersWithTheFirstOfSeveralThatAnswer() {
        lab.arriveAtCafe();
        PlainHomeAgent.Request toAll = lab.request();
        lab.reply(lab.agent.nameYourself(toAll, AGENT));
        lab.reply(lab.agent.nameYourself(toAll, Ipv4.parse("10.10.0.2")));
        assertThat(only(Effect.Discard.class, lab.lastEffects)).hasSize(1);
        assertThat(lab.node.status().homeAgent()).contains(AGENT);
    }

    @Test
    void asksAllOfThemAgainOnceTheOneFoundIsSilent() {
        lab.arriveAtCafe();
        lab.reply(lab.agent.nameYourself(lab.request(), AGENT));
        lab.untilDeadline();
        lab.untilDeadline();
        assertThat(lab.askedAt()).isEqualTo(AGENT);
        lab.untilDeadline();
        assertThat(lab.askedAt()).isEqualTo(ALL_OF_THEM);
    }

    @Test
    void doesNotAskInALoopWhereTheOneFoundIsAlwaysSilent() {
        lab.arriveAtCafe();
        int sent = 0;
        var begin = lab.now();
        while (lab.now().since(begin).compareTo(Duration.ofMinutes(10)) < 0) {
            if (!lab.requests(lab.lastEffects).isEmpty() && lab.askedAt().equals(ALL_OF_THEM)) {
                lab.reply(lab.agent.nameYourself(lab.request(), AGENT));
                sent += lab.requests(lab.lastEffects).size();
            }
            lab.untilDeadline();
            sent += lab.requests(lab.lastEffects).size();
        }
        assertThat(sent).isLessThan(25);
    }

    @Test
    void resynchronisesWithWhoeverAnswersTheBroadcast() {
        lab.arriveAtCafe();
        long theirs = (lab.request().identification() >>> 32) + 3600;
        lab.reply(lab.agent.mismatch(lab.request(), theirs));
        assertThat(lab.askedAt()).isEqualTo(ALL_OF_THEM);
        assertThat(lab.request().identification() >>> 32).isBetween(theirs, theirs + 1);
    }

    @Test
    void repeatsTheBroadcastEverMoreRarely() {
        lab.arriveAtCafe();
        for (int seconds : List.of(1, 2, 4, 8)) {
            assertThat(lab.node.nextDeadline().since(lab.now())).isEqualTo(Duration.ofSeconds(seconds));
            lab.untilDeadline();
            assertThat(lab.askedAt()).isEqualTo(ALL_OF_THEM);
        }
    }

    @Test
    void knowsAHomeAgentOfTheHomeNetworkWhenItHearsOneAtHome() {
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, AGENT);
        assertThat(lab.node.status().state()).isEqualTo(State.HOME);
        assertThat(lab.askedAt()).isEqualTo(AGENT);
        assertThat(lab.request().lifetime()).isZero();
    }

    @Test
    void isNotHomeWhereAHomeAgentOfAnotherNetworkIsHeard() {
        lab.linkUp(HOME_LINK);
        lab.hearAgent(HOME_LINK, Ipv4.parse("10.11.0.1"));
        assertThat(lab.node.status().state()).isEqualTo(State.DISCONNECTED);
    }
}
