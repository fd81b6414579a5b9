package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The words that JSON, counters and logs have for what the engine says: whoever reads them compares them. */
class LabelsTest {

    @Test
    void namesEveryState() {
        assertThat(State.values())
                .extracting(State::label)
                .containsExactly("home", "away", "registering", "denied", "unreachable", "disconnected");
    }

    @Test
    void namesEveryReasonToMove() {
        assertThat(Trigger.values())
                .extracting(Trigger::label)
                .containsExactly(
                        "start",
                        "link_lost",
                        "address_lost",
                        "better_link",
                        "home_heard",
                        "agent_heard",
                        "agent_lost",
                        "unanswered",
                        "faded",
                        "command");
    }

    @Test
    void namesEveryReasonToDiscard() {
        assertThat(Effect.Reason.values())
                .extracting(Effect.Reason::label)
                .containsExactly(
                        "malformed",
                        "not_expected",
                        "identification",
                        "not_from_home_agent",
                        "foreign_agent_authentication",
                        "authentication_extension",
                        "authenticator",
                        "other_home_address",
                        "revocation",
                        "notification");
    }
}
