package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.testing.JavaCommand;
import org.mobileip.testing.NetnsSupport;
import org.mobileip.time.Tick;

/**
 * Which clock lifetimes go by. No test can suspend the machine; a time namespace (time_namespaces(7)) shows a process the two clocks
 * as they are after a suspend: CLOCK_BOOTTIME has gone on for a day, CLOCK_MONOTONIC, which is System.nanoTime, has not.
 */
@Tag("netns")
@Timeout(20)
class SuspendedClockNetnsTest {

    private static final long DAY = Duration.ofDays(1).toNanos();

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    /** In that namespace: how far the clock of lifetimes is ahead of System.nanoTime, and how long a deadline of 50 ms takes. */
    public static final class Sleeper {
        private Sleeper() {}

        public static void main(String... none) {
            try (EventLoop loop = new EventLoop(failure -> {})) {
                long ahead = loop.ticker().now().nanos() - System.nanoTime();
                long begin = System.nanoTime();
                Tick deadline = loop.ticker().now().plus(Duration.ofMillis(50));
                loop.run(() -> deadline, loop::stop);
                System.out.println(ahead + " " + (System.nanoTime() - begin));
            }
        }
    }

    private static List<Long> figures(String... before) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(JavaCommand.of(Sleeper.class.getName()));
        Process process = new ProcessBuilder(command).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(out).as(err).matches("-?\\d+ \\d+\\s*");
        return List.of(out.strip().split(" ", -1)).stream().map(Long::valueOf).toList();
    }

    @Test
    void lifetimesAndTheirDeadlinesGoByTheClockThatGoesOnDuringSuspend() throws Exception {
        long usual = figures().get(0);
        List<Long> asleep = figures("unshare", "--time", "--boottime", "86400", "--fork");
        assertThat(asleep.get(0) - usual).isBetween(DAY - 1_000_000_000, DAY + 1_000_000_000);
        assertThat(asleep.get(1)).isBetween(49_000_000L, 1_000_000_000L);
    }

    /** Nobody may set the clock of this machine: only that it is quiet while nobody does. */
    @Test
    void aWatchedClockIsQuietWhileItGoesOn() {
        try (EventLoop loop = new EventLoop(failure -> {});
                ClockWatch clock = new ClockWatch()) {
            List<Boolean> told = new ArrayList<>();
            loop.onReadable(clock.fd(), () -> told.add(clock.acknowledge()));
            Tick deadline = loop.ticker().now().plus(Duration.ofMillis(20));
            loop.run(() -> deadline, loop::stop);
            assertThat(told).isEmpty();
            assertThat(clock.acknowledge())
                    .as("as if somebody had waited in vain")
                    .isFalse();
        }
    }
}
