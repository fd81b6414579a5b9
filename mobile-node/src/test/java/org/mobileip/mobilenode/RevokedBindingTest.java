package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.AGENT;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.OFFICE;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;

/** A home agent ends the binding before its time (RFC 3543 §4.2.2.3); messages are octets by hand from the diagrams. */
class RevokedBindingTest {

    private static final Endpoint FROM = new Endpoint(AGENT, 434);
    private static final Endpoint HERE = new Endpoint(CAFE, 434);
    private static final String AGREES = "8906 0000 00000064";
    private static final String REVOKES = "07 00 c000 0a0a0039 0a0a0001 c000022c 00000065";

    private final Lab lab = new Lab(Lab.settings(true).revocable(true));

    private void isAway(String reply) {
        lab.start();
        lab.arriveAtCafe();
        lab.reply(lab.agent.replyWith(lab.lastRequest(), 0, 600, reply));
        lab.pass(Duration.ofSeconds(10));
    }

    private List<Effect> arrives(Octets message) {
        Moment moment = lab.moment();
        return lab.handle(
                new Event.DatagramArrived(moment, new Datagram(FROM, HERE, CAFE_LINK, moment.timeOfDay(), message)));
    }

    private List<Effect> revokes(String message) {
        return arrives(lab.agent.signed(Octets.ofHex(message)));
    }

    @Test
    void asksForItWhereItRegistersByItself() {
        lab.start();
        lab.arriveAtCafe();
        assertThat(lab.request().isAuthentic()).isTrue();
        // 2026-11-24T04:00:00Z is 4004481600 s after 1900, eeaf8a40.
        assertThat(lab.request().revocation())
                .isEqualTo(Octets.ofHex("0000 eeaf8a40").toString());
        lab.accept(600);
        lab.handle(new Event.Home(lab.moment()));
        assertThat(lab.request().revocation()).as("a deregistration").isEmpty();
    }

    @Test
    void asksForNothingWhereAForeignAgentIsAskedOrNobodyWantsIt() {
        lab.start();
        lab.linkUp(CAFE_LINK);
        lab.hear(CAFE_LINK, new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1"));
        assertThat(lab.lastRequest().revocation()).as("§4.2.1").isEmpty();
        Lab other = new Lab();
        other.start();
        other.arriveAtCafe();
        assertThat(other.request().revocation()).isEmpty();
    }

    @Test
    void acknowledgesToWhoeverSentItAndAsksAgainASecondLater() {
        isAway(AGREES);
        List<Effect> effects = revokes(REVOKES);
        assertThat(effects.get(0))
                .isEqualTo(new Effect.Acknowledge(
                        CAFE_LINK, CAFE, FROM, lab.agent.signed(Octets.ofHex("0f 00 0000 0a0a0039 00000065"))));
        assertThat(Lab.notices(effects)).contains(new Notice.Revoked(CAFE, AGENT));
        assertThat(lab.node.status().registered()).isFalse();
        assertThat(lab.node.status().state()).isEqualTo(State.REGISTERING);
        assertThat(lab.requests(effects)).as("within the second of §3.3").isEmpty();
        assertThat(lab.node.nextDeadline()).isEqualTo(lab.now().plus(Duration.ofSeconds(1)));
        lab.untilDeadline();
        assertThat(lab.request().careOf()).isEqualTo(CAFE);
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    @Test
    void acknowledgesAgainWhatTheHomeAgentSaysAgain() {
        isAway(AGREES);
        revokes(REVOKES);
        List<Effect> again = revokes("07 00 c000 0a0a0039 0a0a0001 c000022c 00000066");
        assertThat(only(Effect.Acknowledge.class, again)).hasSize(1);
        assertThat(Lab.notices(again)).noneMatch(Notice.Revoked.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource({
        "A not set: not a home agent's, 07 00 4000 0a0a0039 0a0a0001 c000022c 00000065",
        "of the time of the reply,      07 00 c000 0a0a0039 0a0a0001 c000022c 00000064",
        "of before,                     07 00 c000 0a0a0039 0a0a0001 c000022c 00000063",
        "about another node,            07 00 c000 0a0a003a 0a0a0001 c000022c 00000065",
        "of another home agent,         07 00 c000 0a0a0039 0a0a0002 c000022c 00000065",
        "about another care-of address, 07 00 c000 0a0a0039 0a0a0001 c000022d 00000065"
    })
    void believesNoneThatIs(String what, String message) {
        isAway(AGREES);
        assertThat(revokes(message)).as(what).contains(new Effect.Discard(FROM, Effect.Reason.REVOCATION));
        assertThat(lab.node.status().registered()).isTrue();
    }

    @Test
    void believesNoneTwiceAndNoneThatIsNotSigned() {
        isAway(AGREES);
        assertThat(arrives(Octets.ofHex(REVOKES))).contains(new Effect.Discard(FROM, Effect.Reason.REVOCATION));
        PlainHomeAgent forger =
                new PlainHomeAgent("8765432187654321".getBytes(java.nio.charset.StandardCharsets.US_ASCII), Lab.SPI);
        assertThat(arrives(forger.signed(Octets.ofHex(REVOKES))))
                .contains(new Effect.Discard(FROM, Effect.Reason.REVOCATION));
        assertThat(lab.node.status().registered()).isTrue();
        revokes(REVOKES);
        assertThat(revokes(REVOKES)).contains(new Effect.Discard(FROM, Effect.Reason.REVOCATION));
    }

    @Test
    void believesNoneThatWasNotAgreedOn() {
        isAway("");
        assertThat(revokes(REVOKES)).contains(new Effect.Discard(FROM, Effect.Reason.REVOCATION));
        assertThat(lab.node.status().registered()).isTrue();
    }

    @Test
    void believesNoneAboutTheCareOfAddressBefore() {
        isAway(AGREES);
        lab.linkDown(CAFE_LINK);
        lab.arriveAtOffice();
        lab.reply(lab.agent.replyWith(lab.lastRequest(), 0, 600, "8906 0000 00000070"));
        assertThat(lab.lastRequest().careOf()).isEqualTo(OFFICE);
        assertThat(revokes("07 00 c000 0a0a0039 0a0a0001 c000022c 00000071"))
                .contains(new Effect.Discard(FROM, Effect.Reason.REVOCATION));
        assertThat(lab.node.status().registered()).isTrue();
    }

    /** RFC 4917 §2: in a Registration Revocation message, too, before the authenticator. */
    @Test
    void tellsTheWordsThatComeWithARevocation() {
        isAway(AGREES);
        assertThat(Lab.notices(revokes(REVOKES + "91 03 01 4869")))
                .filteredOn(Notice.Message.class::isInstance)
                .extracting(notice -> ((Notice.Message) notice).words().text())
                .containsExactly("Hi");
    }

    @Test
    void believesNoneWhereTheAgreementStoodBehindTheAuthenticator() {
        lab.start();
        lab.arriveAtCafe();
        lab.reply(lab.agent.accept(lab.lastRequest(), 600).plus(Octets.ofHex(AGREES)));
        lab.pass(Duration.ofSeconds(10));
        assertThat(revokes(REVOKES)).contains(new Effect.Discard(FROM, Effect.Reason.REVOCATION));
        assertThat(lab.node.status().registered()).isTrue();
    }

    @Test
    void believesNoneWhereItHasNotOfferedToWhateverTheReplySays() {
        Lab other = new Lab();
        other.start();
        other.arriveAtCafe();
        other.reply(other.agent.replyWith(other.lastRequest(), 0, 600, AGREES));
        Moment moment = other.moment();
        Octets signed = other.agent.signed(Octets.ofHex(REVOKES));
        List<Effect> effects = other.handle(
                new Event.DatagramArrived(moment, new Datagram(FROM, HERE, CAFE_LINK, moment.timeOfDay(), signed)));
        assertThat(effects).contains(new Effect.Discard(FROM, Effect.Reason.REVOCATION));
        assertThat(other.node.status().registered()).isTrue();
    }

    /** It would have been renewed 450 s after it was made: that of the requests since is another matter. */
    @Test
    void renewsNothingThatWasRevoked() {
        isAway(AGREES);
        revokes(REVOKES);
        lab.passSlowly(Duration.ofSeconds(290));
        Tick next = lab.node.nextDeadline();
        assertThat(next.since(lab.now())).isGreaterThan(Duration.ofSeconds(150));
        assertThat(lab.requests(lab.passSlowly(Duration.ofSeconds(200)))).isEmpty();
    }
}
