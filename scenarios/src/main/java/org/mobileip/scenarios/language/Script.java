package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.config.Place;
import org.mobileip.config.Problems;
import org.mobileip.config.SourceFile;
import org.mobileip.config.Suggestion;

/**
 * A script cut into lines, each with its kind.
 *
 * @param lines in their order
 * @param lost lines that were not understood; that was reported
 */
record Script(SourceFile source, List<Sorted> lines, List<Line> lost) {

    static final int MOST_LINES = 100_000;

    /** A line and its kind. */
    record Sorted(Line line, Statement statement) {}

    Script {
        lines = List.copyOf(lines);
        lost = List.copyOf(lost);
    }

    /** Cuts {@code source} into lines. */
    static Script of(SourceFile source, Problems problems) {
        List<Sorted> lines = new ArrayList<>();
        List<Line> lost = new ArrayList<>();
        if (source.lines().size() > MOST_LINES + 1) {
            problems.error(source.place(MOST_LINES + 1, 1), "this script has more than " + MOST_LINES + " lines");
            return new Script(source, lines, lost);
        }
        for (int number = 1; number <= source.lines().size() && !problems.isFull(); number++) {
            Tokenizer.Cut cut = Tokenizer.cut(source, number, problems);
            if (cut.tokens().isEmpty() && !cut.broken()) {
                continue;
            }
            Line line = new Line(source, number, cut.tokens().isEmpty() ? nothing(source, number) : cut.tokens());
            Optional<Sorted> sorted = cut.broken() ? Optional.empty() : sort(line, problems);
            sorted.ifPresentOrElse(lines::add, () -> lost.add(line));
        }
        return new Script(source, lines, lost);
    }

    /** Of a line that is broken from its beginning. */
    private static List<Token> nothing(SourceFile source, int number) {
        return List.of(new Token(Token.Kind.WORD, "", new Place(source, number, 1, 1)));
    }

    /** The kind of {@code line}; where its first word is misspelt and its meaning plain, the kind that is meant. */
    private static Optional<Sorted> sort(Line line, Problems problems) {
        Token first = line.tokens().get(0);
        Optional<Statement> known =
                first.kind() == Token.Kind.WORD ? Grammar.statement(first.text()) : Optional.empty();
        if (known.isPresent()) {
            return Optional.of(new Sorted(line, known.get()));
        }
        Optional<String> meant = Suggestion.closest(first.text(), Grammar.keywords());
        problems.error(
                first.place(),
                "unknown statement " + first.quoted(),
                meant.map(word -> "did you mean \"" + word + "\"?")
                        .orElseGet(() -> "a line begins with one of: " + String.join(", ", Grammar.keywords())));
        return meant.map(word -> {
            List<Token> tokens = new ArrayList<>(line.tokens());
            tokens.set(0, first.saying(word));
            return new Sorted(
                    new Line(line.source(), line.number(), tokens),
                    Grammar.statement(word).orElseThrow());
        });
    }
}
