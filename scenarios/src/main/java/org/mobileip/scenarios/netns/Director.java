package org.mobileip.scenarios.netns;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.mobileip.host.linux.PunctualThread;
import org.mobileip.scenarios.capture.MoveBegun;
import org.mobileip.scenarios.capture.MoveReporter;
import org.mobileip.scenarios.capture.Witness;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scenario.TimedAction;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.netns.Halt.HaltedException;

/** Carries out the actions of a script at their times, one after the other. For the thread of a run. */
final class Director {

    private static final long LOOK_EVERY = 5_000_000L;

    /** Telling of a move takes a moment; an action must not wait for it. */
    private static final long BUSY = 20_000_000L;

    private static final long ASK_AGAIN = 2_000_000L;
    private static final long ASK_FOR = 1_000_000_000L;

    private final Scenario scenario;
    private final Plant plant;
    private final Daemons daemons;
    private final Witness witness;
    private final MoveReporter reporter;
    private final Progress progress;
    private final Halt halt;
    private final Agenda agenda = new Agenda();
    private boolean ended;

    Director(
            Scenario scenario,
            Plant plant,
            Daemons daemons,
            Witness witness,
            MoveReporter reporter,
            Progress progress,
            Halt halt) {
        this.scenario = scenario;
        this.plant = plant;
        this.daemons = daemons;
        this.witness = witness;
        this.reporter = reporter;
        this.progress = progress;
        this.halt = halt;
    }

    /** As {@link #play}, ahead of what else the machine does: whoever moves a node must not be what the move waits for. */
    long playPunctually(long start) throws HaltedException {
        PunctualThread.become();
        try {
            return play(start);
        } finally {
            PunctualThread.resign();
        }
    }

    /** Plays all actions; {@code start} is the script's time 0. Returns when the script says stop: the moment of that. */
    long play(long start) throws HaltedException {
        scenario.actions().forEach(timed -> agenda.add(start + timed.at().toNanos(), () -> act(timed)));
        while (!ended) {
            waitUntil(agenda.next());
            agenda.take().run();
        }
        long end = System.nanoTime();
        reporter.giveUp();
        return end;
    }

    private void waitUntil(long due) throws HaltedException {
        long now = System.nanoTime();
        while (now < due) {
            if (due - now > BUSY) {
                reporter.look(now);
            }
            halt.sleepUntil(reporter.isWaiting() ? Math.min(due, now + LOOK_EVERY) : due);
            now = System.nanoTime();
        }
    }

    private void act(TimedAction timed) {
        Action action = timed.action();
        if (action instanceof Action.Move move) {
            progress.moving(timed);
            move(timed.at(), move);
            return;
        }
        progress.acting(timed);
        if (action instanceof Action.ChangeLink change) {
            changeLink(change);
        } else if (action instanceof Action.Control control) {
            daemons.control(control.verb(), control.node());
        } else if (action instanceof Action.RebindNat rebind) {
            plant.nat(rebind.network()).ifPresent(Nat::rebind);
        } else if (action instanceof Action.ShiftClock shift) {
            daemons.shiftClock(shift.node(), shift.by());
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
        long start = System.nanoTime();
        reporter.begun(witness.moveBegins(new MoveBegun(planned, start, node, from, network, overlap)));
        if (move.overlap().isEmpty()) {
            roamer.leaveAllBut(network);
        }
        roamer.join(network);
        if (roamer.isLeased(network)) {
            witness.addressReady(node, System.nanoTime());
        }
        if (move.overlap().isPresent()) {
            prefer(node, network, start + ASK_FOR);
            agenda.add(start + overlap.toNanos(), () -> roamer.leaveAllBut(network));
        }
    }

    /** Asks the mobile node to use the network, until it can: its kernel may not have told it of everything yet. */
    private void prefer(String node, String network, long until) {
        Optional<Map<String, Object>> answer = daemons.ask(node, "move", plant.interfaceName(network));
        long now = System.nanoTime();
        if (answer.isEmpty() && now < until) {
            agenda.add(now + ASK_AGAIN, () -> prefer(node, network, until));
        } else if (answer.isEmpty()) {
            progress.note(node + " was not willing to move to " + network);
        }
    }

    private void changeLink(Action.ChangeLink change) {
        if (change.change().isOfQuality()) {
            plant.changeLink(change.node(), change.network(), change.change());
            return;
        }
        boolean up = change.change() instanceof Action.LinkChange.Up;
        if (scenario.mobile(change.node()).isPresent()) {
            plant.roamer(change.node()).setCarrier(change.network(), up);
        } else {
            plant.plug(change.node(), change.network()).ifPresent(plug -> {
                if (up) {
                    plug.insert();
                } else {
                    plug.pull();
                }
            });
        }
    }
}
