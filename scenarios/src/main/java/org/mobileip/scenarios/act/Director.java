package org.mobileip.scenarios.act;

import java.time.Duration;
import java.util.Optional;
import org.mobileip.scenarios.capture.MoveBegun;
import org.mobileip.scenarios.capture.MoveReporter;
import org.mobileip.scenarios.capture.Witness;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Action.LinkChange;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scenario.TimedAction;
import org.mobileip.scenarios.measure.Progress;

/** Carries out the actions of a script at their times, one after the other, and says so. */
public final class Director {

    private static final long ASK_AGAIN = 2_000_000L;
    private static final long ASK_FOR = 1_000_000_000L;

    private final Scenario scenario;
    private final Stage stage;
    private final Witness witness;
    private final MoveReporter reporter;
    private final Progress progress;
    private boolean ended;

    public Director(Scenario scenario, Stage stage, Witness witness, MoveReporter reporter, Progress progress) {
        this.scenario = scenario;
        this.stage = stage;
        this.witness = witness;
        this.reporter = reporter;
        this.progress = progress;
    }

    /** Notes all actions; {@code start} is the script's time 0. */
    public void begin(long start) {
        scenario.actions().forEach(timed -> stage.at(start + timed.at().toNanos(), () -> act(timed)));
    }

    /** Whether the script has said stop. */
    public boolean hasEnded() {
        return ended;
    }

    private void act(TimedAction timed) {
        Action action = timed.action();
        if (ended) {
            return;
        }
        if (action instanceof Action.Move move) {
            progress.moving(timed);
            move(timed.at(), move);
            return;
        }
        progress.acting(timed);
        if (action instanceof Action.ChangeLink change) {
            changeLink(change);
        } else if (action instanceof Action.Control control) {
            stage.control(control.verb(), control.node());
        } else if (action instanceof Action.DropBinding drop) {
            drop(drop.node());
        } else if (action instanceof Action.RebindNat rebind) {
            stage.rebindNat(rebind.network());
        } else if (action instanceof Action.ShiftClock shift) {
            stage.shiftClock(shift.node(), shift.by());
        } else if (action instanceof Action.End) {
            ended = true;
        } else if (!(action instanceof Action.Note)) {
            throw new AssertionError("the provider does not offer " + action);
        }
    }

    private void drop(String node) {
        Scenario.MobileNode mobile = scenario.mobile(node).orElseThrow(() -> new AssertionError(node));
        if (!stage.drop(scenario.homeAgentOf(mobile).name(), node)) {
            progress.note(node + " has no binding that could be dropped");
        }
    }

    private void move(Duration planned, Action.Move move) {
        String node = move.node();
        String network = move.network();
        Roamer roamer = stage.roamer(node);
        reporter.supersede(node);
        Optional<String> from = roamer.latest();
        Duration overlap = move.overlap().orElse(Duration.ZERO);
        long start = stage.nanos();
        reporter.begun(witness.moveBegins(new MoveBegun(planned, start, node, from, network, overlap)));
        stage.moveBegan();
        if (move.overlap().isEmpty()) {
            roamer.leaveAllBut(network);
        }
        roamer.join(network);
        if (roamer.isLeased(network)) {
            witness.addressReady(node, stage.nanos());
        }
        if (move.overlap().isPresent()) {
            stage.at(start, () -> prefer(node, network, start + ASK_FOR));
            stage.at(start + overlap.toNanos(), () -> roamer.leaveAllBut(network));
        }
    }

    /** Asks the mobile node to use the network, until it can: its kernel may not have told it of everything yet. */
    private void prefer(String node, String network, long until) {
        boolean isWilling = stage.prefer(node, network);
        long now = stage.nanos();
        if (!isWilling && now < until) {
            stage.at(now + ASK_AGAIN, () -> prefer(node, network, until));
        } else if (!isWilling) {
            progress.note(node + " was not willing to move to " + network);
        }
    }

    private void changeLink(Action.ChangeLink change) {
        LinkChange what = change.change();
        boolean up = what instanceof LinkChange.Up;
        if (what.isOfQuality()) {
            stage.changeQuality(change.node(), change.network(), what);
        } else if (scenario.mobile(change.node()).isPresent()) {
            stage.roamer(change.node()).setCarrier(change.network(), up);
        } else {
            stage.setCarrier(change.node(), change.network(), up);
        }
    }
}
