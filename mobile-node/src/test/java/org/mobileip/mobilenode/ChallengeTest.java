package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.only;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** The challenges of foreign agents (RFC 4721), and what they say of replies that they do not honour (RFC 4636). */
class ChallengeTest {

    private static final byte[] AGENT_KEY = "foreign-agent-key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AAA_KEY = "verifier-key-123".getBytes(StandardCharsets.US_ASCII);
    private static final int AGENT_SPI = 0x102;
    private static final int AAA_SPI = 0x103;
    private static final String FIRST = "a1a2a3a4a5a6a7a8";
    private static final String SECOND = "b1b2b3b4b5b6b7b8";
    private static final String THIRD = "c1c2c3c4c5c6c7c8";

    private final PlainForeignAgent cafe = new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1")
            .lifetime(1800)
            .challenge(FIRST);

    private static Lab lab(boolean hasAgentKey, boolean hasVerifier) {
        Map<Ipv4, SecurityAssociation> keys =
                hasAgentKey ? Map.of(Ipv4.parse("192.0.2.1"), association(AGENT_SPI, AGENT_KEY)) : Map.of();
        Lab lab = new Lab(Lab.roaming(new Settings.Roaming(
                true,
                keys,
                hasVerifier ? Optional.of(association(AAA_SPI, AAA_KEY)) : Optional.empty(),
                DeliveryStyle.DIRECT,
                Duration.ofSeconds(10))));
        lab.start();
        lab.linkUp(CAFE_LINK);
        return lab;
    }

    private static SecurityAssociation association(int spi, byte[] key) {
        return new SecurityAssociation(spi, AuthenticationAlgorithm.HMAC_MD5, Key.of(key));
    }

    private static Octets sent(Lab lab) {
        return lab.sentThroughAgent().payload();
    }

    /** A reply of the foreign agent alone, with a challenge in it: extension 132. */
    private static Octets denial(Lab lab, int code, String challenge) {
        PlainHomeAgent.Request asked = lab.lastRequest();
        Octets fixed = PlainHomeAgent.unsigned(asked, code, 0, asked.identification());
        return challenge.isEmpty() ? fixed : fixed.plus(Octets.ofHex("8408" + challenge));
    }

    @Test
    void answersWithAnAuthenticatorForTheVerifierWhereItSharesNoKeyWithTheForeignAgent() {
        Lab lab = lab(false, true);
        lab.hear(CAFE_LINK, cafe);
        Octets sent = sent(lab);
        assertThat(PlainForeignAgent.extensionTypes(sent)).containsExactly(32, 132, 36);
        assertThat(PlainForeignAgent.extension(sent, 132)).isEqualTo(Octets.ofHex(FIRST));
        // RFC 4721 §5: type 36, sub-type 1, a length of 16 bits, SPI; HMAC-MD5 over all before the authenticator.
        int at = sent.size() - 16 - 8;
        assertThat(sent.slice(at, at + 8)).isEqualTo(Octets.ofHex("2401 0014 00000103"));
        assertThat(sent.slice(at + 8)).isEqualTo(PlainForeignAgent.hmac(AAA_KEY, sent.slice(0, at + 8)));
    }

    @Test
    void answersBeforeTheAuthenticatorForTheForeignAgentWhereItSharesAKeyWithThat() {
        Lab lab = lab(true, false);
        lab.hear(CAFE_LINK, cafe);
        assertThat(PlainForeignAgent.extensionTypes(sent(lab))).containsExactly(32, 132, 33);
        assertThat(PlainForeignAgent.isSignedForForeignAgent(sent(lab), AGENT_KEY, AGENT_SPI))
                .isTrue();
    }

    @Test
    void answersNothingWhereItHasNoKeyToAnswerWithAndSaysSo() {
        Lab lab = lab(false, false);
        lab.hear(CAFE_LINK, cafe);
        assertThat(PlainForeignAgent.extensionTypes(sent(lab))).containsExactly(32);
        lab.reply(denial(lab, 105, SECOND));
        assertThat(lab.requests(lab.lastEffects)).isEmpty();
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
    }

    @Test
    void answersNothingToAForeignAgentThatAsksNothing() {
        Lab lab = lab(false, true);
        lab.hear(CAFE_LINK, new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1"));
        assertThat(PlainForeignAgent.extensionTypes(sent(lab))).containsExactly(32);
    }

    @Test
    void doesNotAnswerFromItsOwnAddressToTheHomeAgent() {
        Lab lab = lab(false, true);
        lab.arriveAtCafe();
        Effect.SendRequest direct =
                only(Effect.SendRequest.class, lab.lastEffects).get(0);
        assertThat(PlainForeignAgent.extensionTypes(direct.payload())).containsExactly(32);
    }

    @ParameterizedTest
    @ValueSource(ints = {104, 105, 106})
    void asksAgainAtOnceWithTheChallengeThatTheDenialGives(int code) {
        Lab lab = lab(false, true);
        lab.hear(CAFE_LINK, cafe);
        lab.reply(denial(lab, code, SECOND));
        assertThat(PlainForeignAgent.extension(sent(lab), 132)).isEqualTo(Octets.ofHex(SECOND));
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    @Test
    void asksForANewChallengeWhereTheDenialGivesNoneAndRegistersTheMomentItIsHeard() {
        Lab lab = lab(false, true);
        lab.hear(CAFE_LINK, cafe);
        List<Effect> effects = lab.reply(denial(lab, 106, ""));
        assertThat(effects).contains(new Effect.Solicit(CAFE_LINK));
        assertThat(lab.requests(effects)).isEmpty();
        // The same as before: of no use.
        assertThat(lab.requests(lab.hear(CAFE_LINK, cafe))).isEmpty();
        lab.pass(Duration.ofSeconds(1));
        lab.hear(CAFE_LINK, cafe.challenge(THIRD));
        assertThat(PlainForeignAgent.extension(sent(lab), 132)).isEqualTo(Octets.ofHex(THIRD));
    }

    @Test
    void doesNotAskInALoopWhereEveryChallengeIsRefused() {
        Lab lab = lab(false, true);
        lab.hear(CAFE_LINK, cafe);
        int asked = 0;
        for (int i = 0; i < 120; i++) {
            lab.reply(denial(lab, 104, String.format("%016x", i + 1)));
            asked += lab.requests(lab.lastEffects).size();
            asked += lab.requests(lab.passSlowly(Duration.ofSeconds(1))).size();
        }
        assertThat(asked).isBetween(2, 10);
    }

    @Test
    void renewsWithTheChallengeOfTheLastReplyAndNeverWithAnOlderOne() {
        Lab lab = lab(false, true);
        lab.hear(CAFE_LINK, cafe);
        // RFC 4721 §3.3: the foreign agent adds its next challenge behind the home agent's authenticator.
        lab.reply(lab.agent.accept(lab.request(), 600).plus(Octets.ofHex("8408" + SECOND)));
        // Advertised still, but answered already.
        lab.hear(CAFE_LINK, cafe);
        lab.passSlowly(Duration.ofSeconds(451));
        assertThat(lab.lastRequest().careOf()).isEqualTo(Ipv4.parse("192.0.2.1"));
        assertThat(PlainForeignAgent.extension(lab.lastSent(), 132)).isEqualTo(Octets.ofHex(SECOND));
    }

    @Test
    void prefersTheChallengeThatIsAdvertisedAfterTheReply() {
        Lab lab = lab(false, true);
        lab.hear(CAFE_LINK, cafe);
        lab.reply(lab.agent.accept(lab.request(), 600).plus(Octets.ofHex("8408" + SECOND)));
        lab.hear(CAFE_LINK, cafe.challenge(THIRD));
        lab.passSlowly(Duration.ofSeconds(451));
        assertThat(PlainForeignAgent.extension(lab.lastSent(), 132)).isEqualTo(Octets.ofHex(THIRD));
    }

    @Test
    void asksForAChallengeBeforeItRenewsWhereItHasNoneLeft() {
        Lab lab = lab(false, true);
        lab.hear(CAFE_LINK, cafe);
        lab.accept(600);
        List<Effect> done = lab.passSlowly(Duration.ofSeconds(451));
        assertThat(done).contains(new Effect.Solicit(CAFE_LINK));
        assertThat(lab.requests(done)).isEmpty();
        lab.hear(CAFE_LINK, cafe.challenge(SECOND));
        assertThat(PlainForeignAgent.extension(sent(lab), 132)).isEqualTo(Octets.ofHex(SECOND));
    }

    /** RFC 4636 §3: type 45, length 2, sub-type 0, status. */
    private static Octets unhonoured(Lab lab, int status) {
        return lab.agent.accept(lab.lastRequest(), 600).plus(Octets.ofHex(String.format("2d0200%02x", status)));
    }

    @Test
    void usesNoCareOfAddressThatTheForeignAgentDoesNotHonourAndHasTheHomeAgentForgetIt() {
        Lab lab = lab(false, false);
        lab.hear(CAFE_LINK, new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1").lifetime(1800));
        lab.reply(unhonoured(lab, 66));
        assertThat(lab.node.status().registered()).isFalse();
        assertThat(lab.node.status().state()).isEqualTo(State.DENIED);
        assertThat(lab.request().lifetime()).isZero();
        assertThat(lab.request().careOf()).isEqualTo(Ipv4.parse("192.0.2.1"));
        lab.accept(0);
        // It is asked again, later, and believed when it honours what it relays.
        lab.passSlowly(Duration.ofSeconds(5));
        assertThat(lab.lastRequest().lifetime()).isEqualTo(600);
        lab.accept(600);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    @Test
    void countsOnNoBindingOnceTheForeignAgentDoesNotHonourItsRenewal() {
        Lab lab = lab(false, false);
        lab.hear(CAFE_LINK, new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1").lifetime(1800));
        lab.accept(600);
        lab.passSlowly(Duration.ofSeconds(451));
        lab.reply(unhonoured(lab, 66));
        assertThat(lab.node.status().registered()).isFalse();
        assertThat(lab.node.status().bindingEndsAt()).isEmpty();
        assertThat(lab.node.status().lastCode())
                .as("the foreign agent's")
                .hasValueSatisfying(code -> assertThat(code.value()).isEqualTo(66));
    }

    @Test
    void registersElsewhereInsteadWhereThereIsAnotherWay() {
        Lab lab = lab(false, false);
        lab.arriveAtOffice();
        lab.accept(600);
        lab.pass(Duration.ofSeconds(2));
        lab.hear(CAFE_LINK, new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1").lifetime(1800));
        lab.reply(unhonoured(lab, 65));
        // The home agent has forgotten the office for the café: it is told of the office again, which is all.
        assertThat(lab.request().careOf()).isEqualTo(Lab.OFFICE);
        assertThat(lab.request().lifetime()).isEqualTo(600);
    }

    @Test
    void believesNoErrorOfAForeignAgentInAReplyThatTheHomeAgentHasNotSigned() {
        Lab lab = lab(false, false);
        lab.hear(CAFE_LINK, new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1").lifetime(1800));
        PlainHomeAgent.Request asked = lab.request();
        Octets forged =
                PlainHomeAgent.unsigned(asked, 0, 600, asked.identification()).plus(Octets.ofHex("2d020042"));
        assertThat(only(Effect.Discard.class, lab.reply(forged)))
                .extracting(Effect.Discard::why)
                .containsExactly(Effect.Reason.AUTHENTICATION_EXTENSION);
    }

    @Test
    void asksForAChallengeOfAForeignAgentThatInsistsThoughItHasNeverGivenOne() {
        Lab lab = lab(false, true);
        PlainForeignAgent silent = new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1").lifetime(1800);
        lab.hear(CAFE_LINK, silent);
        List<Effect> effects = lab.reply(denial(lab, 105, ""));
        assertThat(effects).contains(new Effect.Solicit(CAFE_LINK));
        assertThat(lab.requests(effects)).isEmpty();
        lab.pass(Duration.ofSeconds(1));
        lab.hear(CAFE_LINK, silent.challenge(FIRST));
        assertThat(PlainForeignAgent.extension(sent(lab), 132)).isEqualTo(Octets.ofHex(FIRST));
    }

    @Test
    void asksForAChallengeEverMoreRarelyWhereNoneIsGiven() {
        Lab lab = lab(false, true);
        lab.hear(CAFE_LINK, cafe);
        lab.reply(denial(lab, 106, ""));
        for (int seconds : List.of(1, 2, 4, 8)) {
            assertThat(lab.passSlowly(Duration.ofMillis(1000L * seconds - 1)))
                    .doesNotContain(new Effect.Solicit(CAFE_LINK));
            assertThat(lab.passSlowly(Duration.ofMillis(1))).contains(new Effect.Solicit(CAFE_LINK));
        }
    }

    @Test
    void answersTheChallengeOfADenialWithTheKeyThatItSharesWithTheForeignAgent() {
        Lab lab = lab(true, false);
        lab.hear(CAFE_LINK, cafe);
        lab.reply(PlainForeignAgent.signed(denial(lab, 104, SECOND), AGENT_KEY, AGENT_SPI));
        assertThat(PlainForeignAgent.extension(sent(lab), 132)).isEqualTo(Octets.ofHex(SECOND));
        assertThat(PlainForeignAgent.isSignedForForeignAgent(sent(lab), AGENT_KEY, AGENT_SPI))
                .isTrue();
    }

    @Test
    void asksEverMoreRarelyWhereTheForeignAgentNeverHonoursWhatItRelays() {
        Lab lab = lab(false, false);
        lab.hear(CAFE_LINK, new PlainForeignAgent("192.0.2.1", "02:fa:00:00:00:01", "192.0.2.1").lifetime(1800));
        int asked = 0;
        for (int second = 0; second < 60; second++) {
            if (lab.lastRequest().lifetime() == 600) {
                lab.reply(unhonoured(lab, 66));
                lab.accept(0);
            }
            asked += (int) lab.requests(lab.passSlowly(Duration.ofSeconds(1))).stream()
                    .filter(request -> request.lifetime() == 600)
                    .count();
        }
        // After 1, 2, 4, 8, 16 and 32 seconds at the soonest.
        assertThat(asked).isBetween(2, 6);
    }

    @Test
    void believesNoErrorOfAForeignAgentWhereItHasAskedNone() {
        Lab lab = lab(false, false);
        lab.arriveAtCafe();
        lab.reply(unhonoured(lab, 66));
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }
}
