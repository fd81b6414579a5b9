package org.mobileip.scenarios.netns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.scenarios.language.Scenario.TimedAction;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.scenarios.measure.MoveObserved;
import org.mobileip.scenarios.measure.Progress;

/** Remembers what it was told, and does something when the streams are warm. */
final class HeardProgress implements Progress {

    private final Runnable whenWarm;
    private final List<String> heard = new ArrayList<>();
    private Optional<Duration> up = Optional.empty();

    HeardProgress() {
        this(() -> {});
    }

    HeardProgress(Runnable whenWarm) {
        this.whenWarm = whenWarm;
    }

    /** In the order of telling. */
    synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    synchronized Duration up() {
        return up.orElseThrow();
    }

    private synchronized void hear(String what) {
        heard.add(what);
    }

    @Override
    public void networksUp(Duration took, int networks, int nodes) {
        synchronized (this) {
            up = Optional.of(took);
        }
        hear("up: " + networks + " networks, " + nodes + " nodes");
    }

    @Override
    public void warming(Duration duration) {
        hear("warming");
        whenWarm.run();
    }

    @Override
    public void acting(TimedAction action) {
        hear("acting: " + action.action().getClass().getSimpleName());
    }

    @Override
    public void moving(TimedAction action) {
        hear("moving at " + action.at().toMillis());
    }

    @Override
    public void moved(MoveObserved move, List<DatagramFlow> soFar) {
        hear("moved to " + move.to() + (move.replyReceived().isPresent() ? "" : ", not registered") + ", "
                + soFar.size() + " flows");
    }

    @Override
    public void note(String text) {
        hear("note: " + text);
    }
}
