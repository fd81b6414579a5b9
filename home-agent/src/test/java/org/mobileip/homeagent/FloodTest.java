package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.TRAIN;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.replyIn;
import static org.mobileip.homeagent.Village.request;
import static org.mobileip.homeagent.Village.signed;
import static org.mobileip.homeagent.Village.unsigned;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;

/** T15: more forged requests than authenticators are worth computing for, and who is still heard meanwhile. */
class FloodTest {

    private static final Ipv4 FOREIGN_AGENT = Ipv4.parse("192.0.2.1");
    private static final Ipv4 ATTACKER = Ipv4.parse("198.51.100.66");
    private static final Octets FORGED = association(256, "8765432187654321")
            .sign(unsigned(1, CAFE, 60, CO_LOCATED).encode(), Kind.MOBILE_HOME);

    private final HomeAgent agent = Village.agent(Village.settings(
            Village.GRANTS,
            false,
            List.of(new ForeignAgentPeer(FOREIGN_AGENT, SecurityAssociations.of(association(512, "a foreign agent.")))),
            Village.LAPTOP,
            Village.TABLET));

    private List<Effect> arrivesFrom(Ipv4 source, Octets message) {
        return agent.handle(at(1), arrives(1, source, message));
    }

    private void forge(Ipv4 source, int times) {
        for (int i = 0; i < times; i++) {
            arrivesFrom(source, FORGED);
        }
    }

    private static DiscardReason discarded(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Discard.class::isInstance)
                .map(each -> ((Effect.Discard) each).why())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isDeafToAFloodsSourceAndTellsOfNoViolationThatItHasNotLookedAt() {
        forge(ATTACKER, 5_100);
        List<Effect> effects = arrivesFrom(ATTACKER, FORGED);
        assertThat(discarded(effects)).isEqualTo(DiscardReason.TOO_MANY_FAILURES);
        assertThat(effects).hasSize(1);
        assertThat(discarded(arrivesFrom(ATTACKER, signed(unsigned(1, ATTACKER, 60, CO_LOCATED)))))
                .as("whatever it sends")
                .isEqualTo(DiscardReason.TOO_MANY_FAILURES);
        assertThat(discarded(arrivesFrom(ATTACKER, Octets.ofHex("01ff"))))
                .as("not even read")
                .isEqualTo(DiscardReason.TOO_MANY_FAILURES);
    }

    @Test
    void hearsWhoeverIsBoundAndEveryForeignAgentItKnowsWhateverComesFromTheirAddresses() {
        agent.handle(at(0), request(0, CAFE, 60));
        forge(ATTACKER, 5_100);
        forge(CAFE, 10);
        forge(FOREIGN_AGENT, 10);
        forge(TRAIN, 10);
        assertThat(discarded(arrivesFrom(TRAIN, signed(unsigned(1, TRAIN, 60, CO_LOCATED)))))
                .isEqualTo(DiscardReason.TOO_MANY_FAILURES);
        assertThat(discarded(arrivesFrom(FOREIGN_AGENT, FORGED))).isEqualTo(DiscardReason.WRONG_AUTHENTICATOR);
        assertThat(replyIn(arrivesFrom(CAFE, signed(unsigned(1, CAFE, 60, CO_LOCATED))))
                        .code()
                        .value())
                .isZero();
    }

    /** §3.8.2.1 d: the node is who it says, but whoever relays is a stranger, and one more failure. */
    @Test
    void countsWhatAStrangerHasSignedAsAFailureOfHis() {
        Octets relayed = association(512, "another secret !")
                .sign(signed(unsigned(1, TRAIN, 60, CO_LOCATED)), Kind.FOREIGN_HOME);
        for (int i = 0; i < 5_100; i++) {
            assertThat(discarded(arrivesFrom(TRAIN, relayed)))
                    .isIn(DiscardReason.UNKNOWN_FOREIGN_AGENT, DiscardReason.TOO_MANY_FAILURES);
        }
        assertThat(discarded(arrivesFrom(TRAIN, relayed))).isEqualTo(DiscardReason.TOO_MANY_FAILURES);
    }
}
