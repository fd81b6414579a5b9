package org.mobileip.scenarios.cli;

import java.util.Locale;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Action.LinkChange;
import org.mobileip.scenarios.measure.ScriptTime;

/** Actions as a script writes them, for whoever watches. */
final class ActionWords {

    private ActionWords() {}

    static String of(Action action) {
        if (action instanceof Action.Move move) {
            String overlap = move.overlap()
                    .map(kept -> "  overlap " + ScriptTime.of(kept))
                    .orElse("");
            return "move " + move.node() + " to " + move.network() + overlap;
        } else if (action instanceof Action.ChangeLink link) {
            return "link " + link.node() + " " + link.network() + " " + of(link.change());
        } else if (action instanceof Action.Control control) {
            return control.verb().name().toLowerCase(Locale.ROOT) + " " + control.node();
        } else if (action instanceof Action.DropBinding drop) {
            return "drop " + drop.node();
        } else if (action instanceof Action.RebindNat nat) {
            return "nat " + nat.network() + " rebind";
        } else if (action instanceof Action.ShiftClock clock) {
            String sign = clock.by().isNegative() ? " -" : " +";
            return "clock " + clock.node() + sign + ScriptTime.of(clock.by().abs());
        } else if (action instanceof Action.Note note) {
            return "note \"" + note.text() + "\"";
        } else if (action instanceof Action.End) {
            return "stop";
        }
        throw new AssertionError(action);
    }

    private static String of(LinkChange change) {
        if (change instanceof LinkChange.Down) {
            return "down";
        } else if (change instanceof LinkChange.Up) {
            return "up";
        } else if (change instanceof LinkChange.Delay delay) {
            return "delay " + ScriptTime.of(delay.delay());
        } else if (change instanceof LinkChange.Loss loss) {
            return "loss " + Words.percent(loss.share() * 100);
        } else if (change instanceof LinkChange.Rate rate) {
            return "rate " + Words.rate((double) rate.bitsPerSecond());
        }
        throw new AssertionError(change);
    }
}
