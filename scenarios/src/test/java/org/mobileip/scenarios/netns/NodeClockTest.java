package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.host.linux.TimeOfDay;

/** A clock that the bench sets, as the daemon reads it. */
final class NodeClockTest {

    private static final Duration A_TEST = Duration.ofMinutes(1);

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void forget() {
        System.clearProperty(TimeOfDay.OFFSET_FILE);
    }

    @Test
    void isReadAsFarOffAsItWasSet() throws IOException {
        NodeClock clock = NodeClock.create(directory, "mn");
        System.setProperty(TimeOfDay.OFFSET_FILE, clock.file().toString());
        InstantSource daemon = TimeOfDay.source();
        assertThat(ahead(daemon)).isBetween(A_TEST.negated(), A_TEST);
        clock.shift(Duration.ofHours(1));
        assertThat(ahead(daemon)).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
        clock.shift(Duration.ofHours(-3));
        assertThat(ahead(daemon)).isBetween(Duration.ofMinutes(-121), Duration.ofMinutes(-119));
    }

    private static Duration ahead(InstantSource daemon) {
        return Duration.between(Instant.now(), daemon.instant());
    }

    @Test
    void isTheKernelsWhereNobodySetsIt() {
        assertThat(ahead(TimeOfDay.source())).isBetween(A_TEST.negated(), A_TEST);
    }
}
