package org.mobileip.scenarios.netns;

import java.time.Duration;
import org.mobileip.host.linux.PunctualThread;
import org.mobileip.scenarios.act.Director;
import org.mobileip.scenarios.act.Roamer;
import org.mobileip.scenarios.act.Stage;
import org.mobileip.scenarios.capture.MoveReporter;
import org.mobileip.scenarios.capture.Witness;
import org.mobileip.scenarios.language.Action.LinkChange;
import org.mobileip.scenarios.language.Action.Verb;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.netns.Halt.HaltedException;

/** The actions of a script, in real time. For the thread of a run. */
final class Performance implements Stage {

    private static final long LOOK_EVERY = 5_000_000L;

    /** Telling of a move takes a moment; an action must not wait for it. */
    private static final long BUSY = 20_000_000L;

    private final Plant plant;
    private final Programs programs;
    private final MoveReporter reporter;
    private final Halt halt;
    private final Director director;
    private final Agenda agenda = new Agenda();

    Performance(
            Scenario scenario,
            Plant plant,
            Programs programs,
            Witness witness,
            MoveReporter reporter,
            Progress progress,
            Halt halt) {
        this.plant = plant;
        this.programs = programs;
        this.reporter = reporter;
        this.halt = halt;
        director = new Director(scenario, this, witness, reporter, progress);
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
        director.begin(start);
        while (!director.hasEnded()) {
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

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void at(long nanos, Runnable deed) {
        agenda.add(nanos, deed);
    }

    @Override
    public Roamer roamer(String mobile) {
        return plant.roamer(mobile);
    }

    /** Whoever waits looks. */
    @Override
    public void moveBegan() {}

    @Override
    public boolean prefer(String mobile, String network) {
        return programs.ask(mobile, "move", plant.interfaceName(network)).isPresent();
    }

    @Override
    public void setCarrier(String node, String network, boolean up) {
        plant.plug(node, network).ifPresent(plug -> {
            if (up) {
                plug.insert();
            } else {
                plug.pull();
            }
        });
    }

    @Override
    public void changeQuality(String node, String network, LinkChange change) {
        plant.changeLink(node, network, change);
    }

    @Override
    public void control(Verb verb, String node) {
        programs.control(verb, node);
    }

    @Override
    public boolean drop(String homeAgent, String mobile) {
        return programs.ask(homeAgent, "drop", mobile).isPresent();
    }

    @Override
    public void rebindNat(String network) {
        plant.nat(network).ifPresent(Nat::rebind);
    }

    @Override
    public void shiftClock(String node, Duration by) {
        programs.shiftClock(node, by);
    }
}
