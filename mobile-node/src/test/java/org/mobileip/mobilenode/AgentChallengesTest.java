package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/** Which challenge is answered, and when a new one is needed: RFC 4721 §3.1, §3.3, §3.5. */
class AgentChallengesTest {

    private static final Octets FIRST = Octets.ofHex("a1a2a3a4a5a6a7a8");
    private static final Octets SECOND = Octets.ofHex("b1b2b3b4b5b6b7b8");

    private final AgentChallenges challenges = new AgentChallenges();
    private final ForeignAgent cafe = agent(1);

    private static ForeignAgent agent(int number) {
        return new ForeignAgent(3, new Ipv4(0xc000_0200 + number), new MacAddress(number));
    }

    @Test
    void waitsForNothingWhereNothingWasEverAsked() {
        assertThat(challenges.isMissing(cafe)).isFalse();
        assertThat(challenges.use(cafe)).isEmpty();
        assertThat(challenges.heard(cafe, FIRST)).isFalse();
        assertThat(challenges.isMissing(cafe)).isFalse();
    }

    @Test
    void answersTheNewestAndNeedsANewOneAfterTheReply() {
        challenges.heard(cafe, FIRST);
        challenges.heard(cafe, SECOND);
        assertThat(challenges.use(cafe)).contains(SECOND);
        assertThat(challenges.isMissing(cafe)).as("it may be repeated").isFalse();
        challenges.answered(cafe);
        assertThat(challenges.isMissing(cafe)).isTrue();
    }

    @Test
    void needsNoneAfterTheReplyWhereANewOneWasHeardMeanwhile() {
        challenges.heard(cafe, FIRST);
        challenges.use(cafe);
        challenges.heard(cafe, SECOND);
        challenges.answered(cafe);
        assertThat(challenges.isMissing(cafe)).isFalse();
        assertThat(challenges.use(cafe)).contains(SECOND);
    }

    @Test
    void saysThatTheOneWaitedForHasComeOnceAndNotOfOneThatWasAnsweredAlready() {
        challenges.heard(cafe, FIRST);
        challenges.use(cafe);
        challenges.answered(cafe);
        assertThat(challenges.heard(cafe, FIRST)).as("answered already").isFalse();
        assertThat(challenges.heard(cafe, SECOND)).isTrue();
        assertThat(challenges.isMissing(cafe)).isFalse();
        assertThat(challenges.heard(cafe, SECOND)).as("said again").isFalse();
    }

    @Test
    void needsOneOfAForeignAgentThatInsistsAndHasGivenNone() {
        challenges.refused(cafe);
        assertThat(challenges.isMissing(cafe)).isTrue();
        assertThat(challenges.heard(cafe, FIRST)).isTrue();
        assertThat(challenges.isMissing(cafe)).isFalse();
    }

    @Test
    void keepsThoseOf64ForeignAgentsAndForgetsTheOneMetFirst() {
        for (int i = 1; i <= 64; i++) {
            challenges.heard(agent(i), FIRST);
        }
        // One more of an agent that is known takes no room.
        challenges.heard(agent(64), SECOND);
        assertThat(challenges.use(agent(1))).contains(FIRST);
        challenges.heard(agent(65), FIRST);
        assertThat(challenges.use(agent(1))).isEmpty();
        assertThat(challenges.use(agent(2))).contains(FIRST);
        assertThat(challenges.use(agent(65))).contains(FIRST);
    }
}
