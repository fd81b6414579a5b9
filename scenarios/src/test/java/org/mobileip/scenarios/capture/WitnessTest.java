package org.mobileip.scenarios.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mobileip.scenarios.capture.Ladder.AGENT;
import static org.mobileip.scenarios.capture.Ladder.AND_KEEP_THE_OTHERS;
import static org.mobileip.scenarios.capture.Ladder.CAFE;
import static org.mobileip.scenarios.capture.Ladder.CN;
import static org.mobileip.scenarios.capture.Ladder.CORRESPONDENT;
import static org.mobileip.scenarios.capture.Ladder.HA;
import static org.mobileip.scenarios.capture.Ladder.HOME;
import static org.mobileip.scenarios.capture.Ladder.LTE;
import static org.mobileip.scenarios.capture.Ladder.MN_CAFE;
import static org.mobileip.scenarios.capture.Ladder.MN_HOME;
import static org.mobileip.scenarios.capture.Ladder.MN_LTE;
import static org.mobileip.scenarios.capture.Ladder.SECOND_HOME;
import static org.mobileip.scenarios.capture.Ladder.TUNNEL_ME;
import static org.mobileip.scenarios.capture.Ladder.ms;
import static org.mobileip.scenarios.capture.Ladder.reply;
import static org.mobileip.scenarios.capture.Ladder.request;
import static org.mobileip.scenarios.capture.Ladder.tunnelled;
import static org.mobileip.scenarios.capture.Ladder.udp;
import static org.mobileip.scenarios.capture.Ladder.voice;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.measure.BindingSeen;
import org.mobileip.scenarios.measure.Leak;
import org.mobileip.scenarios.measure.MoveFrames;
import org.mobileip.scenarios.measure.MoveObserved;
import org.mobileip.scenarios.measure.RegistrationSeen;

class WitnessTest {

    private final Ladder ladder = new Ladder();

    private Testimony testimony() {
        return ladder.witness.testimony(ms(10_000));
    }

    private static OptionalLong at(double millis) {
        return OptionalLong.of(ms(millis));
    }

    @Test
    void seesTheStepsOfAMoveToAForeignNetwork() {
        // mn                                     ha                     cn
        // | moves to the café at 100              |                      |
        ladder.move(100, "home", "cafe");
        ladder.witness.addressReady("mn", ms(103));
        // | Request { café, 600 s } --103.5------>|                      |
        FrameId asked = ladder.out(103.5, MN_CAFE, request(CAFE, TUNNEL_ME, 600, 7));
        ladder.in(104.5, HA, "core", request(CAFE, TUNNEL_ME, 600, 7));
        // |                                       |<--104.7-- voice -----|
        ladder.out(104.7, CN, voice(CORRESPONDENT, HOME));
        ladder.in(104.7, HA, "cn", voice(CORRESPONDENT, HOME));
        ladder.out(104.8, HA, tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));
        // |<--105.2-- Reply { accepted, 600 s } --|                      |
        ladder.out(105.2, HA, reply(CAFE, 0, 600, 7));
        // |<==105.8== voice ======================|                      |
        FrameId first = ladder.in(105.8, MN_CAFE, "core", tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));
        FrameId answered = ladder.in(106.2, MN_CAFE, "core", reply(CAFE, 0, 600, 7));
        // |== voice ==106.9======================>|                      |
        ladder.out(106.9, MN_CAFE, tunnelled(CAFE, AGENT, voice(HOME, CORRESPONDENT)));
        ladder.in(107.9, HA, "core", tunnelled(CAFE, AGENT, voice(HOME, CORRESPONDENT)));

        assertThat(testimony().moves())
                .containsExactly(new MoveObserved(
                        Duration.ofMillis(100),
                        ms(100),
                        "mn",
                        Optional.of("home"),
                        "cafe",
                        new MoveObserved.Steps(at(103), at(103.5), at(106.2), at(106.9), at(105.8)),
                        MoveFrames.NONE));
        assertThat(testimony().registrations()).containsExactly(new RegistrationSeen(ms(106.2), "mn", "ha", CAFE, 0));
        assertThat(testimony().bindings()).containsExactly(new BindingSeen(ms(105.2), "mn", List.of(CAFE)));
        assertThat(testimony().leaks()).isEmpty();
        assertThat(testimony().comments())
                .containsOnly(
                        Map.entry(asked, List.of("move 1: request, try 1")),
                        Map.entry(answered, List.of("move 1: reply, accepted, lifetime 600 s")),
                        Map.entry(first, List.of("move 1: first packet by the new care-of address")));
    }

    @Test
    void theFirstPacketMayBeOneThatTheNodeSent() {
        ladder.move(100, "home", "cafe");
        ladder.register(103, MN_CAFE, CAFE, TUNNEL_ME, 600, 7);
        ladder.out(106, MN_CAFE, tunnelled(CAFE, AGENT, voice(HOME, CORRESPONDENT)));
        assertThat(ladder.witness.move(1).firstPacketByNewPath()).isEmpty();
        ladder.in(107, HA, "core", tunnelled(CAFE, AGENT, voice(HOME, CORRESPONDENT)));
        ladder.in(108, MN_CAFE, "core", tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));
        assertThat(ladder.witness.move(1).firstPacketByNewPath()).isEqualTo(at(107));
    }

    @Test
    void whatAnAgentSaysByItselfIsNoPacketOfAStream() {
        ladder.move(100, "home", "cafe");
        ladder.register(103, MN_CAFE, CAFE, TUNNEL_ME, 600, 7);
        ladder.in(106, MN_CAFE, "core", tunnelled(AGENT, CAFE, voice(AGENT, HOME)));
        assertThat(ladder.witness.move(1).firstPacketByNewPath()).isEmpty();
    }

    @Test
    void countsTheTriesOfARequestAndTakesTheFirstOneForTheStep() {
        ladder.move(100, "home", "cafe");
        ladder.out(103, MN_CAFE, request(CAFE, TUNNEL_ME, 600, 7));
        FrameId second = ladder.out(1103, MN_CAFE, request(CAFE, TUNNEL_ME, 600, 8));
        FrameId denied = ladder.in(1105, MN_CAFE, "core", reply(CAFE, 133, 0, 8));
        FrameId third = ladder.out(1106, MN_CAFE, request(CAFE, TUNNEL_ME, 600, 9));
        ladder.in(1108, MN_CAFE, "core", reply(CAFE, 0, 600, 9));

        MoveObserved move = ladder.witness.move(1);
        assertThat(move.requestSent()).isEqualTo(at(103));
        assertThat(move.replyReceived()).isEqualTo(at(1108));
        assertThat(testimony().registrations())
                .containsExactly(
                        new RegistrationSeen(ms(1105), "mn", "ha", CAFE, 133),
                        new RegistrationSeen(ms(1108), "mn", "ha", CAFE, 0));
        assertThat(testimony().comments().get(second)).containsExactly("move 1: request, try 2");
        assertThat(testimony().comments().get(denied))
                .containsExactly("move 1: reply, denied with code 133 registration identification mismatch");
        assertThat(testimony().comments().get(third)).containsExactly("move 1: request, try 3");
    }

    @Test
    void aRenewalAfterTheReplyIsNoStepOfTheMove() {
        ladder.move(100, "home", "cafe");
        ladder.register(103, MN_CAFE, CAFE, TUNNEL_ME, 600, 7);
        FrameId renewal = ladder.out(5000, MN_CAFE, request(CAFE, TUNNEL_ME, 600, 8));
        assertThat(testimony().comments()).doesNotContainKey(renewal);
        assertThat(ladder.witness.move(1).requestSent()).isEqualTo(at(103));
    }

    @Test
    void ignoresRepliesToRequestsThatNobodySent() {
        ladder.move(100, "home", "cafe");
        ladder.in(101, MN_CAFE, "core", reply(CAFE, 0, 600, 99));
        ladder.out(101, HA, reply(CAFE, 0, 600, 99));
        assertThat(testimony().registrations()).isEmpty();
        assertThat(testimony().bindings()).isEmpty();
        assertThat(ladder.witness.move(1).replyReceived()).isEmpty();
    }

    @Test
    void theDaemonKnowsBetterWhenItsTunnelWasInPlace() {
        ladder.move(100, "home", "cafe");
        ladder.register(103, MN_CAFE, CAFE, TUNNEL_ME, 600, 7);
        ladder.witness.installed("mn", ms(105.7));
        ladder.out(109, MN_CAFE, tunnelled(CAFE, AGENT, voice(HOME, CORRESPONDENT)));
        assertThat(ladder.witness.move(1).installed()).isEqualTo(at(105.7));
    }

    @Test
    void whoDidNotAskForAReverseTunnelSendsPlainPackets() {
        ladder.move(100, "home", "cafe");
        ladder.register(103, MN_CAFE, CAFE, 0x20, 600, 7);
        ladder.out(107, MN_CAFE, voice(HOME, CORRESPONDENT));
        assertThat(ladder.witness.move(1).installed()).isEqualTo(at(107));
    }

    @Test
    void aPlainPacketOfOneWhoAskedForAReverseTunnelIsNotTheNewPath() {
        ladder.move(100, "home", "cafe");
        ladder.register(103, MN_CAFE, CAFE, TUNNEL_ME, 600, 7);
        ladder.out(107, MN_CAFE, voice(HOME, CORRESPONDENT));
        assertThat(ladder.witness.move(1).installed()).isEmpty();
    }

    @Test
    void seesAReturnHomeAndIsNotFooledByWhatWasStillInTheTunnel() {
        ladder.register(0, MN_CAFE, CAFE, TUNNEL_ME, 600, 7);
        ladder.move(100, "cafe", "home");
        // The agent still decapsulates what the node sent before it moved.
        ladder.in(101, CN, "ha", voice(HOME, CORRESPONDENT));
        ladder.out(103, MN_HOME, voice(HOME, CORRESPONDENT));
        FrameId first = ladder.in(103.1, CN, "mn", voice(HOME, CORRESPONDENT));
        ladder.out(103.2, MN_HOME, request(HOME, 0, 0, 8));
        ladder.in(103.3, HA, "mn", request(HOME, 0, 0, 8));
        ladder.out(103.4, HA, reply(HOME, 0, 0, 8));
        ladder.in(103.5, MN_HOME, "ha", reply(HOME, 0, 0, 8));

        MoveObserved move = ladder.witness.move(1);
        assertThat(move.installed()).isEqualTo(at(103));
        assertThat(move.firstPacketByNewPath()).isEqualTo(at(103.1));
        assertThat(move.requestSent()).isEqualTo(at(103.2));
        assertThat(move.replyReceived()).isEqualTo(at(103.5));
        assertThat(testimony().comments().get(first)).containsExactly("move 1: first packet by the home link");
        assertThat(testimony().registrations()).last().isEqualTo(new RegistrationSeen(ms(103.5), "mn", "ha", HOME, 0));
        assertThat(testimony().bindings())
                .containsExactly(
                        new BindingSeen(ms(1.5), "mn", List.of(CAFE)), new BindingSeen(ms(103.4), "mn", List.of()));
    }

    @Test
    void theFirstPacketAtHomeMayBeOneThatTheNodeReceives() {
        ladder.move(100, "cafe", "home");
        ladder.in(104, MN_HOME, "cn", voice(CORRESPONDENT, HOME));
        assertThat(ladder.witness.move(1).firstPacketByNewPath()).isEqualTo(at(104));
    }

    @Test
    void whatPassedBeforeAMoveBelongsToTheOneBefore() {
        ladder.move(100, "home", "cafe");
        ladder.register(103, MN_CAFE, CAFE, TUNNEL_ME, 600, 7);
        ladder.move(200, "cafe", "lte");
        ladder.in(199.9, MN_CAFE, "core", tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));
        ladder.in(200.5, MN_CAFE, "core", tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));
        assertThat(ladder.witness.move(1).firstPacketByNewPath()).isEqualTo(at(199.9));
        assertThat(ladder.witness.move(2).firstPacketByNewPath()).isEmpty();
    }

    @Test
    void whatGoesToAnOldCareOfAddressAfterTheReplyIsALeak() {
        ladder.move(100, "home", "cafe");
        ladder.register(103, MN_CAFE, CAFE, TUNNEL_ME, 600, 7);
        ladder.move(200, "cafe", "lte");
        ladder.out(203, MN_LTE, request(LTE, TUNNEL_ME, 600, 8));
        ladder.in(204, HA, "core", request(LTE, TUNNEL_ME, 600, 8));
        ladder.out(204.4, HA, tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));
        ladder.out(204.5, HA, reply(LTE, 0, 600, 8));
        ladder.out(204.6, HA, tunnelled(AGENT, LTE, voice(CORRESPONDENT, HOME)));
        FrameId leaked = ladder.out(204.75, HA, tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));

        assertThat(testimony().leaks()).containsExactly(new Leak(ms(204.75), "mn", CAFE, ms(204.5)));
        assertThat(testimony().comments().get(leaked))
                .containsExactly("leak: to the old care-of address 192.0.2.44 of mn, 0.250 ms after the reply");
    }

    @Test
    void whoComesBackMayBeTunnelledToBeforeTheReply() {
        ladder.register(0, MN_CAFE, CAFE, TUNNEL_ME, 600, 7);
        ladder.register(100, MN_LTE, LTE, TUNNEL_ME, 600, 8);
        // The home agent forwards at once, and replies when that is on the disk.
        ladder.in(201, HA, "core", request(CAFE, TUNNEL_ME, 600, 9));
        ladder.out(201.2, HA, tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));
        assertThat(testimony().leaks()).isEmpty();
        // Whom it denies it has no reason to send anything.
        ladder.out(201.5, HA, reply(CAFE, 133, 600, 9));
        ladder.out(201.6, HA, tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));
        assertThat(testimony().leaks()).extracting(Leak::nanos).containsExactly(ms(201.6));
    }

    @Test
    void aRequestThatNobodyAnswersExcusesNothingForLong() {
        ladder.register(0, MN_CAFE, CAFE, TUNNEL_ME, 600, 7);
        ladder.register(100, MN_LTE, LTE, TUNNEL_ME, 600, 8);
        ladder.in(201, HA, "core", request(CAFE, TUNNEL_ME, 600, 9));
        ladder.out(1202, HA, tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));
        assertThat(testimony().leaks()).hasSize(1);
    }

    @Test
    void anOverlapIsForgivenAndNotMore() {
        ladder.move(100, "home", "cafe");
        ladder.register(103, MN_CAFE, CAFE, TUNNEL_ME, 600, 7);
        ladder.move(200, "cafe", "lte", Duration.ofMillis(50));
        ladder.register(203, MN_LTE, LTE, TUNNEL_ME, 600, 8);
        ladder.out(250, HA, tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));
        ladder.out(254.5, HA, tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));
        ladder.out(254.6, HA, tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));
        assertThat(testimony().leaks()).containsExactly(new Leak(ms(254.6), "mn", CAFE, ms(204.5)));
    }

    @Test
    void whatGoesIntoATunnelAfterTheReturnHomeIsALeak() {
        ladder.register(0, MN_CAFE, CAFE, TUNNEL_ME, 600, 7);
        ladder.move(100, "cafe", "home");
        ladder.register(103, MN_HOME, HOME, 0, 0, 8);
        ladder.out(110, HA, tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));
        assertThat(testimony().leaks()).containsExactly(new Leak(ms(110), "mn", CAFE, ms(104.5)));
    }

    @Test
    void aCareOfAddressThatIsUsedAgainIsNoLongerOld() {
        ladder.register(0, MN_CAFE, CAFE, TUNNEL_ME, 600, 7);
        ladder.register(100, MN_LTE, LTE, TUNNEL_ME, 600, 8);
        ladder.register(200, MN_CAFE, CAFE, TUNNEL_ME, 600, 9);
        ladder.out(210, HA, tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));
        assertThat(testimony().leaks()).isEmpty();
        ladder.out(211, HA, tunnelled(AGENT, LTE, voice(CORRESPONDENT, HOME)));
        assertThat(testimony().leaks()).containsExactly(new Leak(ms(211), "mn", LTE, ms(201.5)));
    }

    @Test
    void whatGoesToAnotherNodeAtTheSameCareOfAddressIsNoLeak() {
        ladder.register(0, MN_CAFE, CAFE, TUNNEL_ME, 600, 7);
        ladder.register(100, MN_LTE, LTE, TUNNEL_ME, 600, 8);
        ladder.out(110, HA, tunnelled(AGENT, CAFE, voice(CORRESPONDENT, SECOND_HOME)));
        assertThat(testimony().leaks()).isEmpty();
    }

    @Test
    void severalBindingsAtATimeAreAllCurrent() {
        ladder.register(0, MN_CAFE, CAFE, TUNNEL_ME, 600, 7);
        ladder.register(100, MN_LTE, LTE, AND_KEEP_THE_OTHERS, 600, 8);
        ladder.out(110, HA, tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));
        // A lifetime of zero ends one of them (RFC 5944 §3.8.2.2).
        ladder.register(200, MN_LTE, CAFE, AND_KEEP_THE_OTHERS, 0, 9);
        assertThat(testimony().leaks()).isEmpty();
        assertThat(testimony().bindings())
                .containsExactly(
                        new BindingSeen(ms(1.5), "mn", List.of(CAFE)),
                        new BindingSeen(ms(101.5), "mn", List.of(CAFE, LTE)),
                        new BindingSeen(ms(201.5), "mn", List.of(LTE)));
    }

    @Test
    void aDenialChangesNoBinding() {
        ladder.register(0, MN_CAFE, CAFE, TUNNEL_ME, 600, 7);
        ladder.out(100, MN_LTE, request(LTE, TUNNEL_ME, 600, 8));
        ladder.out(101, HA, reply(LTE, 130, 0, 8));
        ladder.out(102, HA, tunnelled(AGENT, CAFE, voice(CORRESPONDENT, HOME)));
        assertThat(testimony().bindings()).hasSize(1);
        assertThat(testimony().leaks()).isEmpty();
    }

    @Test
    void aBindingEndsWithItsLifetimeUnlessItIsRenewed() {
        ladder.register(0, MN_CAFE, CAFE, TUNNEL_ME, 3, 7);
        ladder.register(2000, MN_CAFE, CAFE, TUNNEL_ME, 3, 8);
        assertThat(testimony().bindings())
                .containsExactly(
                        new BindingSeen(ms(1.5), "mn", List.of(CAFE)), new BindingSeen(ms(5001.5), "mn", List.of()));
    }

    @Test
    void aBindingWithoutEndIsThereAtTheEnd() {
        ladder.register(0, MN_CAFE, CAFE, TUNNEL_ME, 0xffff, 7);
        assertThat(ladder.witness.testimony(Long.MAX_VALUE - 1).bindings()).hasSize(1);
    }

    @Test
    void passesOverWhatIsNoneOfItsBusiness() {
        ladder.move(100, "home", "cafe");
        ladder.out(101, MN_CAFE, udp(CAFE, 434, AGENT, 434, Octets.ofHex("0102")));
        ladder.out(102, CN, voice(CORRESPONDENT, AGENT));
        ladder.out(103, MN_CAFE, Octets.ofHex("00"));
        assertThat(testimony().comments()).isEmpty();
        assertThatThrownBy(() -> ladder.witness.installed("cn", 0)).hasMessage("cn is no mobile node");
    }
}
