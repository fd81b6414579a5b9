package org.mobileip.scenarios.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The time that a check looks at. What a move does to traffic (a silence, a stall, a loss) counts for a move when it
 * overlaps the move window, wholly, although it may go on beyond it. What traffic is like (its round trip, its throughput)
 * is looked at when the move is over, until the node's next one.
 */
sealed interface When {

    /** Whether something that lasted so long counts. */
    boolean covers(Span happening);

    /** The stretches in which to look at what traffic is like. */
    List<Span> settled();

    /** The moves that count, of those that were seen. */
    List<MoveWindow> moves();

    /** Whether it overlaps the window of any of these; asked for every packet of a run. */
    private static boolean isInOne(List<MoveWindow> moves, Span happening) {
        for (MoveWindow move : moves) {
            if (happening.overlaps(move.window())) {
                return true;
            }
        }
        return false;
    }

    /** From the script's time 0 until stop. */
    record WholeRun(Span run, List<MoveWindow> moves) implements When {
        @Override
        public boolean covers(Span happening) {
            return happening.overlaps(run);
        }

        @Override
        public List<Span> settled() {
            return List.of(run);
        }
    }

    /** One move, or those at the same time. */
    record AfterMoves(List<MoveWindow> moves) implements When {
        @Override
        public boolean covers(Span happening) {
            return isInOne(moves, happening);
        }

        @Override
        public List<Span> settled() {
            return moves.stream().map(MoveWindow::settled).toList();
        }
    }

    /** All the time but the move windows. */
    record OutsideMoves(Span run, List<MoveWindow> moves) implements When {
        @Override
        public boolean covers(Span happening) {
            return happening.overlaps(run) && !isInOne(moves, happening);
        }

        @Override
        public List<Span> settled() {
            List<Span> windows = moves.stream()
                    .map(MoveWindow::window)
                    .sorted(Comparator.comparingLong(Span::from))
                    .toList();
            List<Span> rest = new ArrayList<>();
            long from = run.from();
            for (Span window : windows) {
                if (window.from() > from) {
                    rest.add(new Span(from, Math.min(window.from(), run.to())));
                }
                from = Math.min(run.to(), Math.max(from, window.to()));
            }
            rest.add(new Span(from, run.to()));
            return rest.stream().filter(span -> span.nanos() > 0).toList();
        }
    }

    /** When the scenario stops: all that happened until then, and what traffic is like in the last second. */
    record AtEnd(Span run, List<MoveWindow> moves) implements When {

        private static final long LAST = 1_000_000_000L;

        @Override
        public boolean covers(Span happening) {
            return happening.overlaps(run);
        }

        @Override
        public List<Span> settled() {
            return List.of(new Span(Math.max(run.from(), run.to() - LAST), run.to()));
        }
    }
}
