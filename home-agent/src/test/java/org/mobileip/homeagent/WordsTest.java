package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.arrives;

import org.junit.jupiter.api.Test;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Octets;

/** The words that logs and counters have for what the engine says: whoever reads them compares them. */
class WordsTest {

    @Test
    void namesEveryViolation() {
        assertThat(Effect.Violation.Reason.values())
                .extracting(Effect.Violation.Reason::word)
                .doesNotHaveDuplicates()
                .contains("bad_identification", "bad_foreign_agent", "unknown_foreign_agent")
                .allMatch(word -> word.matches("[a-z]+(_[a-z]+)*"));
    }

    @Test
    void saysFromWhomItHasDiscardedSomething() {
        Event.Received unreadable = (Event.Received) arrives(0, CAFE, Octets.EMPTY);
        assertThat(new Effect.Discard(unreadable.datagram(), DiscardReason.MALFORMED).from())
                .isEqualTo(new Endpoint(CAFE, 434));
    }
}
