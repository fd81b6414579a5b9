package org.mobileip.scenarios.measure;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How one check of an expectation came out. An expectation {@code after each move} is one check for each move.
 *
 * @param line of the script
 * @param text the condition as it stands in the script, without the keyword and the scope
 * @param scope {@code move at 5s}, {@code outside moves}, {@code at end}, {@code p95 over runs} or {@code whole run}
 * @param warnOnly a check that cannot fail a run
 * @param figure empty for what has no figure, such as {@code intact}
 * @param floor what could not be undercut, in the unit of the figure; empty where it is not known
 * @param resolution how fine the figure is, in its unit; empty where it is as fine as it is printed
 * @param detail what else a reader should know; may be empty
 */
public record Verdict(
        int line,
        String text,
        String scope,
        boolean ok,
        boolean warnOnly,
        Optional<Figure> figure,
        OptionalDouble floor,
        OptionalDouble resolution,
        String detail) {

    /** Whether it fails the run. */
    public boolean isMissed() {
        return !ok && !warnOnly;
    }
}
