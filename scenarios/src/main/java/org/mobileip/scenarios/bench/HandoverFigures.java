package org.mobileip.scenarios.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mobileip.scenarios.bench.HandoverBench.MoveKind;

/**
 * What the moves of one kind did in one world.
 *
 * @param world its name
 * @param moves one and more
 */
public record HandoverFigures(MoveKind kind, String world, List<Move> moves) {

    private static final double NANOS_IN_MILLI = 1e6;
    private static final double MIDDLE = 0.5;

    /**
     * One move.
     *
     * @param interruption of what is sent to the node, more than the interval between datagrams
     * @param lost datagrams, both ways together
     * @param duplicated the same
     * @param withoutAddress from the pulling of one cable until the node had an address and a route by the other, which no protocol can
     *     shorten; empty where that was not seen
     */
    public record Move(Duration interruption, long lost, long duplicated, Optional<Duration> withoutAddress) {}

    public HandoverFigures {
        moves = List.copyOf(moves);
    }

    /** The interruption that so many of the moves do not exceed, in milliseconds (nearest rank); 1: the worst. */
    public double interruptionMillis(double share) {
        return ofRank(share, interruptions());
    }

    /** How long the node had no address in half of the moves, or longer, in milliseconds; empty where that was not seen. */
    public OptionalDouble withoutAddressMillis() {
        List<Double> seen = withoutAddress();
        return seen.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(ofRank(MIDDLE, seen));
    }

    /**
     * The interruption without the time in which the node had no address, in milliseconds, that so many of the moves do not exceed
     * (nearest rank); empty where that time was not seen.
     */
    public OptionalDouble interruptionWithAddressMillis(double share) {
        List<Double> seen = moves.stream()
                .flatMap(move -> move.withoutAddress().stream().map(move.interruption()::minus))
                .map(HandoverFigures::millis)
                .toList();
        return seen.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(ofRank(share, seen));
    }

    private List<Double> interruptions() {
        return moves.stream().map(move -> millis(move.interruption())).toList();
    }

    private List<Double> withoutAddress() {
        return moves.stream()
                .flatMap(move -> move.withoutAddress().stream())
                .map(HandoverFigures::millis)
                .toList();
    }

    private static double ofRank(double share, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(Math.max(1, (int) Math.ceil(share * sorted.size())) - 1);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / NANOS_IN_MILLI;
    }

    /** Datagrams lost in all moves together. */
    public long lost() {
        return moves.stream().mapToLong(Move::lost).sum();
    }

    /** Copies in all moves together. */
    public long duplicated() {
        return moves.stream().mapToLong(Move::duplicated).sum();
    }

    /** In a line, for who waits for the rest. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%d moves, interruption %.1f ms, at worst %.1f ms, %d lost, %d twice",
                moves.size(),
                interruptionMillis(MIDDLE),
                interruptionMillis(1),
                lost(),
                duplicated());
    }

    /** What is said in JSON. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("kind", kind.word());
        document.put("world", world);
        document.put("round_trip_ms", kind.roundTrip().toNanos() / NANOS_IN_MILLI);
        document.put("moves", moves.size());
        document.put("lost", lost());
        document.put("duplicated", duplicated());
        document.put("interruption_ms", rounded(interruptions()));
        document.put("without_address_ms", rounded(withoutAddress()));
        return document;
    }

    private static List<Double> rounded(List<Double> values) {
        return values.stream().map(millis -> Math.round(millis * 1e3) / 1e3).toList();
    }
}
