package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lays the first parts of lines below each other, within blocks. */
final class Columns {

    /** What follows comes and goes from line to line. */
    private static final int ALIGNED = 3;

    private final List<List<String>> rows = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    void row(String... cells) {
        row(Arrays.asList(cells));
    }

    /** The first two cells are a keyword and its first word; one blank stands between them, two between all others. */
    void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** What follows has columns of its own, below an empty line. */
    void block() {
        if (rows.isEmpty()) {
            return;
        }
        if (!text.isEmpty()) {
            text.append('\n');
        }
        int[] widths = new int[ALIGNED];
        for (List<String> row : rows) {
            for (int i = 0; i < Math.min(ALIGNED, row.size() - 1); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        rows.forEach(row -> append(row, widths));
        rows.clear();
    }

    private void append(List<String> row, int[] widths) {
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            text.append(cell);
            if (i < row.size() - 1) {
                int padding = i < ALIGNED ? widths[i] - width(cell) : 0;
                text.append(" ".repeat(padding + (i == 0 ? 1 : 2)));
            }
        }
        text.append('\n');
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    String text() {
        block();
        return text.toString();
    }
}
