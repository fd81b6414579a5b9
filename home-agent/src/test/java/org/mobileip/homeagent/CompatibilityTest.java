package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.ASSOCIATION;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.identification;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.sendIn;
import static org.mobileip.homeagent.Village.signed;
import static org.mobileip.homeagent.Village.unsigned;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;

/** Where RFC 5944 §3.8.2.1 is silent, RFC 3344 §3.8.2.1 answers 131; T6: but never with more than was asked with. */
class CompatibilityTest {

    private static final Octets UNSIGNED = unsigned(0, CAFE, 60, CO_LOCATED).encode();
    private static final SecurityAssociation WRONG = association(256, "8765432187654321");

    private final HomeAgent strict = Village.agent(Village.settings(Village.GRANTS, false));
    private final HomeAgent old = Village.agent(Village.settings(Village.GRANTS, true));

    @Test
    void answersAWrongAuthenticator() {
        assertOnlyTheOldAnswers(WRONG.sign(UNSIGNED, Kind.MOBILE_HOME));
    }

    @Test
    void answersAnUnknownIndex() {
        assertOnlyTheOldAnswers(association(999, "1234567812345678").sign(UNSIGNED, Kind.MOBILE_HOME));
    }

    /** 18 octets of padding make room for the reply, which has 42. */
    @Test
    void answersNoAuthenticatorWhereTheReplyIsNoLonger() {
        assertOnlyTheOldAnswers(UNSIGNED.plus(Octets.of(new byte[18])));
        HomeAgent another = Village.agent(Village.settings(Village.GRANTS, true));
        assertThat(replies(another, UNSIGNED.plus(Octets.of(new byte[17])))).isEmpty();
        assertThat(replies(another, UNSIGNED)).isEmpty();
    }

    @Test
    void answersTwoAuthenticatorsWhichTheNewerAccepts() {
        Octets twice = ASSOCIATION.sign(signed(unsigned(0, CAFE, 60, CO_LOCATED)), Kind.MOBILE_HOME);
        List<Effect> effects = old.handle(at(0), arrives(0, CAFE, twice));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.MOBILE_NODE_FAILED_AUTHENTICATION);
        assertThat(replyIn(strict.handle(at(0), arrives(0, CAFE, twice))).code())
                .isEqualTo(ReplyCode.ACCEPTED);
    }

    @Test
    void isSilentInBothAboutANodeForWhichItCouldSignNothing() {
        Octets stranger = ASSOCIATION.sign(
                new RegistrationRequest(
                                CO_LOCATED,
                                new Lifetime(60),
                                Ipv4.parse("10.1.1.99"),
                                AGENT,
                                CAFE,
                                identification(0),
                                List.of())
                        .encode(),
                Kind.MOBILE_HOME);
        assertThat(replies(old, stranger)).isEmpty();
        assertThat(replies(strict, stranger)).isEmpty();
    }

    @Test
    void isSilentWhereTheNodesAuthenticatorIsLongerThanTheRequests() {
        SecurityAssociation longer =
                new SecurityAssociation(256, AuthenticationAlgorithm.HMAC_SHA256, Key.of(new byte[32]));
        AuthorizedNode node = AuthorizedNode.at(HOME, "laptop", SecurityAssociations.of(longer), Village.TIMESTAMPS);
        HomeAgent agent = Village.agent(Village.settings(Village.GRANTS, true, List.of(), node));
        assertThat(replies(agent, WRONG.sign(UNSIGNED, Kind.MOBILE_HOME))).isEmpty();
        assertThat(replies(agent, WRONG.sign(UNSIGNED.plus(Octets.of(new byte[12])), Kind.MOBILE_HOME)))
                .hasSize(1);
    }

    @Test
    void answersFiveAtOnceAndTwentyASecondWhicheverNodesAreNamed() {
        List<AuthorizedNode> nodes = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            nodes.add(
                    AuthorizedNode.at(home(i), "node-" + i, SecurityAssociations.of(ASSOCIATION), Village.TIMESTAMPS));
        }
        HomeAgent agent =
                Village.agent(Village.settings(Village.GRANTS, true, List.of(), nodes.toArray(AuthorizedNode[]::new)));
        int answered = 0;
        for (int i = 1; i <= 100; i++) {
            answered += replies(agent, wrongFor(i)).size();
        }
        assertThat(answered).isEqualTo(5);
        for (int i = 101; i <= 200; i++) {
            double second = (i - 100) / 100.0;
            answered += agent.handle(at(second), arrives(second, CAFE, wrongFor(i))).stream()
                            .anyMatch(Effect.Send.class::isInstance)
                    ? 1
                    : 0;
        }
        assertThat(answered).isBetween(24, 26);
    }

    private static Ipv4 home(int number) {
        return new Ipv4(Ipv4.parse("10.1.1.0").bits() + number + (number >= 15 ? 20 : 0));
    }

    private static Octets wrongFor(int number) {
        return WRONG.sign(
                new RegistrationRequest(
                                CO_LOCATED, new Lifetime(60), home(number), AGENT, CAFE, identification(0), List.of())
                        .encode(),
                Kind.MOBILE_HOME);
    }

    private void assertOnlyTheOldAnswers(Octets request) {
        assertThat(replies(strict, request)).isEmpty();
        List<Effect> effects = old.handle(at(0), arrives(0, CAFE, request));
        assertThat(replyIn(effects).code()).isEqualTo(ReplyCode.MOBILE_NODE_FAILED_AUTHENTICATION);
        assertThat(replyIn(effects).identification()).isEqualTo(identification(0));
        assertThat(sendIn(effects).octets().size()).isLessThanOrEqualTo(request.size());
        assertThat(effects).noneMatch(Effect.Remember.class::isInstance);
        assertThat(old.bindings()).isEmpty();
    }

    private static List<Effect> replies(HomeAgent agent, Octets request) {
        return agent.handle(at(0), arrives(0, CAFE, request)).stream()
                .filter(Effect.Send.class::isInstance)
                .toList();
    }
}
