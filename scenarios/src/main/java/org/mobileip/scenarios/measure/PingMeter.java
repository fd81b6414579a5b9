package org.mobileip.scenarios.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.measure.DatagramFlow.Arrival;
import org.mobileip.scenarios.measure.PingFlow.Echo;

/**
 * The figures of a ping stream. Its answers are what is received: request and reply are one packet that goes there and back,
 * and a silence of answers is an interruption of either way.
 */
final class PingMeter {

    private final PingFlow flow;
    private final DatagramMeter answers;

    PingMeter(PingFlow flow, Span run) {
        this.flow = flow;
        this.answers = new DatagramMeter(thereAndBack(flow), run);
    }

    private static DatagramFlow thereAndBack(PingFlow flow) {
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < flow.echoes().size(); i++) {
            int sequence = i;
            flow.echoes().get(i).answeredNanos().ifPresent(nanos -> arrivals.add(new Arrival(sequence, nanos, false)));
        }
        List<Long> sent = flow.echoes().stream().map(Echo::sentNanos).toList();
        return new DatagramFlow(flow.stream(), Direction.DOWN, flow.intervalNanos(), sent, arrivals);
    }

    /** Interruption and loss of what went there and back. */
    DatagramMeter answers() {
        return answers;
    }

    /** The round trips of the requests sent while traffic was settled, in nanoseconds. */
    LongStream roundTrips(When when) {
        return flow.echoes().stream()
                .filter(echo -> when.settled().stream().anyMatch(span -> span.contains(echo.sentNanos())))
                .flatMapToLong(echo -> echo.answeredNanos().stream().map(answered -> answered - echo.sentNanos()));
    }
}
