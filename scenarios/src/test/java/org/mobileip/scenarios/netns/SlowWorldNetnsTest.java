package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Action.LinkChange;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Stream.Kind;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.scenarios.measure.MoveObserved;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.testing.NetnsSupport;

/** Scripts played with the real daemons in networks that are not perfect. */
@Tag("netns")
@Timeout(120)
final class SlowWorldNetnsTest {

    private static final long MILLI = 1_000_000;

    /** So often may something be slower than it is when nothing else has the processors. */
    private static final int TRIALS = 3;

    @TempDir
    private Path directory = Path.of("");

    private final NetnsWorld world = new NetnsWorld(new WorldProvider.Options(1, false).cold());
    private Leftovers before = new Leftovers(Set.of());

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    @BeforeEach
    void look() {
        before = Leftovers.now();
    }

    @AfterEach
    void nothingIsLeft() {
        world.close();
        before.assertNothingNew();
    }

    @Test
    void aRegistrationTakesARoundTripThroughBothNetworksAndABrokenLinkTakesWhatItIsToldTo() throws Exception {
        Scenario scenario = new Scripts()
                        .slow("home", "10.10.0.0/24", 3)
                        .slow("cafe", "192.0.2.0/24", 22)
                        .agent("ha", "home", "10.10.0.1")
                        .mobile("mn", "10.10.0.57")
                        .host("cn", "home", "10.10.0.200")
                        .stream("voice", Kind.UDP, "cn", "mn", true)
                        .move(500, "mn", "cafe")
                        .at(2000, new Action.ChangeLink("mn", "cafe", new LinkChange.Loss(1)))
                        .at(3000, new Action.ChangeLink("mn", "cafe", new LinkChange.Loss(0)))
                        .end(4000);

        Observations seen = world.run(scenario, new RunDirectory(directory), new HeardProgress());
        for (int again = 1; again < TRIALS && roundTrip(seen) > 200 * MILLI; again++) {
            Path next = Files.createDirectory(directory.resolve("again" + again));
            seen = world.run(scenario, new RunDirectory(next), new HeardProgress());
        }

        assertThat(roundTrip(seen)).isBetween(2 * 25 * MILLI, 200 * MILLI);
        long byNewPath = seen.moves().get(0).replyReceived().orElseThrow() + 200 * MILLI;
        assertThat(seen.flows()).hasSize(2);
        for (DatagramFlow flow : seen.flows()) {
            long start = seen.startNanos();
            long quickest = flow.arrivals().stream()
                    .filter(arrival -> arrival.nanos() > byNewPath)
                    .mapToLong(arrival -> arrival.nanos() - flow.sentNanos().get(arrival.sequence()))
                    .min()
                    .orElseThrow();
            assertThat(quickest).as("one way through both").isBetween(25 * MILLI - 50_000, 35 * MILLI);
            assertThat(flow.arrivals())
                    .as("while the link loses everything, but for what was on its way")
                    .noneMatch(arrival ->
                            arrival.nanos() - start > 2150 * MILLI && arrival.nanos() - start < 3000 * MILLI);
            assertThat(flow.arrivals()).as("after that").anyMatch(arrival -> arrival.nanos() - start > 3200 * MILLI);
        }
        assertThat(seen.notes()).noneMatch(note -> note.contains("too slow for the wire"));
    }

    private static long roundTrip(Observations seen) {
        MoveObserved move = seen.moves().get(0);
        return move.replyReceived().orElseThrow() - move.requestSent().orElseThrow();
    }
}
