package org.mobileip.scenarios.measure;

import java.time.Duration;
import java.util.Optional;

/**
 * What a ping stream felt of the whole run.
 *
 * @param answers requests sent, and those never answered
 * @param least shortest round trip; empty where there was none
 * @param median round trip
 * @param most longest round trip
 */
public record PingResult(
        StreamResult answers, Optional<Duration> least, Optional<Duration> median, Optional<Duration> most) {

    static PingResult of(PingMeter meter, When.WholeRun run) {
        long[] trips = meter.roundTrips(run).sorted().toArray();
        StreamResult answers = StreamResult.of(meter.answers(), run);
        return trips.length == 0
                ? new PingResult(answers, Optional.empty(), Optional.empty(), Optional.empty())
                : new PingResult(answers, at(trips, 0), at(trips, (trips.length - 1) / 2), at(trips, trips.length - 1));
    }

    private static Optional<Duration> at(long[] trips, int index) {
        return Optional.of(Duration.ofNanos(trips[index]));
    }
}
