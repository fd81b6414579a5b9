package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.OFFICE;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Endpoint;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.ReplyCode;

/** Asking, asking again, renewing: RFC 5944 §3.6. */
class RegistrationTest {

    private final Lab lab = new Lab();

    @BeforeEach
    void start() {
        lab.start();
    }

    @Test
    void asksAtOnceFromAnAddressThatAppeared() {
        Effect.SendRequest sent =
                only(Effect.SendRequest.class, lab.arriveAtCafe()).get(0);
        assertThat(sent.linkIndex()).isEqualTo(CAFE_LINK);
        assertThat(sent.from()).isEqualTo(CAFE);
        assertThat(sent.to()).isEqualTo(new Endpoint(AGENT, 434));
        PlainHomeAgent.Request request = lab.request();
        assertThat(request.isAuthentic()).isTrue();
        assertThat(request.homeAddress()).isEqualTo(HOME.address());
        assertThat(request.homeAgent()).isEqualTo(AGENT);
        assertThat(request.careOf()).isEqualTo(CAFE);
        assertThat(request.lifetime()).isEqualTo(600);
        assertThat(lab.node.status().state()).isEqualTo(State.REGISTERING);
    }

    @Test
    void setsDWithACoLocatedCareOfAddressAndTAsConfigured() {
        lab.arriveAtCafe();
        assertThat(lab.request().flags()).isEqualTo(0x22);
        Lab triangle = new Lab(Lab.settings(false));
        triangle.start();
        triangle.arriveAtCafe();
        assertThat(triangle.request().flags()).isEqualTo(0x20);
    }

    @Test
    void carriesTheTimeOfDayInNtpFormat() {
        lab.arriveAtCafe();
        // 2026-11-24T04:00:00Z is 1795492800 s after 1970, and 1970 is 2208988800 s after 1900.
        assertThat(lab.request().identification() >>> 32).isEqualTo(1795492800L + 2208988800L);
    }

    @Test
    void isAwayOnceTheHomeAgentHasAccepted() {
        lab.arriveAtCafe();
        lab.pass(Duration.ofMillis(35));
        lab.accept(600);
        Status status = lab.node.status();
        assertThat(status.state()).isEqualTo(State.AWAY);
        assertThat(status.registered()).isTrue();
        assertThat(status.roundTrip()).contains(Duration.ofMillis(35));
    }

    @Test
    void repeatsAfterOneSecondAndThenEachTimeTwiceAsLong() {
        lab.arriveAtCafe();
        for (int seconds : List.of(1, 2, 4, 8, 16)) {
            Tick before = lab.now();
            lab.untilDeadline();
            assertThat(lab.now().since(before)).isEqualTo(Duration.ofSeconds(seconds));
            assertThat(lab.requests(lab.lastEffects)).hasSize(1);
        }
    }

    @Test
    void neverWaitsLongerThanTheLifetimeItAsksFor() {
        lab.arriveAtCafe();
        for (int i = 0; i < 12; i++) {
            lab.untilDeadline();
        }
        assertThat(lab.node.nextDeadline().since(lab.now())).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void waitsLongerThanASecondWhereTheRoundTripIsLong() {
        lab.arriveAtCafe();
        lab.pass(Duration.ofMillis(900));
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        lab.arriveAtOffice();
        lab.change(new org.mobileip.host.NetworkChange.LinkRemoved(CAFE_LINK));
        assertThat(lab.node.nextDeadline().since(lab.now())).isEqualTo(Duration.ofMillis(1900));
    }

    @Test
    void givesEachRetransmissionANewerIdentification() {
        lab.arriveAtCafe();
        long first = lab.request().identification();
        lab.untilDeadline();
        assertThat(Long.compareUnsigned(lab.request().identification(), first)).isPositive();
    }

    @Test
    void givesANewerIdentificationEvenAfterTheClockWentBack() {
        lab.arriveAtCafe();
        long first = lab.request().identification();
        lab.setClock(Instant.parse("2020-01-01T00:00:00Z"));
        lab.untilDeadline();
        assertThat(Long.compareUnsigned(lab.request().identification(), first)).isPositive();
    }

    @Test
    void isUnreachableAfterThreeRequestsWithoutReply() {
        lab.arriveAtCafe();
        lab.untilDeadline();
        lab.untilDeadline();
        assertThat(lab.node.status().state()).isEqualTo(State.REGISTERING);
        lab.untilDeadline();
        assertThat(lab.node.status().state()).isEqualTo(State.UNREACHABLE);
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    @Test
    void countsTheLifetimeFromTheSendingOfTheRequest() {
        lab.arriveAtCafe();
        Tick sent = lab.now();
        lab.pass(Duration.ofMillis(400));
        lab.accept(600);
        assertThat(lab.node.status().bindingEndsAt()).contains(sent.plus(Duration.ofMinutes(10)));
    }

    @Test
    void takesTheShorterOfTheLifetimesAskedForAndGranted() {
        lab.arriveAtCafe();
        Tick sent = lab.now();
        lab.accept(300);
        assertThat(lab.node.status().bindingEndsAt()).contains(sent.plus(Duration.ofMinutes(5)));
        Lab other = new Lab();
        other.start();
        other.arriveAtCafe();
        other.accept(6000);
        assertThat(other.node.status().bindingEndsAt()).contains(sent.plus(Duration.ofMinutes(10)));
    }

    @Test
    void renewsWhenThreeQuartersOfTheLifetimeAreOver() {
        lab.arriveAtCafe();
        Tick sent = lab.now();
        lab.accept(600);
        assertThat(lab.node.nextDeadline()).isEqualTo(sent.plus(Duration.ofSeconds(450)));
        lab.untilDeadline();
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    @Test
    void renewsUpToATenthSoonerAsTheNoiseSays() {
        lab.arriveAtCafe();
        Tick sent = lab.now();
        lab.setNoise(-1);
        lab.accept(600);
        assertThat(lab.node.nextDeadline().since(sent)).isBetween(Duration.ofSeconds(405), Duration.ofSeconds(406));
    }

    @Test
    void staysAwayWhileTheBindingLastsAndNobodyAnswers() {
        lab.arriveAtCafe();
        lab.accept(600);
        while (lab.now().isBefore(new Tick(0).plus(Duration.ofSeconds(599)))
                && lab.node.nextDeadline().isBefore(new Tick(0).plus(Duration.ofSeconds(600)))) {
            lab.untilDeadline();
        }
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        lab.untilDeadline();
        assertThat(Lab.notices(lab.lastEffects)).contains(new Notice.Expired(CAFE));
        assertThat(lab.node.status().state()).isEqualTo(State.UNREACHABLE);
        assertThat(lab.node.status().registered()).isFalse();
    }

    @Test
    void asksBeforeItsTimeWhereSomebodyWantsToKnowWhetherItIsAnswered() {
        lab.arriveAtCafe();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        lab.handle(new Event.Ask(lab.moment()));
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        assertThat(lab.node.status().registered()).isTrue();
        assertThat(lab.node.nextHop()).contains(org.mobileip.net.Ipv4.parse("192.0.2.1"));
        lab.pass(Duration.ofMillis(23));
        lab.accept(600);
        assertThat(lab.node.status().roundTrip()).contains(Duration.ofMillis(23));
        lab.linkDown(CAFE_LINK);
        lab.untilAllQuiet();
        assertThat(lab.handle(new Event.Ask(lab.moment()))).isEmpty();
        assertThat(lab.node.nextHop()).isEmpty();
    }

    @Test
    void neverRenewsAnInfiniteRegistration() {
        Lab infinite = new Lab(Lab.lasting(Lifetime.INFINITE));
        infinite.start();
        infinite.arriveAtCafe();
        infinite.accept(0xffff);
        infinite.untilAllQuiet();
        assertThat(infinite.node.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @Test
    void takesTheHomeAgentsTimeAfterCode133AndAsksAgainAtOnce() {
        lab.arriveAtCafe();
        PlainHomeAgent.Request first = lab.request();
        long theirs = (first.identification() >>> 32) + 3600;
        lab.reply(lab.agent.mismatch(first, theirs));
        PlainHomeAgent.Request second = lab.request();
        assertThat(second.identification() >>> 32).isBetween(theirs, theirs + 1);
        assertThat(Lab.notices(lab.lastEffects))
                .anySatisfy(notice -> assertThat(notice).isInstanceOfSatisfying(Notice.Repaired.class, told -> {
                    assertThat(told.code().value()).isEqualTo(133);
                    assertThat(told.by()).isEqualTo(told.named()).isEqualTo(Lab.AGENT);
                    assertThat(told.offset().orElseThrow().toSeconds()).isBetween(3599L, 3600L);
                }));
        assertThat(lab.node.status().state()).isEqualTo(State.REGISTERING);
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    @Test
    void takesASecond133InARowAsADenialAndBacksOff() {
        lab.arriveAtCafe();
        long theirs = (lab.request().identification() >>> 32) + 3600;
        lab.reply(lab.agent.mismatch(lab.request(), theirs));
        lab.reply(lab.agent.mismatch(lab.request(), theirs + 3600));
        assertThat(lab.requests(lab.lastEffects)).isEmpty();
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
        assertThat(lab.node.nextDeadline().since(lab.now())).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void triesAgainEverMoreRarelyAfterDenials() {
        lab.arriveAtCafe();
        for (int seconds : List.of(1, 2, 4, 8)) {
            lab.reply(lab.agent.deny(lab.request(), 129));
            assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
            assertThat(lab.node.status().lastCode()).contains(ReplyCode.ADMINISTRATIVELY_PROHIBITED);
            Denial denial = new Denial(ReplyCode.ADMINISTRATIVELY_PROHIBITED, AGENT, lab.now());
            assertThat(Lab.notices(lab.lastEffects)).contains(new Notice.Denied(denial, Duration.ofSeconds(seconds)));
            lab.untilDeadline();
            assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
        }
    }

    @Test
    void asksAtOnceForANewCareOfAddressWhateverTheOldOneWaitsFor() {
        lab.arriveAtCafe();
        lab.untilDeadline();
        lab.untilDeadline();
        lab.pass(Duration.ofMillis(100));
        lab.linkDown(CAFE_LINK);
        lab.arriveAtOffice();
        assertThat(lab.request().careOf()).isEqualTo(OFFICE);
        assertThat(lab.node.nextDeadline().since(lab.now())).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void sendsNoTwoRequestsForOneCareOfAddressWithinASecond() {
        lab.arriveAtCafe();
        lab.pass(Duration.ofMillis(300));
        lab.linkDown(CAFE_LINK);
        lab.pass(Duration.ofMillis(300));
        lab.arriveAtCafe();
        assertThat(lab.requests(lab.lastEffects)).isEmpty();
        lab.pass(Duration.ofMillis(400));
        lab.deadline();
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
    }

    @Test
    void treatsAnAcceptanceForNoTimeAsADenial() {
        lab.arriveAtCafe();
        lab.accept(0);
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
        assertThat(lab.node.status().registered()).isFalse();
    }
}
