package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mobileip.config.BadValue;
import org.mobileip.config.Place;
import org.mobileip.config.Suggestion;

/**
 * Holds one line against a {@link Form}. After a mistake whose meaning is plain it reports and goes on, so that a line with
 * two mistakes shows two.
 */
final class Matcher {

    /** Takes errors; a trial takes none. */
    @FunctionalInterface
    interface Report {
        void error(Place place, BadValue bad);
    }

    private static final Report SILENT = (place, bad) -> {};

    private final List<Token> tokens;
    private final Line line;
    private final Report report;
    private final Match match;
    private final Set<String> possibleHere = new LinkedHashSet<>();
    private int possibleAt;
    private int at;
    private String usage;

    private Matcher(Line line, List<Token> tokens, int at, Report report, String usage) {
        this.line = line;
        this.tokens = new ArrayList<>(tokens);
        this.at = at;
        this.report = report;
        this.usage = usage;
        this.match = new Match(line);
    }

    /** What stands on {@code line}, as far as it could be understood; what could not was reported. */
    static Match match(Form form, Line line, Report report) {
        Matcher matcher = new Matcher(line, line.tokens(), 0, report, Usage.of(form));
        if (matcher.matches(form)) {
            matcher.expectEnd();
        }
        return matcher.match;
    }

    private boolean matches(Form form) {
        if (form instanceof Form.Word word) {
            return matches(word);
        } else if (form instanceof Form.Slot<?> slot) {
            return matches(slot);
        } else if (form instanceof Form.Sequence sequence) {
            return sequence.parts().stream().allMatch(this::matches);
        } else if (form instanceof Form.Maybe maybe) {
            return !begins(maybe.form()) || matches(maybe.form());
        } else if (form instanceof Form.OneOf choice) {
            return matches(choice);
        } else if (form instanceof Form.AnyOf any) {
            return matches(any);
        } else if (form instanceof Form.Many many) {
            return matches(many);
        }
        throw new AssertionError(form);
    }

    private boolean atEnd() {
        return at == tokens.size();
    }

    private Token token() {
        return tokens.get(at);
    }

    private Place place() {
        return atEnd() ? line.end() : token().place();
    }

    /** Whether {@code form} begins here; where not, its words are remembered as what could have stood here. */
    private boolean begins(Form form) {
        if (possibleAt != at) {
            possibleHere.clear();
            possibleAt = at;
        }
        possibleHere.addAll(form.firstWords());
        return !atEnd() && form.beginsWith(token());
    }

    private boolean matches(Form.Word word) {
        if (!atEnd() && word.matches(token())) {
            match.add(word, word.text(), token(), at++);
            return true;
        }
        if (atEnd()) {
            return fail("the line ends where \"" + word.text() + "\" is expected", "write: " + usage);
        }
        Optional<String> meant = meant(List.of(word.text()));
        fail(
                "expected \"" + word.text() + "\", found " + token().quoted(),
                meant.map(this::didYouMean).orElse("write: " + usage));
        if (meant.isPresent()) {
            match.add(word, word.text(), token(), at++);
        }
        return meant.isPresent();
    }

    private <T> boolean matches(Form.Slot<T> slot) {
        Kind<T> kind = slot.kind();
        if (atEnd()) {
            return fail("the line ends where " + kind.symbol() + " is expected", kind.symbol() + " is " + kind.about());
        }
        try {
            match.add(slot, kind.parse(token()), token(), at++);
            return true;
        } catch (BadValue bad) {
            return valueFails(kind, bad);
        }
    }

    /** A bad value is reported and passed over, and so is one that a blank has cut in two. */
    private boolean valueFails(Kind<?> kind, BadValue bad) {
        if (!kind.isWrittenLike(token())) {
            return report(bad);
        }
        Optional<String> joined = joined(kind);
        if (joined.isPresent()) {
            fail(bad.reason(), "did you mean \"" + joined.get() + "\", without a blank?");
            at++;
        } else {
            report(bad);
        }
        at++;
        return true;
    }

    private Optional<String> joined(Kind<?> kind) {
        if (at + 1 >= tokens.size() || !Quantities.isUnit(tokens.get(at + 1).text())) {
            return Optional.empty();
        }
        Token both = token().saying(token().text() + tokens.get(at + 1).text());
        try {
            kind.parse(both);
            return Optional.of(both.text());
        } catch (BadValue neither) {
            return Optional.empty();
        }
    }

    private boolean matches(Form.Many many) {
        do {
            if (!matches(many.slot())) {
                return false;
            }
        } while (!atEnd());
        return true;
    }

    private boolean matches(Form.OneOf choice) {
        List<Form> candidates = choice.choices().stream().filter(this::begins).toList();
        Optional<Form> chosen = candidates.stream()
                .filter(this::fits)
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(each -> !each.firstWords().isEmpty() || reached(each) > at + 1)
                        .max(Comparator.comparingInt(this::reached)));
        if (chosen.isPresent()) {
            match.add(choice, choice, token(), at);
            return take(chosen.get());
        }
        String one = "one of: "
                + choice.choices().stream().map(Usage::begin).distinct().collect(Collectors.joining(", "));
        if (atEnd()) {
            return fail("the line ends where more is expected", one);
        }
        Optional<String> meant = meant(choice.firstWords());
        fail(
                token().quoted() + " is not known here",
                meant.map(this::didYouMean).orElse(one));
        if (meant.isEmpty()) {
            return false;
        }
        tokens.set(at, token().saying(meant.get()));
        return matches(choice);
    }

    /** From here on a mistake is one in {@code form}. */
    private boolean take(Form form) {
        String before = usage;
        usage = Usage.of(form);
        if (!(form instanceof Form.Word)) {
            match.add(form, form, token(), at);
        }
        boolean matched = matches(form);
        usage = before;
        return matched;
    }

    private boolean fits(Form form) {
        Matcher trial = trial();
        return trial.matches(form) && trial.match.isWhole();
    }

    private int reached(Form form) {
        Matcher trial = trial();
        trial.matches(form);
        return trial.at;
    }

    private Matcher trial() {
        return new Matcher(line, tokens, at, SILENT, usage);
    }

    private boolean matches(Form.AnyOf any) {
        Set<Form> taken = new HashSet<>();
        Set<Form> repeated = new HashSet<>(any.repeatable());
        while (!atEnd()) {
            Optional<Form> next = any.choices().stream().filter(this::begins).findFirst();
            if (next.isEmpty()) {
                if (!recover(any)) {
                    return false;
                }
            } else {
                if (!taken.add(next.get()) && repeated.add(next.get())) {
                    fail(token().quoted() + " is given twice", "leave one of them out");
                }
                if (!take(next.get())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Reports a word that begins none of {@code any}, and goes on at what was meant, or at the next word that does. */
    private boolean recover(Form.AnyOf any) {
        String first = tokens.get(0).text();
        Optional<String> meant = meant(any.firstWords());
        String hint = Optional.ofNullable(any.elsewhere().get(token().text()))
                .or(() -> meant.map(this::didYouMean))
                .orElseGet(() -> "known here: " + String.join(", ", any.firstWords()));
        fail("unknown word " + token().quoted() + " in \"" + first + "\"", hint);
        if (meant.isPresent()) {
            tokens.set(at, token().saying(meant.get()));
            return true;
        }
        do {
            at++;
        } while (!atEnd() && any.choices().stream().noneMatch(this::begins));
        return !atEnd();
    }

    private void expectEnd() {
        if (atEnd()) {
            return;
        }
        Set<String> possible = possibleAt == at ? possibleHere : Set.of();
        String hint = meant(possible)
                .map(this::didYouMean)
                .orElseGet(() -> possible.isEmpty()
                        ? "the line ends before it"
                        : "the line ends before it, or goes on with: " + String.join(", ", possible));
        fail("unexpected " + token().quoted(), hint);
    }

    private Optional<String> meant(Collection<String> words) {
        return Suggestion.closest(token().text(), words);
    }

    private String didYouMean(String word) {
        boolean quoted = token().kind() == Token.Kind.TEXT && token().text().equals(word);
        return quoted ? "leave the quotes out" : "did you mean \"" + word + "\"?";
    }

    private boolean fail(String message, String hint) {
        return report(new BadValue(message, hint));
    }

    private boolean report(BadValue bad) {
        match.spoil();
        report.error(place(), withOrigin(bad));
        return false;
    }

    /** What comes from a setting is put right where it is set. */
    private BadValue withOrigin(BadValue bad) {
        if (atEnd() || token().origin().isEmpty()) {
            return bad;
        }
        String reason = bad.reason() + " (" + token().origin().get() + ")";
        return bad.hint().isPresent() ? new BadValue(reason, bad.hint().get()) : new BadValue(reason);
    }
}
