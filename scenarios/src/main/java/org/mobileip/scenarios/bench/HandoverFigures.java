package org.mobileip.scenarios.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
     */
    public record Move(Duration interruption, long lost, long duplicated) {}

    public HandoverFigures {
        moves = List.copyOf(moves);
    }

    /** The interruption that so many of the moves do not exceed, in milliseconds (nearest rank); 1: the worst. */
    public double interruptionMillis(double share) {
        double[] sorted = moves.stream()
                .mapToDouble(move -> move.interruption().toNanos() / NANOS_IN_MILLI)
                .sorted()
                .toArray();
        return sorted[Math.max(1, (int) Math.ceil(share * sorted.length)) - 1];
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
        document.put(
                "interruption_ms",
                Arrays.stream(moves.stream()
                                .mapToDouble(move -> move.interruption().toNanos() / NANOS_IN_MILLI)
                                .toArray())
                        .mapToObj(millis -> Math.round(millis * 1e3) / 1e3)
                        .toList());
        return document;
    }
}
