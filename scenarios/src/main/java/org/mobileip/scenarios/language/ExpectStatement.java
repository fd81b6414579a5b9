package org.mobileip.scenarios.language;

import java.util.List;
import org.mobileip.scenarios.language.Draft.Stated;

/** {@code expect condition [scope]}, and {@code warn …}. */
final class ExpectStatement implements Statement {

    private final boolean warnOnly;
    private final Form.Sequence form;

    private ExpectStatement(String keyword, boolean warnOnly) {
        this.warnOnly = warnOnly;
        this.form = Form.sequence(Form.word(keyword), Conditions.FORM, new Form.Maybe(Scopes.FORM));
    }

    /** {@code expect}. */
    static ExpectStatement expect() {
        return new ExpectStatement("expect", false);
    }

    /** {@code warn}. */
    static ExpectStatement warn() {
        return new ExpectStatement("warn", true);
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
