package org.mobileip.scenarios.language;

/**
 * {@code expect CONDITION [SCOPE]}, or {@code warn …}, which cannot fail a run.
 *
 * @param text the condition as it stands in the script, without the keyword and the scope
 */
public record Expectation(int line, boolean warnOnly, String text, Condition condition, Scope scope) {

    /** An expectation that nobody has written in words. */
    public static Expectation of(int line, boolean warnOnly, Condition condition, Scope scope) {
        return new Expectation(line, warnOnly, Phrases.condition(condition), condition, scope);
    }
}
