package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.ASSOCIATION;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.identification;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.sendIn;
import static org.mobileip.homeagent.Village.signed;
import static org.mobileip.homeagent.Village.unsigned;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;

/** Requests that a foreign agent relays, and what it must sign (RFC 5944 §3.5.4, §3.8.2.1 c and d, §3.8.3.3). */
class ForeignAgentsTest {

    private static final Ipv4 FOREIGN_AGENT = Ipv4.parse("192.0.2.1");
    private static final SecurityAssociation SHARED = association(512, "a foreign agent.");
    private static final SecurityAssociation NEXT = association(513, "its next secret.");
    private static final SecurityAssociation STRANGERS = association(512, "another secret !");
    private static final RequestFlags VISITING = RequestFlags.REVERSE_TUNNELING;

    private final HomeAgent agent = Village.agent(Village.settings(
            Village.GRANTS,
            false,
            List.of(new ForeignAgentPeer(FOREIGN_AGENT, SecurityAssociations.of(SHARED, NEXT))),
            Village.LAPTOP));

    @Test
    void acceptsWhatTheForeignAgentSignedAndSignsTheReplyForIt() throws Exception {
        // Request { MN-HA, FA-HA } -->      <-- Reply { MN-HA, FA-HA }
        List<Effect> effects = relay(0, vouched(visitor(0, 60)));
        Octets octets = sendIn(effects).octets();
        RegistrationReply reply = replyIn(effects);
        assertThat(reply.code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(reply.extensions()).extracting(Extension::type).containsExactly(32, 34);
        assertThat(SHARED.verifies(octets, reply.authenticationExtensions().get(1)))
                .isTrue();
        assertThat(sendIn(effects).to()).isEqualTo(new Endpoint(FOREIGN_AGENT, 30434));
        assertThat(agent.bindings()).singleElement().satisfies(binding -> {
            assertThat(binding.careOf()).isEqualTo(FOREIGN_AGENT);
            assertThat(binding.isDirect()).isFalse();
        });
    }

    /** RFC 4721 §3.4, §6: behind the node's authenticator, covered by the foreign agent's, and nothing of the Mobile-AAA one. */
    @Test
    void returnsTheChallengeThatTheRequestAnswered() throws Exception {
        // Request { MN-HA, challenge, MN-AAA, FA-HA } -->      <-- Reply { MN-HA, challenge, FA-HA }
        Octets challenge = Octets.ofHex("840800c0ffee00112233");
        Octets answered =
                association(1000, "an aaa server's.").sign(visitor(0, 60).plus(challenge), Kind.MOBILE_AAA);
        List<Effect> effects = relay(0, vouched(answered));
        RegistrationReply reply = replyIn(effects);
        assertThat(reply.code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(reply.extensions()).extracting(Extension::type).containsExactly(32, 132, 34);
        assertThat(reply.extensions().get(1).encode()).isEqualTo(challenge);
        assertThat(SHARED.verifies(
                        sendIn(effects).octets(),
                        reply.authenticationExtensions().get(1)))
                .isTrue();
    }

    @Test
    void returnsTheChallengeWithADenialToo() {
        Octets challenge = Octets.ofHex("8404deadbeef");
        RegistrationReply reply = replyIn(relay(0, visitor(0, 60).plus(challenge)));
        assertThat(reply.code()).isEqualTo(ReplyCode.FOREIGN_AGENT_FAILED_AUTHENTICATION);
        assertThat(reply.extensions()).extracting(Extension::type).containsExactly(32, 132, 34);
    }

    @Test
    void answersWithTheAssociationThatTheForeignAgentUsed() throws Exception {
        Octets octets =
                sendIn(relay(0, NEXT.sign(visitor(0, 60), Kind.FOREIGN_HOME))).octets();
        RegistrationReply reply = RegistrationReply.decode(octets);
        assertThat(reply.authenticationExtensions().get(1).spi()).isEqualTo(513);
        assertThat(NEXT.verifies(octets, reply.authenticationExtensions().get(1)))
                .isTrue();
    }

    @Test
    void deniesWhatTheForeignAgentDidNotSign() {
        assertDenied132(visitor(0, 60));
    }

    @Test
    void deniesWhatIsSignedTwice() {
        assertDenied132(vouched(vouched(visitor(0, 60))));
    }

    @Test
    void deniesAWrongSignatureAndAnUnknownIndex() {
        assertDenied132(STRANGERS.sign(visitor(0, 60), Kind.FOREIGN_HOME));
        assertDenied132(association(999, "a foreign agent.").sign(visitor(0, 60), Kind.FOREIGN_HOME));
    }

    @Test
    void deniesASignatureThatDoesNotVouchForTheNodesOwn() {
        Octets unsigned = unsigned(0, FOREIGN_AGENT, 60, VISITING).encode();
        assertDenied132(ASSOCIATION.sign(vouched(unsigned), Kind.MOBILE_HOME));
    }

    /** Whoever took the foreign agent's signature off gains nothing, and spoils nothing. */
    @Test
    void acceptsTheVeryRequestOnceItComesAsItShould() {
        assertDenied132(visitor(0, 60));
        assertThat(replyIn(relay(1, vouched(visitor(0, 60)))).code()).isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void deniesTheForeignAgentsCareOfAddressToWhoeverGoesRoundIt() {
        List<Effect> effects = agent.handle(at(0), Village.arrives(0, CAFE, visitor(0, 60)));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.FOREIGN_AGENT_FAILED_AUTHENTICATION);
        assertThat(replyIn(effects).extensions()).extracting(Extension::type).containsExactly(32);
        assertThat(agent.bindings()).isEmpty();
    }

    @Test
    void tellsTheForeignAgentInAReplyThatItSigned() throws Exception {
        Octets octets = sendIn(relay(0, visitor(0, 60))).octets();
        RegistrationReply reply = RegistrationReply.decode(octets);
        assertThat(reply.extensions()).extracting(Extension::type).containsExactly(32, 34);
        assertThat(SHARED.verifies(octets, reply.authenticationExtensions().get(1)))
                .isTrue();
    }

    @Test
    void looksAtTheIdentificationFirst() {
        List<Effect> effects = relay(30, visitor(0, 60));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(violations(effects)).containsExactly(Effect.Violation.Reason.BAD_IDENTIFICATION);
    }

    @Test
    void deregistersWithoutAnySignatureOfTheForeignAgent() {
        relay(0, vouched(visitor(0, 60)));
        List<Effect> effects = relay(1, visitor(1, 0));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(replyIn(effects).extensions()).extracting(Extension::type).containsExactly(32);
        assertThat(agent.bindings()).isEmpty();
    }

    @Test
    void deregistersThoughTheForeignAgentSignedWhatItShouldNot() {
        relay(0, vouched(visitor(0, 60)));
        assertThat(replyIn(relay(1, STRANGERS.sign(visitor(1, 0), Kind.FOREIGN_HOME)))
                        .code())
                .isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void wantsNoSignatureForANodeThatOnlyGoesThroughTheForeignAgent() {
        // §3.5.4: the agent must not sign for a care-of address that is not its own.
        List<Effect> effects = relay(0, signed(unsigned(0, CAFE, 60, CO_LOCATED)));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(replyIn(effects).extensions()).extracting(Extension::type).containsExactly(32, 34);
        assertThat(agent.bindings()).extracting(Binding::isDirect).containsExactly(true);
    }

    @Test
    void checksTheSignatureOfTheForeignAgentWhereItIsThereAllTheSame() {
        Octets through = signed(unsigned(0, CAFE, 60, CO_LOCATED));
        assertDenied132(STRANGERS.sign(through, Kind.FOREIGN_HOME));
        assertThat(replyIn(relay(1, vouched(through))).code()).isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void wantsASignatureForEveryCareOfAddressOfAForeignAgentThatHasMore() {
        assertDenied132(signed(unsigned(0, CAFE, 60, VISITING)));
    }

    @Test
    void saysThatTheNodesAuthenticatorIsWrongWhereTheForeignAgentVouchesForTheRest() throws Exception {
        Octets unsigned = unsigned(0, FOREIGN_AGENT, 60, VISITING).encode();
        for (SecurityAssociation wrong :
                List.of(association(256, "8765432187654321"), association(999, "1234567812345678"))) {
            List<Effect> effects = relay(0, vouched(wrong.sign(unsigned, Kind.MOBILE_HOME)));
            assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.MOBILE_NODE_FAILED_AUTHENTICATION);
            assertThat(replyIn(effects).identification()).isEqualTo(identification(0));
            assertThat(replyIn(effects).extensions())
                    .extracting(Extension::type)
                    .containsExactly(32, 34);
            assertThat(SHARED.verifies(
                            sendIn(effects).octets(),
                            replyIn(effects).authenticationExtensions().get(1)))
                    .isTrue();
            assertThat(effects).noneMatch(Effect.Remember.class::isInstance);
        }
        assertThat(agent.bindings()).isEmpty();
        assertThat(replyIn(relay(1, vouched(visitor(0, 60)))).code())
                .as("nothing was used up")
                .isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void saysSoOfADeregistrationWithoutSigningItForTheForeignAgent() {
        Octets unsigned = unsigned(0, FOREIGN_AGENT, 0, VISITING).encode();
        List<Effect> effects =
                relay(0, vouched(association(256, "8765432187654321").sign(unsigned, Kind.MOBILE_HOME)));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.MOBILE_NODE_FAILED_AUTHENTICATION);
        assertThat(replyIn(effects).extensions()).extracting(Extension::type).containsExactly(32);
    }

    @Test
    void isSilentWhereNobodyVouchesOrThereIsNothingToVouchFor() {
        Octets unsigned = unsigned(0, FOREIGN_AGENT, 60, VISITING).encode();
        Octets wrong = association(256, "8765432187654321").sign(unsigned, Kind.MOBILE_HOME);
        assertSilence(relay(0, wrong), DiscardReason.WRONG_AUTHENTICATOR);
        assertSilence(relay(0, STRANGERS.sign(wrong, Kind.FOREIGN_HOME)), DiscardReason.WRONG_AUTHENTICATOR);
        assertSilence(relay(0, vouched(unsigned)), DiscardReason.NO_AUTHENTICATOR);
        RegistrationRequest stranger = new RegistrationRequest(
                VISITING,
                new Lifetime(60),
                Ipv4.parse("10.1.1.99"),
                AGENT,
                FOREIGN_AGENT,
                identification(0),
                List.of());
        assertSilence(relay(0, vouched(signed(stranger))), DiscardReason.UNKNOWN_NODE);
    }

    @Test
    void isSilentAboutAForeignAgentWithWhichItSharesNothing() {
        Octets request = STRANGERS.sign(signed(unsigned(0, CAFE, 60, VISITING)), Kind.FOREIGN_HOME);
        List<Effect> effects = agent.handle(at(0), Village.arrives(0, CAFE, request));
        assertSilence(effects, DiscardReason.UNKNOWN_FOREIGN_AGENT);
        assertThat(violations(effects)).containsExactly(Effect.Violation.Reason.UNKNOWN_FOREIGN_AGENT);
        // The same request without that signature is as good as any.
        assertThat(replyIn(agent.handle(at(1), Village.arrives(1, CAFE, signed(unsigned(0, CAFE, 60, VISITING)))))
                        .code())
                .isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void isSilentAboutAnyForeignAgentWhereItKnowsNone() {
        HomeAgent ofNone = Village.agent(Village.settings(Village.GRANTS, false, List.of(), Village.LAPTOP));
        Octets request = STRANGERS.sign(signed(unsigned(0, CAFE, 60, VISITING)), Kind.FOREIGN_HOME);
        List<Effect> effects = ofNone.handle(at(0), Village.arrives(0, CAFE, request));
        assertSilence(effects, DiscardReason.UNKNOWN_FOREIGN_AGENT);
        assertThat(ofNone.bindings()).isEmpty();
    }

    @Test
    void givesACopyTheSameReplyWithBothSignatures() {
        List<Effect> first = relay(0, vouched(visitor(0, 60)));
        assertThat(relay(1, vouched(visitor(0, 60)))).containsExactly(Village.AFTER_ALL_BEFORE, sendIn(first));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 150})
    void answersNoMoreRefusalsOfOneNodeThanAnyForeignAgentRelays(int before) {
        int answered = 0;
        for (int i = 0; i < before; i++) {
            answered += relay(0, visitor(0, 60)).stream().anyMatch(Effect.Send.class::isInstance) ? 1 : 0;
        }
        assertThat(answered).isEqualTo(Math.min(before, 100));
    }

    private List<Effect> relay(double second, Octets octets) {
        return agent.handle(
                at(second),
                Village.arrives(
                        second, new Endpoint(FOREIGN_AGENT, 30434), new Endpoint(AGENT, 434), Village.UPLINK, octets));
    }

    private static Octets visitor(double second, int lifetime) {
        return signed(unsigned(second, FOREIGN_AGENT, lifetime, VISITING));
    }

    private static Octets vouched(Octets request) {
        return SHARED.sign(request, Kind.FOREIGN_HOME);
    }

    private void assertDenied132(Octets request) {
        List<Effect> effects = relay(0, request);
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.FOREIGN_AGENT_FAILED_AUTHENTICATION);
        assertThat(replyIn(effects).identification()).isEqualTo(identification(0));
        assertThat(effects)
                .noneMatch(Effect.Forward.class::isInstance)
                .noneMatch(Effect.Attract.class::isInstance)
                .noneMatch(Effect.Remember.class::isInstance);
        assertThat(violations(effects)).containsExactly(Effect.Violation.Reason.BAD_FOREIGN_AGENT);
        assertThat(agent.bindings()).isEmpty();
    }

    private static void assertSilence(List<Effect> effects, DiscardReason why) {
        assertThat(effects)
                .filteredOn(Effect.Discard.class::isInstance)
                .extracting(discard -> ((Effect.Discard) discard).why())
                .containsExactly(why);
        assertThat(effects).noneMatch(Effect.Send.class::isInstance);
    }

    private static List<Effect.Violation.Reason> violations(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Violation.class::isInstance)
                .map(violation -> ((Effect.Violation) violation).reason())
                .toList();
    }
}
