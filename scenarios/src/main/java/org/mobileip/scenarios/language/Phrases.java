package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.scenarios.language.Action.LinkChange;

/** Actions, conditions and scopes as a script words them. */
final class Phrases {

    private Phrases() {}

    /** A text in quotes. */
    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "$$") + "\"";
    }

    /** The action, and what it may have behind it. */
    static List<String> action(Action action) {
        if (action instanceof Action.Move move) {
            List<String> parts = new ArrayList<>(List.of("move " + move.node() + " to " + move.network()));
            move.overlap().ifPresent(overlap -> parts.add("overlap " + Quantities.text(overlap)));
            return parts;
        } else if (action instanceof Action.ChangeLink link) {
            return List.of("link " + link.node() + " " + link.network() + " " + change(link.change()));
        } else if (action instanceof Action.Control control) {
            return List.of(control.verb().word() + " " + control.node());
        } else if (action instanceof Action.DropBinding drop) {
            return List.of("drop " + drop.node());
        } else if (action instanceof Action.RebindNat rebind) {
            return List.of("nat " + rebind.network() + " rebind");
        } else if (action instanceof Action.ShiftClock shift) {
            Duration by = shift.by();
            return List.of("clock " + shift.node() + (by.isNegative() ? " -" : " +") + Quantities.text(by.abs()));
        } else if (action instanceof Action.Note note) {
            return List.of("note " + quoted(note.text()));
        } else if (action instanceof Action.End) {
            return List.of("stop");
        }
        throw new AssertionError(action);
    }

    private static String change(LinkChange change) {
        if (change instanceof LinkChange.Down) {
            return "down";
        } else if (change instanceof LinkChange.Up) {
            return "up";
        } else if (change instanceof LinkChange.Delay delay) {
            return "delay " + Quantities.text(delay.delay());
        } else if (change instanceof LinkChange.Loss loss) {
            return "loss " + Quantities.percent(loss.share());
        } else if (change instanceof LinkChange.Rate rate) {
            return "rate " + Quantities.rateText(rate.bitsPerSecond());
        }
        throw new AssertionError(change);
    }

    /** What an {@link Expectation#text} would say that nobody has written. */
    static String condition(Condition condition) {
        if (condition instanceof Condition.Interruption it) {
            return of("interruption", it.stream(), it.comparison(), Quantities.text(it.limit()));
        } else if (condition instanceof Condition.RoundTrip it) {
            return of("rtt", it.stream(), it.comparison(), Quantities.text(it.limit()));
        } else if (condition instanceof Condition.Stall it) {
            return of("stall", it.stream(), it.comparison(), Quantities.text(it.limit()));
        } else if (condition instanceof Condition.Throughput it) {
            return of("throughput", it.stream(), it.comparison(), Quantities.rateText(it.bitsPerSecond()));
        } else if (condition instanceof Condition.LostCount it) {
            return of("loss", it.stream(), it.comparison(), Long.toString(it.limit()));
        } else if (condition instanceof Condition.LostShare it) {
            return of("loss", it.stream(), it.comparison(), Quantities.percent(it.limit()));
        } else if (condition instanceof Condition.RegisteredWithin it) {
            return "registered within " + Quantities.text(it.limit());
        } else if (condition instanceof Condition.BindingOf it) {
            return "binding of " + it.node() + " = " + it.network();
        } else if (condition instanceof Condition.ReplyFrom it) {
            return "reply " + it.code() + " from " + it.node();
        } else if (condition instanceof Condition.Intact it) {
            return it.stream() + " intact";
        } else if (condition instanceof Condition.NoLeak) {
            return "no leak";
        }
        throw new AssertionError(condition);
    }

    private static String of(String measure, String stream, Comparison comparison, String limit) {
        return measure + " of " + stream + " " + comparison.sign() + " " + limit;
    }

    /** Empty: the whole run, of which a script says nothing. */
    static Optional<String> scope(Scope scope) {
        if (scope instanceof Scope.WholeRun) {
            return Optional.empty();
        } else if (scope instanceof Scope.AfterEachMove) {
            return Optional.of("after each move");
        } else if (scope instanceof Scope.AfterMoveAt at) {
            return Optional.of("after move at " + Quantities.text(at.at()));
        } else if (scope instanceof Scope.OutsideMoves) {
            return Optional.of("outside moves");
        } else if (scope instanceof Scope.AtEnd) {
            return Optional.of("at end");
        } else if (scope instanceof Scope.OverRuns) {
            return Optional.of("p95 over runs");
        }
        throw new AssertionError(scope);
    }
}
