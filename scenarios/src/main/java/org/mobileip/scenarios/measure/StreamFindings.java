package org.mobileip.scenarios.measure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.mobileip.scenarios.language.Comparison;
import org.mobileip.scenarios.language.Condition;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Stream;

/** What traffic felt, held against what was expected of it. The worse direction counts. */
final class StreamFindings {

    private static final double BITS = 8;
    private static final double NANOS = 1e9;
    private static final double PERCENT = 100;

    private final Scenario scenario;
    private final Meters meters;

    StreamFindings(Scenario scenario, Meters meters) {
        this.scenario = scenario;
        this.meters = meters;
    }

    Finding interruption(Condition.Interruption expected, When when) {
        List<DatagramMeter> packets = meters.packets(expected.stream());
        if (packets.isEmpty()) {
            return stall(new Condition.Stall(expected.stream(), expected.comparison(), expected.limit()), when);
        }
        OptionalLong worst =
                packets.stream().mapToLong(meter -> meter.interruption(when)).max();
        Figure figure = Figure.ofMillis(worst, expected.comparison(), expected.limit());
        Optional<Duration> interval = scenario.stream(expected.stream()).map(Stream::interval);
        return Finding.of(figure, "").withResolution(Figure.millis(interval.orElse(Duration.ZERO)));
    }

    Finding roundTrip(Condition.RoundTrip expected, When when) {
        LongStream trips = Optional.ofNullable(meters.pings().get(expected.stream()))
                .map(ping -> ping.roundTrips(when))
                .orElseGet(LongStream::empty);
        OptionalLong worst = isLeast(expected.comparison()) ? trips.min() : trips.max();
        Figure figure = Figure.ofMillis(worst, expected.comparison(), expected.limit());
        return Finding.of(figure, worst.isPresent() ? "" : "no echo was answered");
    }

    Finding stall(Condition.Stall expected, When when) {
        OptionalLong worst = tcp(expected.stream()).stream()
                .mapToLong(meter -> meter.stall(when))
                .max();
        return Finding.of(
                Figure.ofMillis(worst, expected.comparison(), expected.limit()),
                worst.isPresent() ? "" : "nothing was received");
    }

    Finding throughput(Condition.Throughput expected, When when) {
        DoubleStream ofTcp = tcp(expected.stream()).stream().flatMapToDouble(meter -> meter.throughput(when).stream());
        DoubleStream ofPackets = meters.packets(expected.stream()).stream()
                .flatMapToDouble(meter -> throughput(expected.stream(), meter, when).stream());
        DoubleStream all = DoubleStream.concat(ofTcp, ofPackets);
        OptionalDouble worst = isLeast(expected.comparison()) ? all.min() : all.max();
        return Finding.of(
                new Figure(worst, expected.comparison(), expected.bitsPerSecond(), "bit/s"),
                worst.isPresent() ? "" : "nothing was sent in that time");
    }

    private OptionalDouble throughput(String stream, DatagramMeter meter, When when) {
        double octets = scenario.stream(stream).map(Stream::payload).orElse(0);
        long nanos = when.settled().stream().mapToLong(Span::nanos).sum();
        long datagrams = when.settled().stream().mapToLong(meter::received).sum();
        return nanos == 0 ? OptionalDouble.empty() : OptionalDouble.of(datagrams * octets * BITS * NANOS / nanos);
    }

    Finding lostCount(Condition.LostCount expected, When when) {
        Loss loss = loss(expected.stream(), when);
        OptionalDouble measured = loss.isKnown(when) ? OptionalDouble.of((double) loss.lost) : OptionalDouble.empty();
        return Finding.of(new Figure(measured, expected.comparison(), expected.limit(), "packets"), loss.toString());
    }

    Finding lostShare(Condition.LostShare expected, When when) {
        Loss loss = loss(expected.stream(), when);
        OptionalDouble measured = loss.isKnown(when) ? OptionalDouble.of(loss.percent()) : OptionalDouble.empty();
        return Finding.of(
                new Figure(measured, expected.comparison(), expected.limit() * PERCENT, "%"), loss.toString());
    }

    /** Both directions together. */
    private record Loss(long lost, long sent) {

        /** A sender that is silent in a move window loses nothing by the move; one that never sends is not measured. */
        boolean isKnown(When when) {
            return sent > 0 || when instanceof When.AfterMoves;
        }

        double percent() {
            return sent == 0 ? 0 : PERCENT * lost / sent;
        }

        @Override
        public String toString() {
            return lost + " of " + sent;
        }
    }

    private Loss loss(String stream, When when) {
        List<DatagramMeter> packets = meters.packets(stream);
        return new Loss(
                packets.stream().mapToLong(meter -> meter.lost(when)).sum(),
                packets.stream().mapToLong(meter -> meter.sent(when)).sum());
    }

    Finding intact(Condition.Intact expected, When when) {
        List<TcpMeter> flows = tcp(expected.stream());
        if (flows.isEmpty()) {
            return Finding.of(false, "no connection was seen");
        }
        boolean ok = flows.stream().allMatch(TcpMeter::isIntact);
        return Finding.of(ok, TcpResult.summary(flows, when));
    }

    private List<TcpMeter> tcp(String stream) {
        return meters.tcp().getOrDefault(stream, List.of());
    }

    /** Whether the smallest of several values is the one that decides. */
    private static boolean isLeast(Comparison comparison) {
        return comparison == Comparison.ABOVE || comparison == Comparison.AT_LEAST;
    }
}
