package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** Which replies are believed: RFC 5944 §3.6.2.1. Everything else is discarded, counted and changes nothing. */
class ReplyChecksTest {

    private final Lab lab = new Lab();
    private PlainHomeAgent.Request request = new PlainHomeAgent.Request(
            0, 0, Ipv4.UNSPECIFIED, Ipv4.UNSPECIFIED, Ipv4.UNSPECIFIED, 0, "", false, "", "", Map.of());

    @BeforeEach
    void ask() {
        lab.start();
        lab.arriveAtCafe();
        request = lab.request();
    }

    private void assertDiscarded(Octets datagram, Effect.Reason why) {
        Status before = lab.node.status();
        List<Effect> effects = lab.reply(datagram);
        assertThat(effects).hasSize(1);
        assertThat(((Effect.Discard) effects.get(0)).why()).isEqualTo(why);
        assertThat(lab.node.status()).isEqualTo(before);
    }

    @Test
    void discardsEveryTruncationAndStaysReadyForTheWhole() {
        Octets whole = lab.agent.accept(request, 600);
        for (int size = 0; size < whole.size(); size++) {
            List<Effect> effects = lab.reply(whole.slice(0, size));
            assertThat(effects).as("first %d octets", size).hasSize(1);
            assertThat(effects.get(0)).isInstanceOf(Effect.Discard.class);
        }
        lab.reply(whole);
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }

    @Test
    void discardsAReplyWithAnyBitFlipped() {
        byte[] whole = lab.agent.accept(request, 600).toArray();
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(lab.reply(Octets.of(flipped)).get(0)).as("bit %d", bit).isInstanceOf(Effect.Discard.class);
        }
        assertThat(lab.node.status().registered()).isFalse();
    }

    @Test
    void discardsRandomOctets() {
        Random random = new Random(434);
        for (int i = 0; i < 2000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            assertThat(lab.reply(Octets.of(noise)).get(0)).isInstanceOf(Effect.Discard.class);
        }
    }

    @Test
    void discardsAReplyToAnotherRequest() {
        assertDiscarded(lab.agent.reply(request, 0, 600, request.identification() ^ 1), Effect.Reason.IDENTIFICATION);
    }

    @Test
    void discardsAReplyToTheRequestBeforeTheLast() {
        lab.pass(Duration.ofMillis(1003));
        lab.deadline();
        assertDiscarded(lab.agent.accept(request, 600), Effect.Reason.IDENTIFICATION);
    }

    @Test
    void looksAtTheIdentificationBeforeTheAuthenticator() {
        Octets neither = PlainHomeAgent.unsigned(request, 0, 600, request.identification() ^ 1);
        assertDiscarded(neither, Effect.Reason.IDENTIFICATION);
    }

    @Test
    void discardsAReplyWithoutAuthenticationExtension() {
        Octets bare = PlainHomeAgent.unsigned(request, 0, 600, request.identification());
        assertDiscarded(bare, Effect.Reason.AUTHENTICATION_EXTENSION);
    }

    @Test
    void discardsAReplyWithTwoAuthenticationExtensions() {
        Octets twice = lab.agent.signed(lab.agent.accept(request, 600));
        assertDiscarded(twice, Effect.Reason.AUTHENTICATION_EXTENSION);
    }

    @Test
    void discardsAReplySignedWithAnotherKey() {
        PlainHomeAgent stranger = new PlainHomeAgent("8765432187654321".getBytes(StandardCharsets.US_ASCII), Lab.SPI);
        assertDiscarded(stranger.accept(request, 600), Effect.Reason.AUTHENTICATOR);
        assertDiscarded(stranger.deny(request, 131), Effect.Reason.AUTHENTICATOR);
    }

    @Test
    void discardsAReplyOfAnotherSecurityAssociation() {
        PlainHomeAgent other = new PlainHomeAgent(Lab.SECRET, 0x102);
        assertDiscarded(other.accept(request, 600), Effect.Reason.AUTHENTICATOR);
    }

    /** The same key and index, but the reply is signed with HMAC-MD5 where HMAC-SHA-256 was agreed. */
    @Test
    void discardsAReplyOfAWeakerAlgorithmThanTheAssociations() {
        Settings usual = Lab.settings(true);
        Lab strong = new Lab(new Settings(
                usual.home(),
                usual.homeAgents(),
                new SecurityAssociation(Lab.SPI, AuthenticationAlgorithm.HMAC_SHA256, Key.of(Lab.SECRET)),
                usual.replay(),
                usual.lifetime(),
                usual.tunnel(),
                usual.interfaces()));
        strong.start();
        Effect.SendRequest sent =
                Lab.only(Effect.SendRequest.class, strong.arriveAtCafe()).get(0);
        long identification = sent.payload().i64(16);
        PlainHomeAgent.Request asked = new PlainHomeAgent.Request(
                0x22, 600, Lab.HOME.address(), Lab.AGENT, Lab.CAFE, identification, "", true, "", "", Map.of());
        List<Effect> effects = strong.reply(strong.agent.accept(asked, 600));
        assertThat(((Effect.Discard) effects.get(0)).why()).isEqualTo(Effect.Reason.AUTHENTICATOR);
        assertThat(strong.node.status().registered()).isFalse();
    }

    @Test
    void discardsAForeignAgentsDenialForNoneWasAsked() {
        Octets denial = PlainHomeAgent.unsigned(request, 65, 0, request.identification());
        assertDiscarded(denial, Effect.Reason.NOT_FROM_HOME_AGENT);
    }

    @Test
    void discardsAnAuthenticReplyAboutAnotherNode() {
        PlainHomeAgent.Request other = request.at(Ipv4.parse("10.10.0.58"));
        assertDiscarded(lab.agent.accept(other, 600), Effect.Reason.OTHER_HOME_ADDRESS);
    }

    @Test
    void discardsTheSameReplyASecondTime() {
        Octets reply = lab.agent.accept(request, 600);
        lab.reply(reply);
        assertDiscarded(reply, Effect.Reason.NOT_EXPECTED);
    }

    @Test
    void discardsAReplyWithAnExtensionThatMustBeUnderstood() {
        Octets message = PlainHomeAgent.unsigned(request, 0, 600, request.identification());
        Octets unknown = lab.agent.signed(message.plus(Octets.ofHex("7e 02 0000")));
        assertDiscarded(unknown, Effect.Reason.MALFORMED);
    }

    @Test
    void skipsAnExtensionThatNeedNotBeUnderstood() {
        Octets message = PlainHomeAgent.unsigned(request, 0, 600, request.identification());
        lab.reply(lab.agent.signed(message.plus(Octets.ofHex("fe 02 0000"))));
        assertThat(lab.node.status().state()).isEqualTo(State.AWAY);
    }
}
