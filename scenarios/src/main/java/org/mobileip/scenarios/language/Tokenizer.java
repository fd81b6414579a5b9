package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.config.Place;
import org.mobileip.config.Problems;
import org.mobileip.config.SourceFile;

/** Cuts one line into tokens. Columns count characters, not the halves that Java makes of some. */
final class Tokenizer {

    /** A longer line is not looked at. */
    static final int LONGEST_LINE = 10_000;

    /** What stands for itself and needs no blanks around it; the longest first. */
    static final List<String> SIGNS = List.of("<->", "->", "<=", ">=", "==", "!=", "<", ">", "=");

    /** What word processors and web pages make of what was meant. */
    private static final Map<Integer, String> LOOKALIKES = Map.of(
            0x201c, "\"",
            0x201d, "\"",
            0x201e, "\"",
            0x2192, "->",
            0x2194, "<->",
            0x2264, "<=",
            0x2265, ">=",
            0x2212, "-",
            0x2013, "-");

    private final SourceFile source;
    private final int number;
    private final int[] line;
    private final Problems problems;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Tokenizer(SourceFile source, int number, Problems problems) {
        this.source = source;
        this.number = number;
        this.line = source.line(number).codePoints().toArray();
        this.problems = problems;
    }

    /** What a line is made of. */
    record Cut(List<Token> tokens, boolean broken) {}

    /** The tokens of line {@code number}; where it is broken, those before the error, which was reported. */
    static Cut cut(SourceFile source, int number, Problems problems) {
        if (source.line(number).length() > LONGEST_LINE) {
            problems.error(
                    new Place(source, number, 1, 1),
                    "this line has more than " + LONGEST_LINE + " characters",
                    "one statement a line; is this a scenario?");
            return new Cut(List.of(), true);
        }
        Tokenizer tokenizer = new Tokenizer(source, number, problems);
        boolean whole = tokenizer.run();
        return new Cut(List.copyOf(tokenizer.tokens), !whole);
    }

    private boolean run() {
        skipBlanks();
        while (at < line.length && line[at] != '#') {
            if (!token()) {
                return false;
            }
            skipBlanks();
        }
        return true;
    }

    private void skipBlanks() {
        while (at < line.length && isBlank(line[at])) {
            at++;
        }
    }

    private static boolean isBlank(int point) {
        return point == '\t' || Character.getType(point) == Character.SPACE_SEPARATOR;
    }

    private boolean token() {
        if (line[at] == '"') {
            return text();
        }
        Optional<String> sign = sign();
        if (sign.isPresent()) {
            add(Token.Kind.SIGN, sign.get(), at, at + sign.get().length());
            return true;
        }
        return word();
    }

    /** A sign, or the plus or minus before a number. */
    private Optional<String> sign() {
        Optional<String> known = SIGNS.stream().filter(this::stands).findFirst();
        boolean signed = line[at] == '+' || line[at] == '-';
        return known.isPresent() || !signed ? known : Optional.of(Character.toString(line[at]));
    }

    private boolean stands(String sign) {
        for (int i = 0; i < sign.length(); i++) {
            if (at + i >= line.length || line[at + i] != sign.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean word() {
        int start = at;
        while (at < line.length && isInWord(line[at]) && !stands("->")) {
            at++;
        }
        if (at == start) {
            strange();
            return false;
        }
        add(Token.Kind.WORD, new String(line, start, at - start), start, at);
        return true;
    }

    private static boolean isInWord(int point) {
        return !isBlank(point) && "\"#<>=".indexOf(point) < 0 && !LOOKALIKES.containsKey(point) && isVisible(point);
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private boolean text() {
        int start = at++;
        StringBuilder text = new StringBuilder();
        while (at < line.length && line[at] != '"') {
            if (line[at] == '\\' && at + 1 < line.length && (line[at + 1] == '"' || line[at + 1] == '\\')) {
                at++;
            } else if (!isInText(line[at])) {
                strange();
                return false;
            }
            text.appendCodePoint(line[at++]);
        }
        if (at == line.length) {
            problems.error(
                    place(start, line.length), "a text without its closing quote", "a text ends on its line: \"…\"");
            return false;
        }
        at++;
        add(Token.Kind.TEXT, text.toString(), start, at);
        return true;
    }

    /** Emoji are joined by characters without a shape, and are newer than a JDK's tables; but nothing turns lines round. */
    static boolean isInText(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point == '\t';
            case Character.FORMAT -> point == 0x200c || point == 0x200d;
            case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private void strange() {
        int point = line[at];
        String name = String.format("U+%04X", point);
        if (LOOKALIKES.containsKey(point)) {
            String meant = "did you mean " + LOOKALIKES.get(point) + " ?";
            problems.error(
                    place(at, at + 1), "\"" + Character.toString(point) + "\" (" + name + ") is not known", meant);
        } else {
            problems.error(place(at, at + 1), "a character that is not text (" + name + ")", "is this a scenario?");
        }
    }

    private void add(Token.Kind kind, String text, int start, int end) {
        tokens.add(new Token(kind, text, place(start, end)));
        at = end;
    }

    private Place place(int start, int end) {
        return new Place(source, number, start + 1, Math.max(1, end - start));
    }
}
