package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.sendIn;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.homeagent.AuthorizedNode.Replay;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;

/** A node whose requests are known to be new by nonces (RFC 5944 §5.7.2), message by message. */
class NoncesTest {

    private static final long SEED = Long.getLong("mobileip.seed", System.nanoTime());
    private static final SecurityAssociation ONE = association(256, "1234567812345678");
    private static final SecurityAssociation OTHER = association(258, "8765432187654321");
    private static final AuthorizedNode NODE =
            AuthorizedNode.at(HOME, "laptop", SecurityAssociations.of(ONE, OTHER), new Replay.Nonces());

    private final HomeAgent agent = agent(false);

    @Test
    void givesTheFirstRequestANonceAndAcceptsTheNext() {
        // Request { ?, 1 } -->                    <-- Reply { 133, nonce, 1 }
        RegistrationReply first = ask(Identification.of(0, 1), CAFE, 60);
        assertThat(first.code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(first.identification().low()).isEqualTo(1);
        // Request { nonce, 2 } -->                <-- Reply { accepted, another nonce, 2 }
        RegistrationReply second = ask(Identification.of(first.identification().high(), 2), CAFE, 60);
        assertThat(second.code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(second.identification().low()).isEqualTo(2);
        assertThat(second.identification().high())
                .isNotEqualTo(first.identification().high());
        // Request { that, 3 } -->                 <-- Reply { accepted, a third nonce, 3 }
        RegistrationReply third = ask(Identification.of(second.identification().high(), 3), TRAIN, 60);
        assertThat(third.code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(TRAIN);
    }

    @Test
    void neverAcceptsANonceThatItDidNotGiveOut() {
        Random random = new Random(SEED);
        System.out.println("NoncesTest: -Dmobileip.seed=" + SEED + " repeats this");
        for (int i = 0; i < 50; i++) {
            RegistrationReply reply = ask(Identification.of(random.nextInt(), i), CAFE, 60);
            assertThat(reply.code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        }
        assertThat(agent.bindings()).isEmpty();
    }

    @Test
    void refusesANonceThatWasUsed() {
        int nonce = ask(Identification.of(0, 1), CAFE, 60).identification().high();
        ask(Identification.of(nonce, 2), CAFE, 60);
        RegistrationReply again = ask(Identification.of(nonce, 3), TRAIN, 60);
        assertThat(again.code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(agent.bindings()).extracting(Binding::careOf).containsExactly(CAFE);
        // Self-synchronizing: the denial carries the nonce to go on with.
        assertThat(ask(Identification.of(again.identification().high(), 4), TRAIN, 60)
                        .code())
                .isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void doesNotCareForTheTimeOfDay() {
        int nonce = ask(Identification.of(0, 1), CAFE, 60).identification().high();
        Octets request = request(ONE, Identification.of(nonce, 2), CAFE, 60, CO_LOCATED);
        List<Effect> effects = agent.handle(at(1e6), arrives(1e9, CAFE, request));
        assertThat(replyIn(effects, ONE).code()).isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void givesACopyTheSameReplyWithTheSameNonce() {
        int nonce = ask(Identification.of(0, 1), CAFE, 60).identification().high();
        Octets request = request(ONE, Identification.of(nonce, 2), CAFE, 60, CO_LOCATED);
        List<Effect> first = agent.handle(at(0), arrives(0, CAFE, request));
        assertThat(agent.handle(at(1), arrives(1, CAFE, request)))
                .containsExactly(Village.AFTER_ALL_BEFORE, sendIn(first));
        int next = replyIn(first, ONE).identification().high();
        assertThat(ask(Identification.of(next, 3), CAFE, 60).code()).isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void sharesNoncesAmongTheAssociationsOfANode() {
        int nonce = ask(Identification.of(0, 1), CAFE, 60).identification().high();
        RegistrationReply byOther = ask(OTHER, Identification.of(nonce, 2), CAFE, 60, CO_LOCATED);
        assertThat(byOther.code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(ask(Identification.of(nonce, 3), TRAIN, 60).code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(ask(Identification.of(byOther.identification().high(), 4), TRAIN, 60)
                        .code())
                .isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void putsANonceIntoEveryDenialToo() {
        int nonce = ask(Identification.of(0, 1), CAFE, 60).identification().high();
        RequestFlags gre = CO_LOCATED.with(RequestFlags.GRE);
        RegistrationReply denied = ask(ONE, Identification.of(nonce, 2), CAFE, 60, gre);
        assertThat(denied.code()).isEqualTo(ReplyCode.REQUESTED_ENCAPSULATION_UNAVAILABLE);
        assertThat(denied.identification().high()).isNotEqualTo(nonce);
        assertThat(ask(Identification.of(nonce, 3), CAFE, 60).code()).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        assertThat(ask(Identification.of(denied.identification().high(), 4), CAFE, 60)
                        .code())
                .isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void deregistersByNonceAsWell() {
        int nonce = ask(Identification.of(0, 1), CAFE, 60).identification().high();
        nonce = ask(Identification.of(nonce, 2), CAFE, 60).identification().high();
        RegistrationReply gone = ask(Identification.of(nonce, 3), HOME, 0);
        assertThat(gone.code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(agent.bindings()).isEmpty();
        assertThat(ask(Identification.of(gone.identification().high(), 4), CAFE, 60)
                        .code())
                .isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void knowsNoNonceAfterARestart() {
        int nonce = ask(Identification.of(0, 1), CAFE, 60).identification().high();
        int next = ask(Identification.of(nonce, 2), CAFE, 60).identification().high();
        HomeAgent restarted = agent(false);
        Octets request = request(ONE, Identification.of(next, 3), CAFE, 60, CO_LOCATED);
        assertThat(replyIn(restarted.handle(at(0), arrives(0, CAFE, request)), ONE)
                        .code())
                .isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
    }

    @Test
    void hasNoIdentificationToRememberOverARestart() {
        int nonce = ask(Identification.of(0, 1), CAFE, 60).identification().high();
        Octets request = request(ONE, Identification.of(nonce, 2), CAFE, 60, CO_LOCATED);
        assertThat(Village.changes(agent.handle(at(0), arrives(0, CAFE, request))))
                .singleElement()
                .isInstanceOf(Change.Bound.class);
    }

    @Test
    void saysNothingOfAClockInADenial() {
        List<Effect> effects =
                agent.handle(at(0), arrives(0, CAFE, request(ONE, Identification.of(0, 1), CAFE, 60, CO_LOCATED)));
        assertThat(effects)
                .filteredOn(Effect.Denied.class::isInstance)
                .singleElement()
                .satisfies(
                        note -> assertThat(((Effect.Denied) note).clockAhead()).isEmpty());
    }

    /** RFC 3344's 131 is a reply too: whoever gets one may go on with its nonce, and nobody's own is spoilt. */
    @Test
    void putsANonceIntoCode131() {
        HomeAgent old = agent(true);
        Octets wrong = request(association(256, "0000000000000000"), Identification.of(0, 1), CAFE, 60, CO_LOCATED);
        RegistrationReply failed = replyIn(old.handle(at(0), arrives(0, CAFE, wrong)), OTHER);
        assertThat(failed.code()).isEqualTo(ReplyCode.MOBILE_NODE_FAILED_AUTHENTICATION);
        Octets right = request(ONE, Identification.of(failed.identification().high(), 2), CAFE, 60, CO_LOCATED);
        assertThat(replyIn(old.handle(at(0), arrives(0, CAFE, right)), ONE).code())
                .isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void neverRepeatsANonceAtOnce() {
        Set<Integer> nonces = new HashSet<>();
        int nonce = 0;
        for (int i = 0; i < 1000; i++) {
            RegistrationReply reply = ask(Identification.of(nonce, i), CAFE, 60);
            assertThat(reply.identification().high()).isNotEqualTo(nonce);
            nonce = reply.identification().high();
            nonces.add(nonce);
        }
        assertThat(nonces).hasSizeGreaterThan(990);
    }

    private RegistrationReply ask(Identification identification, Ipv4 careOf, int lifetime) {
        return ask(ONE, identification, careOf, lifetime, CO_LOCATED);
    }

    private RegistrationReply ask(
            SecurityAssociation association,
            Identification identification,
            Ipv4 careOf,
            int lifetime,
            RequestFlags flags) {
        Octets request = request(association, identification, careOf, lifetime, flags);
        return replyIn(agent.handle(at(0), arrives(0, CAFE, request)), association);
    }

    private static Octets request(
            SecurityAssociation association,
            Identification identification,
            Ipv4 careOf,
            int lifetime,
            RequestFlags flags) {
        RegistrationRequest request =
                new RegistrationRequest(flags, new Lifetime(lifetime), HOME, AGENT, careOf, identification, List.of());
        return association.sign(request.encode(), Kind.MOBILE_HOME);
    }

    private static HomeAgent agent(boolean answersFailedAuthentication) {
        return Village.agent(Village.settings(Village.GRANTS, answersFailedAuthentication, List.of(), NODE));
    }
}
