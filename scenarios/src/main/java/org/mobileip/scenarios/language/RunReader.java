package org.mobileip.scenarios.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.config.Problems;

/** Reads a script for one run: with one value for each of its loops. */
final class RunReader {

    private final Script script;
    private final Environment environment;
    private final Draft draft;

    RunReader(Script script, Settings settings, Map<String, String> loopValues, Problems problems) {
        this.script = script;
        this.environment = new Environment(settings, loopValues, problems);
        this.draft = new Draft(script.source(), problems);
    }

    /** All lines, whatever is wrong with some; everything that is wrong is reported. */
    Draft read() {
        draft.settings().addAll(environment.all());
        script.lost().forEach(this::doubt);
        for (Script.Sorted each : script.lines()) {
            if (draft.problems().isFull()) {
                return draft;
            }
            read(each.line(), each.statement());
        }
        draft.names().check();
        for (Statement each : Grammar.statements()) {
            if (draft.problems().isFull()) {
                return draft;
            }
            each.check(draft);
        }
        new WholeScript(draft).check();
        return draft;
    }

    private void doubt(Line line) {
        Optional<Statement> statement = Grammar.statement(line.tokens().get(0).text());
        if (statement.isPresent()) {
            draft.doubt(statement.get().keyword());
        } else {
            draft.doubtEverything();
        }
        line.tokens().stream().skip(1).limit(1).forEach(name -> draft.names().doubt(name.text()));
    }

    private void read(Line line, Statement statement) {
        boolean isRaw = statement == Grammar.SET || statement == Grammar.FOR;
        List<Line> meant = isRaw
                ? List.of(line)
                : substitute(line)
                        .map(whole -> Ranges.expand(whole, draft.problems()))
                        .orElseGet(List::of);
        if (meant.isEmpty()) {
            doubt(line);
        }
        boolean isGood = true;
        for (int i = 0; i < meant.size() && isGood && !draft.problems().isFull(); i++) {
            isGood = read(meant.get(i), statement, isRaw);
        }
    }

    /** Whether it was understood: what is wrong with one of the lines that a range makes is so with all. */
    private boolean read(Line line, Statement statement, boolean isRaw) {
        Matcher.Report report = isRaw ? (place, reported) -> {} : draft.problems()::error;
        Match match = Matcher.match(statement.form(), line, report);
        if (!match.isWhole()) {
            draft.doubt(statement.keyword());
        }
        match.names().forEach((slot, name) -> {
            slot.declares().ifPresent(sort -> draft.names().declare(name, sort));
            if (!slot.refersTo().isEmpty()) {
                draft.names().refer(name, slot.refersTo());
            }
        });
        statement.read(match, draft);
        return match.isWhole();
    }

    private Optional<Line> substitute(Line line) {
        List<Token> tokens = new ArrayList<>();
        for (Token token : line.tokens()) {
            environment.substitute(token).ifPresent(tokens::add);
        }
        return tokens.size() == line.tokens().size()
                ? Optional.of(new Line(line.source(), line.number(), tokens))
                : Optional.empty();
    }
}
