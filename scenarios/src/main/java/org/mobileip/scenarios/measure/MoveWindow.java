package org.mobileip.scenarios.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A move, and the time that is counted as its own.
 *
 * @param move what was seen of it
 * @param window from the action until the first packet by the new path, or 3 s
 * @param reign from the action until the node's next move, or the end of the run
 */
public record MoveWindow(MoveObserved move, Span window, Span reign) {

    /** How long to wait for the first packet by the new path, in nanoseconds. */
    public static final long LONGEST = 3_000_000_000L;

    /** All moves of a run, in their order. */
    static List<MoveWindow> of(Observations seen) {
        List<MoveWindow> windows = new ArrayList<>();
        List<MoveObserved> moves = seen.moves();
        for (int i = 0; i < moves.size(); i++) {
            MoveObserved move = moves.get(i);
            long end = Math.max(move.startNanos(), seen.endNanos());
            long next = moves.subList(i + 1, moves.size()).stream()
                    .filter(later -> later.node().equals(move.node()))
                    .mapToLong(MoveObserved::startNanos)
                    .findFirst()
                    .orElse(end);
            windows.add(new MoveWindow(move, window(move), new Span(move.startNanos(), next)));
        }
        return List.copyOf(windows);
    }

    /** From the action until the first packet by the new path, or 3 s. */
    static Span window(MoveObserved move) {
        long start = move.startNanos();
        long latest = start + LONGEST;
        OptionalLong first = move.firstPacketByNewPath();
        return new Span(start, Math.max(start, Math.min(latest, first.orElse(latest))));
    }

    /** The time in which the new path carries the traffic: after the window, until the next move. */
    Span settled() {
        return new Span(Math.min(window.to(), reign.to()), reign.to());
    }
}
