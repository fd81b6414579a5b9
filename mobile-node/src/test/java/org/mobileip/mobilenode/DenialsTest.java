package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.time.Tick;
import org.mobileip.wire.ReplyCode;

/** What a node does about each denial, and that none makes it ask in a loop: RFC 5944 §3.6.2.3, RFC 3024 §3.4. */
class DenialsTest {

    private static final Ipv4 OTHER = Ipv4.parse("10.10.0.9");

    private final Lab lab = new Lab();

    @BeforeEach
    void start() {
        lab.start();
        lab.arriveAtCafe();
    }

    static IntStream homeAgentsDenials() {
        return IntStream.range(128, 256).filter(code -> code != 194);
    }

    @ParameterizedTest
    @MethodSource("homeAgentsDenials")
    void neverAsksMoreThanOnceMoreAtOnceWhateverTheCode(int code) {
        lab.reply(lab.agent.deny(lab.request(), code));
        int atOnce = lab.requests(lab.lastEffects).size();
        assertThat(atOnce).isLessThanOrEqualTo(1);
        if (atOnce == 1) {
            lab.reply(lab.agent.deny(lab.request(), code));
            assertThat(lab.requests(lab.lastEffects)).isEmpty();
        }
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
        assertThat(lab.node.status().lastCode()).contains(new ReplyCode(code));
        assertThat(lab.node.nextDeadline().since(lab.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    /** What it said once is not what it says now. */
    @Test
    void isUnreachableAfterThreeRequestsWithoutReplySinceTheDenial() {
        lab.reply(lab.agent.deny(lab.request(), 129));
        lab.untilDeadline();
        for (int silence = 0; silence < 2; silence++) {
            lab.untilDeadline();
            assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
        }
        lab.untilDeadline();
        assertThat(lab.node.status().state()).isEqualTo(State.UNREACHABLE);
        lab.reply(lab.agent.deny(lab.lastRequest(), 129));
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
        lab.untilDeadline();
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    /** The home agent's file may have been mended; nobody wants to wait for the next try then. */
    @Test
    void asksAgainAtOnceWhenItIsToldToMoveToWhereItIs() {
        for (int denial = 0; denial < 4; denial++) {
            lab.reply(lab.agent.deny(lab.lastRequest(), 129));
            lab.untilDeadline();
        }
        lab.reply(lab.agent.deny(lab.lastRequest(), 129));
        lab.pass(Duration.ofSeconds(2));
        assertThat(lab.requests(lab.handle(new Event.Move(lab.moment(), "cafe0"))))
                .hasSize(1);
        assertThat(lab.node.status().state()).isEqualTo(State.REGISTERING);
        lab.accept(600);
        lab.pass(Duration.ofSeconds(2));
        assertThat(lab.requests(lab.handle(new Event.Move(lab.moment(), "cafe0"))))
                .as("there is nothing to ask for")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("homeAgentsDenials")
    void asksEverMoreRarelyWhateverTheCode(int code) {
        Tick begin = lab.now();
        int sent = 0;
        while (lab.now().since(begin).compareTo(Duration.ofMinutes(10)) < 0) {
            sent++;
            lab.reply(lab.agent.deny(lab.lastRequest(), code));
            sent += lab.requests(lab.lastEffects).size();
            if (!lab.requests(lab.lastEffects).isEmpty()) {
                lab.reply(lab.agent.deny(lab.lastRequest(), code));
            }
            lab.untilDeadline();
        }
        // 1 + 2 + 4 + ... + 256 s are within ten minutes: ten requests, and one more that repairs something.
        assertThat(sent).isLessThanOrEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 129, 130, 134, 135, 192})
    void backsOffFromASecondOnWhereTimeMayHelp(int code) {
        for (int seconds : List.of(1, 2, 4, 8, 16)) {
            lab.reply(lab.agent.deny(lab.request(), code));
            assertThat(lab.node.nextDeadline().since(lab.now())).isEqualTo(Duration.ofSeconds(seconds));
            lab.untilDeadline();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {131, 132, 137, 138})
    void asksRarelyWhereOnlyAPersonCanHelp(int code) {
        for (int seconds : List.of(30, 60, 120, 240, 480, 600, 600)) {
            lab.reply(lab.agent.deny(lab.request(), code));
            assertThat(lab.node.nextDeadline().since(lab.now())).isEqualTo(Duration.ofSeconds(seconds));
            lab.untilDeadline();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {131, 132})
    void callsAFailedAuthenticationASecurityException(int code) {
        lab.reply(lab.agent.deny(lab.request(), code));
        Notice.Denied denied = (Notice.Denied) Lab.notices(lab.lastEffects).stream()
                .filter(Notice.Denied.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(denied.isSecurityException()).isTrue();
    }

    @Test
    void keepsToTheFlagsItWasConfiguredWith() {
        lab.reply(lab.agent.deny(lab.request(), 137));
        lab.untilDeadline();
        assertThat(lab.request().flags()).isEqualTo(0x22);
        Lab triangle = new Lab(Lab.settings(false));
        triangle.start();
        triangle.arriveAtCafe();
        triangle.reply(triangle.agent.deny(triangle.request(), 138));
        triangle.untilDeadline();
        assertThat(triangle.request().flags()).isEqualTo(0x20);
    }

    @Test
    void asksTheHomeAgentThatTheReplyNamesAfterCode136() {
        // Request { home agent 10.10.0.1 } -->      <-- Reply { 136, home agent 10.10.0.9 }
        lab.reply(lab.agent.nameYourself(lab.request(), OTHER));
        assertThat(lab.askedAt()).isEqualTo(OTHER);
        assertThat(lab.request().homeAgent()).isEqualTo(OTHER);
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        assertThat(lab.node.status().homeAgent()).contains(OTHER);
        assertThat(lab.node.status().tunnel().orElseThrow().homeAgent()).isEqualTo(OTHER);
    }

    @Test
    void renewsThereToo() {
        lab.reply(lab.agent.nameYourself(lab.request(), OTHER));
        lab.accept(600);
        lab.pass(Duration.ofSeconds(460));
        lab.deadline();
        assertThat(lab.askedAt()).isEqualTo(OTHER);
    }

    @Test
    void asksWhereItWasToldToAskOnceTheOneNamedIsSilent() {
        lab.reply(lab.agent.nameYourself(lab.request(), OTHER));
        lab.untilDeadline();
        lab.untilDeadline();
        assertThat(lab.askedAt()).isEqualTo(OTHER);
        lab.untilDeadline();
        assertThat(lab.askedAt()).isEqualTo(AGENT);
    }

    @Test
    void isNotSentInCirclesByCode136() {
        lab.reply(lab.agent.nameYourself(lab.request(), OTHER));
        lab.reply(lab.agent.nameYourself(lab.request(), AGENT));
        assertThat(lab.requests(lab.lastEffects)).isEmpty();
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "255.255.255.255", "224.0.0.11", "127.0.0.1", "10.10.0.57", "10.10.0.1"})
    void isNotSentByCode136ToWhereNoHomeAgentCanBe(String named) {
        lab.reply(lab.agent.nameYourself(lab.request(), Ipv4.parse(named)));
        assertThat(lab.requests(lab.lastEffects)).isEmpty();
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
    }

    @Test
    void takesTheHomeAgentsTimeFromCode136WhereItIsThere() {
        long theirs = (lab.request().identification() >>> 32) + 3600;
        long low = lab.request().identification() & 0xffff_ffffL;
        lab.reply(lab.agent.reply(lab.request().to(OTHER), 136, 0, theirs << 32 | low));
        assertThat(lab.request().identification() >>> 32).isBetween(theirs, theirs + 1);
    }

    @Test
    void fallsBackToIpInIpWhereAnotherEncapsulationIsRefused() {
        Lab gre = new Lab(
                Lab.tunnelling(new Settings.Tunnel("mip0", true, Encapsulation.GRE, false, List.of(Ipv4Prefix.ALL))));
        gre.start();
        gre.arriveAtCafe();
        // Request { D, G, T } -->       <-- Reply { 139 }
        assertThat(gre.request().flags()).isEqualTo(0x2a);
        gre.reply(gre.agent.deny(gre.request(), 139));
        // Request { D, T } -->          <-- Reply { accepted }
        assertThat(gre.request().flags()).isEqualTo(0x22);
        gre.accept(600);
        assertThat(gre.node.status().tunnel().orElseThrow().encapsulation()).isEqualTo(Encapsulation.IPIP);
        gre.pass(Duration.ofSeconds(460));
        gre.deadline();
        assertThat(gre.request().flags()).as("asked for no more").isEqualTo(0x22);
    }

    @Test
    void asksForMinimalEncapsulationAndBroadcastsAsConfigured() {
        Lab minimal = new Lab(Lab.tunnelling(
                new Settings.Tunnel("mip0", true, Encapsulation.MINIMAL, true, List.of(Ipv4Prefix.ALL))));
        minimal.start();
        minimal.arriveAtCafe();
        assertThat(minimal.request().flags()).isEqualTo(0x72);
        minimal.accept(600);
        assertThat(minimal.node.status().tunnel().orElseThrow().encapsulation()).isEqualTo(Encapsulation.MINIMAL);
        assertThat(minimal.node.status().tunnel().orElseThrow().broadcasts()).isPresent();
    }

    @Test
    void ignoresTheLifetimeOfADenial() {
        lab.accept(600);
        lab.pass(Duration.ofSeconds(460));
        lab.deadline();
        Tick ends = lab.node.status().bindingEndsAt().orElseThrow();
        lab.reply(lab.agent.reply(lab.request(), 130, 17, lab.request().identification()));
        assertThat(lab.node.status().bindingEndsAt()).contains(ends);
        lab.untilDeadline();
        assertThat(lab.request().lifetime()).isEqualTo(600);
    }

    @Test
    void staysAwayWhileTheBindingLastsThatCannotBeRenewed() {
        lab.accept(600);
        lab.pass(Duration.ofSeconds(460));
        lab.deadline();
        lab.reply(lab.agent.deny(lab.request(), 129));
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
        assertThat(lab.node.status().lastCode()).contains(ReplyCode.ADMINISTRATIVELY_PROHIBITED);
        lab.pass(Duration.ofSeconds(140));
        lab.deadline();
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
    }

    @Test
    void tellsWhoDeniedWhenAndWhenItAsksAgain() {
        lab.reply(lab.agent.deny(lab.request(), 131));
        Status status = lab.node.status();
        assertThat(status.denial()).contains(new Denial(new ReplyCode(131), AGENT, lab.now()));
        assertThat(status.nextTry()).contains(lab.now().plus(Duration.ofSeconds(30)));
    }

    @Test
    void deniesToDeregisterAreAskedAgainToo() {
        lab.accept(600);
        lab.pass(Duration.ofSeconds(5));
        lab.handle(new Event.Home(lab.moment()));
        assertThat(lab.node.status().isDeregistering()).isTrue();
        lab.reply(lab.agent.deny(lab.request(), 128));
        assertThat(lab.node.status().isDeregistering()).isTrue();
        lab.untilDeadline();
        assertThat(lab.request().lifetime()).isZero();
        lab.accept(0);
        assertThat(lab.node.status().isDeregistering()).isFalse();
    }

    @Test
    void forgetsADenialWithTheNextAttempt() {
        lab.reply(lab.agent.deny(lab.request(), 131));
        lab.arriveAtOffice();
        lab.handle(new Event.Move(lab.moment(), "office0"));
        assertThat(lab.node.status().state()).isEqualTo(State.REGISTERING);
        assertThat(only(Effect.SendRequest.class, lab.lastEffects)).hasSize(1);
        assertThat(lab.request().careOf()).isNotEqualTo(CAFE);
    }

    /** §3.6.2.1 to §3.6.2.3: what people are told as a security exception is a failed authentication, and no other code. */
    @ParameterizedTest
    @ValueSource(ints = {128, 129, 130, 131, 132, 133, 134})
    void isASecurityExceptionOnlyWhereAnAuthenticationHasFailed(int code) {
        assertThat(denied(code).isSecurityException()).isEqualTo(code == 131 || code == 132);
    }

    private Notice.Denied denied(int code) {
        List<Effect> effects = lab.reply(lab.agent.deny(lab.request(), code));
        if (!lab.requests(effects).isEmpty()) { // asked once more, with another Identification
            effects = lab.reply(lab.agent.deny(lab.request(), code));
        }
        return Lab.notices(effects).stream()
                .filter(Notice.Denied.class::isInstance)
                .map(Notice.Denied.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
