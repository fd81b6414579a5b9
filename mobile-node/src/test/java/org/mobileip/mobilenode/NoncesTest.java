package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;
import org.mobileip.wire.ReplyCode;

/** Replay protection by nonces, the mobile node's side: RFC 5944 §5.7.2. */
class NoncesTest {

    private final Lab lab = new Lab(
            Lab.settings(Settings.Home.at(HOME), ReplayProtection.NONCES, true, new AgentSource.Address(AGENT)));

    @BeforeEach
    void start() {
        lab.setNoise(0x1111);
        lab.start();
    }

    private Octets sent() {
        return only(Effect.SendRequest.class, lab.lastEffects).get(0).payload();
    }

    @Test
    void getsItsFirstNonceFromADenialAndIsAcceptedWithIt() {
        // Request { nonce unknown } -->          <-- Reply { 133, nonce 0xcafe0001 }
        lab.arriveAtCafe();
        assertThat(lab.request().low()).isEqualTo(0x1111);
        lab.setNoise(0x2222);
        lab.reply(lab.agent.withNonce(lab.request(), 133, 0, 0xcafe0001));
        // Request { nonce 0xcafe0001 } -->       <-- Reply { accepted, nonce 0xcafe0002 }
        assertThat(lab.request().high()).isEqualTo(0xcafe0001);
        assertThat(lab.request().low()).isEqualTo(0x2222);
        lab.reply(lab.agent.withNonce(lab.request(), 0, 600, 0xcafe0002));
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        // Three quarters of the lifetime later: Request { nonce 0xcafe0002 } -->
        lab.setNoise(0x3333);
        lab.pass(lab.node.nextDeadline().since(lab.now()));
        lab.deadline();
        assertThat(lab.request().high()).isEqualTo(0xcafe0002);
    }

    @Test
    void takesANonceForNoTimeOfDay() {
        lab.arriveAtCafe();
        lab.reply(lab.agent.withNonce(lab.request(), 133, 0, 0xcafe0001));
        assertThat(Lab.notices(lab.lastEffects))
                .filteredOn(Notice.Repaired.class::isInstance)
                .extracting(notice -> ((Notice.Repaired) notice).offset())
                .containsExactly(Optional.empty());
    }

    @Test
    void takesTheNonceOfADenialToo() {
        lab.arriveAtCafe();
        lab.reply(lab.agent.withNonce(lab.request(), 130, 0, 0xcafe0007));
        lab.untilDeadline();
        assertThat(lab.request().high()).isEqualTo(0xcafe0007);
    }

    @Test
    void changesTheLowHalfWithEveryRequestEvenIfTheNoiseIsTheSame() {
        lab.arriveAtCafe();
        int first = lab.request().low();
        lab.reply(lab.agent.withNonce(lab.request(), 133, 0, 1));
        assertThat(lab.request().low()).isNotEqualTo(first);
    }

    @Test
    void repeatsAnUnansweredRequestOctetForOctet() {
        lab.arriveAtCafe();
        Octets first = sent();
        for (int seconds : List.of(1, 2, 4, 8)) {
            lab.pass(Duration.ofSeconds(seconds));
            lab.setNoise(seconds);
            lab.deadline();
            assertThat(sent()).isEqualTo(first);
        }
    }

    @Test
    void believesTheReplyToAnyOfTheRepetitions() {
        lab.arriveAtCafe();
        PlainHomeAgent.Request first = lab.request();
        lab.untilDeadline();
        lab.reply(lab.agent.withNonce(first, 0, 600, 9));
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    @Test
    void countsTheLifetimeFromTheFirstOfTheRepetitionsAndMeasuresNoRoundTrip() {
        lab.arriveAtCafe();
        var sentFirst = lab.now();
        lab.untilDeadline();
        lab.pass(Duration.ofMillis(40));
        lab.reply(lab.agent.withNonce(lab.lastRequest(), 0, 600, 9));
        assertThat(lab.node.status().bindingEndsAt()).contains(sentFirst.plus(Duration.ofMinutes(10)));
        assertThat(lab.node.status().roundTrip()).isEmpty();
    }

    @Test
    void takesNoNonceFromAReplyThatIsNotAuthentic() {
        lab.arriveAtCafe();
        PlainHomeAgent.Request request = lab.request();
        lab.reply(PlainHomeAgent.unsigned(request, 133, 0, 0xbad0L << 32 | (request.identification() & 0xffffffffL)));
        lab.reply(lab.agent.withNonce(request, 133, 0, 0x900d));
        assertThat(lab.request().high()).isEqualTo(0x900d);
    }

    @Test
    void asksAnewForAnotherCareOfAddress() {
        lab.arriveAtCafe();
        Octets first = sent();
        lab.linkDown(CAFE_LINK);
        lab.setNoise(0x4444);
        lab.arriveAtOffice();
        assertThat(sent()).isNotEqualTo(first);
        assertThat(lab.request().low()).isEqualTo(0x4444);
    }

    @Test
    void takesASecond133InARowAsADenial() {
        lab.arriveAtCafe();
        lab.reply(lab.agent.withNonce(lab.request(), 133, 0, 1));
        lab.reply(lab.agent.withNonce(lab.request(), 133, 0, 2));
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
        assertThat(lab.requests(lab.lastEffects)).isEmpty();
    }

    @Test
    void hasANonceForEachHomeAgent() {
        Ipv4 second = Ipv4.parse("10.10.0.2");
        Lab two = new Lab(Lab.settings(
                Settings.Home.at(HOME),
                ReplayProtection.NONCES,
                true,
                new AgentSource.Address(AGENT),
                new AgentSource.Address(second)));
        two.start();
        two.arriveAtCafe();
        two.reply(two.agent.withNonce(two.request(), 129, 0, 0xa1));
        two.untilDeadline();
        assertThat(two.askedAt()).isEqualTo(second);
        two.reply(two.agent.withNonce(two.request(), 129, 0, 0xb1));
        two.untilDeadline();
        assertThat(two.askedAt()).isEqualTo(AGENT);
        assertThat(two.request().high()).isEqualTo(0xa1);
    }

    @Test
    void rememberItOverARestart() {
        lab.arriveAtCafe();
        lab.reply(lab.agent.withNonce(lab.request(), 0, 600, 0xcafe0003));
        List<Effect.Remember> kept = only(Effect.Remember.class, lab.lastEffects);
        Memory memory = kept.get(kept.size() - 1).memory();
        assertThat(memory.nonces()).isEqualTo(Map.of(AGENT, 0xcafe0003));
        Lab restarted = new Lab(
                Lab.settings(Settings.Home.at(HOME), ReplayProtection.NONCES, true, new AgentSource.Address(AGENT)),
                memory);
        restarted.start();
        restarted.arriveAtCafe();
        assertThat(restarted.request().high()).isEqualTo(0xcafe0003);
    }

    @Test
    void usesTheNonceOfTheOneThatHasNamedItselfInAnswerToTheBroadcast() {
        Lab found = new Lab(
                Lab.settings(Settings.Home.at(HOME), ReplayProtection.NONCES, true, new AgentSource.Discovery()));
        found.start();
        found.arriveAtCafe();
        // Request { to 10.10.0.255 } -->   <-- Reply { 136, home agent 10.10.0.1, nonce 0xcafe0001 }
        found.reply(found.agent.withNonce(found.request().to(AGENT), 136, 0, 0xcafe0001));
        assertThat(found.askedAt()).isEqualTo(AGENT);
        assertThat(found.request().high()).isEqualTo(0xcafe0001);
    }

    @Test
    void remembersNoMoreThanSixteenHomeAgentsAndForgetsNoneOfThoseItKnowsForOneOfThem() {
        Identifications all = new Identifications(ReplayProtection.NONCES, Memory.EMPTY);
        for (int i = 1; i <= 16; i++) {
            hear(all, i);
        }
        hear(all, 1);
        assertThat(all.memory().nonces()).hasSize(16);
        hear(all, 17);
        assertThat(all.memory().nonces()).containsOnlyKeys(Ipv4.parse("10.10.0.17"));
    }

    private void hear(Identifications all, int host) {
        Identification asked = new Identification(host);
        Identification replied = new Identification((long) host << 32 | host);
        all.heard(Ipv4.parse("10.10.0." + host), ReplyCode.ACCEPTED, asked, replied, lab.moment());
    }
}
