package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.homeagent.Effect.Violation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.Identification;

class JournalTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private Instant clock = NOON;
    private int looks;
    private final InstantSource timeOfDay = () -> {
        looks++;
        return clock;
    };
    private final Journal journal = new Journal(() -> new Tick(0), timeOfDay, (level, pattern, values) -> {});

    @Test
    void tellsOfEachTurnWhenItWas() {
        journal.note(new Tick(1), violation("192.0.2.1"));
        clock = NOON.plusSeconds(60);
        journal.note(new Tick(2), violation("192.0.2.2"));
        assertThat(journal.security())
                .extracting(row -> Map.entry(row.get("peer"), row.get("last")))
                .containsExactly(
                        Map.entry("192.0.2.2", "2026-11-24T12:01:00Z"), Map.entry("192.0.2.1", "2026-11-24T12:00:00Z"));
    }

    @Test
    void looksAtTheClockOnceForAllThatIsOfOneTurn() {
        for (int i = 0; i < 1000; i++) {
            journal.note(new Tick(1), violation("192.0.2.1"));
        }
        assertThat(looks).isEqualTo(1);
    }

    private static Violation violation(String from) {
        return new Violation(
                new Endpoint(Ipv4.parse(from), 434),
                Optional.of("laptop"),
                0x101,
                new Identification(1),
                Violation.Reason.BAD_AUTHENTICATOR);
    }
}
