package org.mobileip.scenarios.sim;

import java.time.Duration;
import java.util.Optional;
import org.mobileip.scenarios.capture.MoveBegun;
import org.mobileip.scenarios.capture.MoveReporter;
import org.mobileip.scenarios.capture.Witness;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scenario.TimedAction;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.sim.machine.Nat;
import org.mobileip.scenarios.sim.machine.Nic;
import org.mobileip.scenarios.sim.machine.Timeline;

/** Carries out the actions of a script at their times. */
final class Director {

    private static final long LOOK_EVERY = 5_000_000L;
    private static final long ASK_AGAIN = 2_000_000L;
    private static final long ASK_FOR = 1_000_000_000L;

    private final Scenario scenario;
    private final Plant plant;
    private final Programs programs;
    private final Timeline timeline;
    private final Witness witness;
    private final MoveReporter reporter;
    private final Progress progress;
    private boolean ended;
    private boolean isLooking;

    Director(
            Scenario scenario,
            Plant plant,
            Programs programs,
            Timeline timeline,
            Witness witness,
            MoveReporter reporter,
            Progress progress) {
        this.scenario = scenario;
        this.plant = plant;
        this.programs = programs;
        this.timeline = timeline;
        this.witness = witness;
        this.reporter = reporter;
        this.progress = progress;
    }

    /** Notes all actions; {@code start} is the script's time 0. */
    void begin(long start) {
        scenario.actions().forEach(timed -> timeline.at(start + timed.at().toNanos(), () -> act(timed)));
    }

    /** Whether the script has said stop. */
    boolean hasEnded() {
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
            programs.control(control.verb(), control.node());
        } else if (action instanceof Action.RebindNat rebind) {
            plant.nat(rebind.network()).ifPresent(Nat::rebind);
        } else if (action instanceof Action.ShiftClock shift) {
            plant.machineOf(shift.node()).shiftClock(shift.by());
        } else if (action instanceof Action.End) {
            ended = true;
        } else if (!(action instanceof Action.Note)) {
            throw new AssertionError("the provider does not offer " + action);
        }
    }

    private void move(Duration planned, Action.Move move) {
        String node = move.node();
        String network = move.network();
        Roamer roamer = plant.roamer(node);
        reporter.supersede(node);
        Optional<String> from = roamer.latest();
        Duration overlap = move.overlap().orElse(Duration.ZERO);
        long start = timeline.nanos();
        reporter.begun(witness.moveBegins(new MoveBegun(planned, start, node, from, network, overlap)));
        lookLater();
        if (move.overlap().isEmpty()) {
            roamer.leaveAllBut(network);
        }
        roamer.join(network);
        if (roamer.isLeased(network)) {
            witness.addressReady(node, start);
        }
        if (move.overlap().isPresent()) {
            timeline.in(0, () -> prefer(node, network, start + ASK_FOR));
            timeline.at(start + overlap.toNanos(), () -> roamer.leaveAllBut(network));
        }
    }

    private void lookLater() {
        if (!isLooking) {
            isLooking = true;
            timeline.in(LOOK_EVERY, this::look);
        }
    }

    private void look() {
        isLooking = false;
        reporter.look(timeline.nanos());
        if (reporter.isWaiting() && !ended) {
            lookLater();
        }
    }

    /** Asks the mobile node to use the network, until it can: its kernel may not have told it of everything yet. */
    private void prefer(String node, String network, long until) {
        boolean isWilling = programs.node(node).move(plant.interfaceName(network));
        if (!isWilling && timeline.nanos() < until) {
            timeline.in(ASK_AGAIN, () -> prefer(node, network, until));
        } else if (!isWilling) {
            progress.note(node + " was not willing to move to " + network);
        }
    }

    private void changeLink(Action.ChangeLink change) {
        if (change.change() instanceof Action.LinkChange.Up || change.change() instanceof Action.LinkChange.Down) {
            setCarrier(change, change.change() instanceof Action.LinkChange.Up);
            return;
        }
        Optional<Nic> cable = plant.cable(change.node(), change.network());
        cable.ifPresent(nic -> {
            nic.out().change(nic.out().impairment().with(change.change()));
            nic.in().change(nic.in().impairment().with(change.change()));
        });
    }

    private void setCarrier(Action.ChangeLink change, boolean up) {
        if (scenario.mobile(change.node()).isPresent()) {
            plant.roamer(change.node()).setCarrier(change.network(), up);
        } else {
            plant.cable(change.node(), change.network()).ifPresent(nic -> nic.setCarrier(up));
        }
    }
}
