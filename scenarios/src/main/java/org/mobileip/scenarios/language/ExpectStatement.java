package org.mobileip.scenarios.language;

import java.util.List;
import java.util.Optional;
import org.mobileip.scenarios.language.Draft.Stated;

/** {@code expect condition [scope]}, and {@code warn …}. */
final class ExpectStatement implements Statement {

    private static final Form.Word EXPECT = Form.word("expect");
    private static final Form.Word WARN = Form.word("warn");

    private final boolean warnOnly;
    private final Form.Sequence form;

    private ExpectStatement(Form.Word keyword, boolean warnOnly) {
        this.warnOnly = warnOnly;
        this.form = Form.sequence(keyword, Conditions.FORM, new Form.Maybe(Scopes.FORM));
    }

    /** {@code expect}. */
    static ExpectStatement expect() {
        return new ExpectStatement(EXPECT, false);
    }

    /** {@code warn}. */
    static ExpectStatement warn() {
        return new ExpectStatement(WARN, true);
    }

    @Override
    public Form.Sequence form() {
        return form;
    }

    @Override
    public String about() {
        return warnOnly
                ? "As `expect`, but a miss is shown and does not fail the run."
                : "What has to be true for the run to pass, and when. Without a scope: over the whole run, and after each move"
                        + " where only moves are spoken of.";
    }

    @Override
    public String example() {
        return warnOnly ? "warn stall of file < 1s" : "expect interruption of voice < 60ms  after each move";
    }

    @Override
    public Optional<Shape> shape() {
        return Optional.of(Shape.of(
                new Shape.Either("warn", WARN, EXPECT),
                Conditions.shape(),
                new Shape.Rest("scope", Scopes.FORM, "a scope, like after each move")));
    }

    @Override
    public void read(Match match, Draft draft) {
        if (!match.isWhole()) {
            return;
        }
        int line = match.line().number();
        Scope scope = Scopes.read(match, draft);
        Conditions.read(match, draft)
                .map(condition -> new Expectation(line, warnOnly, text(match), condition, scope))
                .ifPresent(expectation -> draft.expectations().add(new Stated<>(expectation, match)));
    }

    /** The condition as it stands in the script, with settings in place of their {@code $KEY}. */
    private static String text(Match match) {
        List<Token> tokens = match.line().tokens();
        int end = match.has(Scopes.FORM) ? match.index(Scopes.FORM) : tokens.size();
        return match.line().text(1, end);
    }

    @Override
    public void check(Draft draft) {
        if (!warnOnly) {
            new ExpectationCheck(draft).check();
        }
    }
}
