package org.mobileip.scenarios.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.mobileip.scenarios.measure.MoveResult;

/**
 * Where moves were, as bands behind the rows of the whole run; each leads to its handover. Their numbers stand above them, those
 * of moves that are close to each other in several rows; of too many the bands alone are left.
 */
final class MoveBands {

    private static final double FIRST_TOP = 18;
    private static final double ROW = 13;
    private static final int MOST_ROWS = 4;
    private static final double LEAST_WIDTH = 3;

    /** What a number takes, with room to the next. */
    private static final double CIRCLED = 15;

    private static final double WRITTEN_OUT = 30;

    private final List<MoveResult> moves;
    private final Axis time;
    private final List<OptionalInt> rows = new ArrayList<>();
    private final double top;

    MoveBands(List<MoveResult> moves, Axis time) {
        this.moves = List.copyOf(moves);
        this.time = time;
        List<Double> taken = new ArrayList<>();
        for (int i = 0; i < moves.size(); i++) {
            rows.add(rowFor(i, taken));
        }
        this.top = FIRST_TOP + ROW * Math.max(0, taken.size() - 1);
    }

    /** The first row in which there is room; {@code taken} says how far each is taken, from the left. */
    private OptionalInt rowFor(int index, List<Double> taken) {
        double width = TopologyChart.circled(index).length() == 1 ? CIRCLED : WRITTEN_OUT;
        double left = left(index) - width / 2;
        for (int row = 0; row < MOST_ROWS; row++) {
            if (row == taken.size()) {
                taken.add(left + width);
                return OptionalInt.of(row);
            }
            if (taken.get(row) <= left) {
                taken.set(row, left + width);
                return OptionalInt.of(row);
            }
        }
        return OptionalInt.empty();
    }

    private double left(int index) {
        return time.within(moves.get(index).at().toMillis() / 1000.0);
    }

    /** Below the numbers. */
    double top() {
        return top;
    }

    /** Draws them down to {@code bottom}. */
    void draw(Svg svg, double bottom) {
        for (int i = 0; i < moves.size(); i++) {
            MoveResult move = moves.get(i);
            double from = left(i);
            double width = Math.max(LEAST_WIDTH, time.within((move.at().toMillis() + took(move)) / 1000.0) - from);
            svg.beginLink("move-" + (i + 1));
            svg.box(
                    from,
                    top - 4,
                    width,
                    bottom - top,
                    Ink.GRID,
                    "move " + (i + 1) + ": " + move.node() + " to " + move.to() + " at "
                            + Svg.format(move.at().toNanos() / 1e9) + " s");
            if (rows.get(i).isPresent()) {
                double y = top - 6 - ROW * rows.get(i).getAsInt();
                svg.label(from, y, TopologyChart.circled(i), Svg.Anchor.MIDDLE, Ink.TEXT, 12);
            }
            svg.endLink();
        }
    }

    private static double took(MoveResult move) {
        return PhaseChart.phases(move).stream()
                .mapToDouble(PhaseChart.Phase::millis)
                .sum();
    }
}
