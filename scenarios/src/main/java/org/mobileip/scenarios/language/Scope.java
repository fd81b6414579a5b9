package org.mobileip.scenarios.language;

import java.time.Duration;

/** When a condition has to hold. */
public sealed interface Scope {

    /** Nothing is said: over the whole run. */
    record WholeRun() implements Scope {}

    /** One check for each move. */
    record AfterEachMove() implements Scope {}

    /** One check, for the moves at this time. */
    record AfterMoveAt(Duration at) implements Scope {}

    /** All the time but the move windows. */
    record OutsideMoves() implements Scope {}

    /** When the scenario stops. */
    record AtEnd() implements Scope {}

    /** The 95th percentile of all runs. */
    record OverRuns() implements Scope {}
}
