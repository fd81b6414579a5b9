package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scenario.TimedAction;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.scenarios.measure.Environment;
import org.mobileip.scenarios.measure.Evaluator;
import org.mobileip.scenarios.measure.MoveObserved;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.plan.Lab;

/** Opens a shell in a node when a run has missed what was expected of it, before anything is removed. */
final class ShellOnFail implements Progress {

    private final Progress told;
    private final Scenario scenario;
    private final String node;
    private final Consumer<String> err;

    /**
     * As {@code told}, and a shell.
     *
     * @param err gets lines with their ends
     */
    ShellOnFail(Progress told, Scenario scenario, String node, Consumer<String> err) {
        this.told = told;
        this.scenario = scenario;
        this.node = node;
        this.err = err;
    }

    @Override
    public void played(Observations seen) {
        told.played(seen);
        Environment nowhere = new Environment("", "", "", seen.dataplane(), 1, Instant.EPOCH);
        if (new Evaluator(scenario).evaluate(seen, 0, nowhere).passed()) {
            return;
        }
        err.accept("  missed what was expected; this is " + node + ", and \"exit\" removes everything\n");
        try {
            Shells.enter(ourLab(), node, List.of());
        } catch (IOException | IllegalArgumentException unavailable) {
            err.accept("  no shell: " + unavailable.getMessage() + "\n");
        }
    }

    private static Lab ourLab() throws IOException {
        Optional<Lab> ours = Lab.all().stream()
                .filter(lab -> lab.pid() == ProcessHandle.current().pid())
                .findFirst();
        return ours.orElseThrow(() -> new IOException("this world has no nodes to enter"));
    }

    @Override
    public void networksUp(Duration took, int networks, int nodes) {
        told.networksUp(took, networks, nodes);
    }

    @Override
    public void daemonsReady(Duration took) {
        told.daemonsReady(took);
    }

    @Override
    public void warming(Duration duration) {
        told.warming(duration);
    }

    @Override
    public void acting(TimedAction action) {
        told.acting(action);
    }

    @Override
    public void moving(TimedAction action) {
        told.moving(action);
    }

    @Override
    public void moved(MoveObserved move, List<DatagramFlow> soFar) {
        told.moved(move, soFar);
    }

    @Override
    public void note(String text) {
        told.note(text);
    }
}
