package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.MIDNIGHT;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.unsigned;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.auth.SecurityAssociations.Entry;
import org.mobileip.auth.Validity;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.ReplyCode;

/** A node whose key changes: both are good for a while, and no request of the node is refused (RFC 5944 §3.8.2.1 a). */
class KeyChangeTest {

    private static final SecurityAssociation OLD = association(256, "the old secret..");
    private static final SecurityAssociation NEW = association(258, "the new secret..");

    /** The new key is good from second 100 on, the old one until second 200. */
    private static final SecurityAssociations BOTH = new SecurityAssociations(List.of(
            new Entry(OLD, new Validity(Instant.MIN, MIDNIGHT.plusSeconds(200))),
            new Entry(NEW, new Validity(MIDNIGHT.plusSeconds(100), Instant.MAX))));

    private final HomeAgent agent = agent(false);

    @Test
    void refusesNoRequestOfANodeThatChangesAtAnyMomentWhileBothAreGood() {
        for (int change = 100; change <= 200; change++) {
            HomeAgent fresh = agent(false);
            for (int second = 90; second <= 210; second += 5) {
                SecurityAssociation used = second < change ? OLD : NEW;
                List<Effect> effects = ask(fresh, used, second, CAFE, 600);
                assertThat(replyIn(effects, used).code())
                        .as("at %s, changed at %s", second, change)
                        .isEqualTo(ReplyCode.ACCEPTED);
            }
        }
    }

    @Test
    void answersWithTheAssociationOfTheRequest() {
        assertThat(replyIn(ask(150, OLD, CAFE), OLD).code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(replyIn(ask(151, NEW, CAFE), NEW).code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(agent.bindings()).extracting(Binding::spi).containsExactly(258);
    }

    @Test
    void isSilentAboutAKeyThatIsNotGoodYetOrNoMore() {
        assertSilence(ask(99.999, NEW, CAFE));
        assertThat(replyIn(ask(100, NEW, CAFE), NEW).code()).isEqualTo(ReplyCode.ACCEPTED);
        assertThat(replyIn(ask(199.999, OLD, CAFE), OLD).code()).isEqualTo(ReplyCode.ACCEPTED);
        assertSilence(ask(200, OLD, CAFE));
    }

    /** T2: what was overheard under one key is not new under another. */
    @Test
    void remembersTheNewestIdentificationOfTheNodeNotOfTheKey() {
        assertThat(replyIn(ask(150, NEW, CAFE), NEW).code()).isEqualTo(ReplyCode.ACCEPTED);
        Octets older = OLD.sign(unsigned(149, TRAIN, 60, CO_LOCATED).encode(), Kind.MOBILE_HOME);
        assertThat(replyIn(agent.handle(at(151), arrives(151, TRAIN, older)), OLD)
                        .code())
                .isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        Octets same = OLD.sign(unsigned(150, CAFE, 600, CO_LOCATED).encode(), Kind.MOBILE_HOME);
        assertThat(replyIn(agent.handle(at(152), arrives(152, CAFE, same)), OLD).code())
                .isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
    }

    @Test
    void checksEveryAuthenticatorOfARequestThatCarriesBoth() {
        Octets unsigned = unsigned(150, CAFE, 60, CO_LOCATED).encode();
        Octets both = NEW.sign(OLD.sign(unsigned, Kind.MOBILE_HOME), Kind.MOBILE_HOME);
        assertThat(replyIn(agent.handle(at(150), arrives(150, CAFE, both)), OLD).code())
                .isEqualTo(ReplyCode.ACCEPTED);
        Octets late =
                NEW.sign(OLD.sign(unsigned(201, CAFE, 60, CO_LOCATED).encode(), Kind.MOBILE_HOME), Kind.MOBILE_HOME);
        assertSilence(agent.handle(at(201), arrives(201, CAFE, late)));
    }

    /** §3.8.2.1 a: a reply of RFC 3344 is signed with what the node is likely to have. */
    @Test
    void saysThatAKeyIsWrongWithTheKeyThatTheNodeProbablyHas() {
        HomeAgent old = agent(true);
        SecurityAssociation mistyped = association(258, "the nwe secret..");
        assertThat(replyIn(ask(old, mistyped, 150, CAFE, 60), OLD).code())
                .isEqualTo(ReplyCode.MOBILE_NODE_FAILED_AUTHENTICATION);
        assertThat(replyIn(ask(old, mistyped, 250, CAFE, 60), NEW).code())
                .isEqualTo(ReplyCode.MOBILE_NODE_FAILED_AUTHENTICATION);
    }

    private List<Effect> ask(double second, SecurityAssociation association, Ipv4 careOf) {
        return ask(agent, association, second, careOf, 600);
    }

    private static List<Effect> ask(
            HomeAgent agent, SecurityAssociation association, double second, Ipv4 careOf, int lifetime) {
        Octets request =
                association.sign(unsigned(second, careOf, lifetime, CO_LOCATED).encode(), Kind.MOBILE_HOME);
        return agent.handle(at(second), arrives(second, careOf, request));
    }

    private static void assertSilence(List<Effect> effects) {
        assertThat(effects)
                .filteredOn(Effect.Discard.class::isInstance)
                .extracting(discard -> ((Effect.Discard) discard).why())
                .containsExactly(DiscardReason.UNKNOWN_SPI);
        assertThat(effects).noneMatch(Effect.Send.class::isInstance);
    }

    private static HomeAgent agent(boolean answersFailedAuthentication) {
        AuthorizedNode node = AuthorizedNode.at(HOME, "laptop", BOTH, Village.TIMESTAMPS);
        return Village.agent(Village.settings(Village.GRANTS, answersFailedAuthentication, List.of(), node));
    }
}
