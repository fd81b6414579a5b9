package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.mobileip.config.Problems;

/**
 * A line that stands for many: {@code mobile van{1..100} home 10.10.0.{101..}}. Each range in it takes its next number for
 * the next line. {@code {10..90..20}} counts in steps; {@code {101..}} and {@code {1000..+20}} go on for as long as the other
 * ranges of their line.
 */
final class Ranges {

    /** The most lines that one stands for. */
    static final int MOST_LINES = 1000;

    /** From, and then: to; to and step; or the step alone, or nothing, where it is open. */
    private static final Pattern RANGE =
            Pattern.compile("\\{(\\d{1,9})\\.\\.(?:(\\d{1,9})(?:\\.\\.(\\d{1,9}))?|\\+(\\d{1,9}))?}");

    private static final String HINT = "like {1..100}, {10..90..20}, or beside one of these {101..} or {1000..+20}";

    private final Line line;
    private final Problems problems;

    private Ranges(Line line, Problems problems) {
        this.line = line;
        this.problems = problems;
    }

    /**
     * The lines that {@code line} stands for, all with its number and its places: itself where it has no ranges; none where
     * they are wrong, which was reported.
     *
     * @param line with its settings in place
     */
    static List<Line> expand(Line line, Problems problems) {
        boolean hasRange = line.tokens().stream().anyMatch(Ranges::hasRange);
        return hasRange ? new Ranges(line, problems).expand() : List.of(line);
    }

    private static boolean hasRange(Token token) {
        return token.kind() == Token.Kind.WORD
                && token.text().contains("..")
                && RANGE.matcher(token.text()).find();
    }

    private List<Line> expand() {
        OptionalLong count = count();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < count.orElse(0); i++) {
            int number = i;
            List<Token> tokens =
                    line.tokens().stream().map(token -> at(number, token)).toList();
            lines.add(new Line(line.source(), line.number(), tokens));
        }
        return lines;
    }

    /** How many lines there will be; empty: that cannot be, and was reported. */
    private OptionalLong count() {
        OptionalLong count = OptionalLong.empty();
        for (Token token : line.tokens()) {
            List<MatchResult> ranges =
                    hasRange(token) ? RANGE.matcher(token.text()).results().toList() : List.of();
            for (MatchResult range : ranges) {
                OptionalLong own = size(range);
                if (isWrong(token, range, own, count)) {
                    return OptionalLong.empty();
                }
                count = own.isPresent() ? own : count;
            }
        }
        if (count.isEmpty()) {
            problems.error(line.whole(), "no range of this line says how many there are", HINT);
        }
        return count;
    }

    private boolean isWrong(Token token, MatchResult range, OptionalLong own, OptionalLong others) {
        String text = range.group();
        if (own.orElse(1) <= 0 || step(range) == 0) {
            problems.error(token.place(), text + " holds no number", HINT);
        } else if (own.orElse(1) > MOST_LINES) {
            String message =
                    text + " stands for " + own.getAsLong() + " lines; at most " + MOST_LINES + " are possible";
            problems.error(token.place(), message, "fewer of them");
        } else if (own.isPresent() && others.isPresent() && own.getAsLong() != others.getAsLong()) {
            String message =
                    text + " holds " + own.getAsLong() + " numbers, and the range before it " + others.getAsLong();
            problems.error(token.place(), message, HINT);
        } else {
            return false;
        }
        return true;
    }

    /** How many numbers it holds; empty: as many as there are lines. */
    private static OptionalLong size(MatchResult range) {
        if (range.group(2) == null) {
            return OptionalLong.empty();
        }
        long distance = Long.parseLong(range.group(2)) - Long.parseLong(range.group(1));
        return OptionalLong.of(distance < 0 || step(range) == 0 ? 0 : distance / step(range) + 1);
    }

    private static long step(MatchResult range) {
        String stated = range.group(3) == null ? range.group(4) : range.group(3);
        return stated == null ? 1 : Long.parseLong(stated);
    }

    private static Token at(int number, Token token) {
        return hasRange(token)
                ? token.saying(RANGE.matcher(token.text())
                        .replaceAll(range -> Long.toString(Long.parseLong(range.group(1)) + number * step(range))))
                : token;
    }
}
