package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Feature;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.MoveObserved;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.measure.WorldProvider;

/** A world in which what was seen is known beforehand. */
final class FakeWorld implements WorldProvider {

    private final String name;
    private final Set<Feature> features;
    private final Optional<Obstacle> obstacle;
    private final List<Observations> toSee;
    private final List<Options> opened = new ArrayList<>();
    private int closed;
    private Optional<String> trouble = Optional.empty();

    private FakeWorld(String name, Set<Feature> features, Optional<Obstacle> obstacle, List<Observations> toSee) {
        this.name = name;
        this.features = features;
        this.obstacle = obstacle;
        this.toSee = new ArrayList<>(toSee);
    }

    /** One run after the other sees these. */
    static FakeWorld called(String name, Observations... toSee) {
        return new FakeWorld(name, EnumSet.allOf(Feature.class), Optional.empty(), List.of(toSee));
    }

    static FakeWorld blocked(String name, int exitCode, String message) {
        return new FakeWorld(
                name, EnumSet.allOf(Feature.class), Optional.of(new Obstacle(exitCode, message)), List.of());
    }

    FakeWorld without(Feature missing) {
        features.remove(missing);
        return this;
    }

    /** When there is nothing more to see, a run fails for this reason. */
    FakeWorld thenFailing(String why) {
        trouble = Optional.of(why);
        return this;
    }

    List<Options> opened() {
        return opened;
    }

    int closed() {
        return closed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Feature> features() {
        return features;
    }

    @Override
    public Optional<Obstacle> obstacle() {
        return obstacle;
    }

    @Override
    public World open(Options options) {
        opened.add(options);
        return new World() {
            @Override
            public Observations run(Scenario scenario, RunDirectory out, Progress progress) throws WorldException {
                return play(scenario, out, progress);
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }

    private Observations play(Scenario scenario, RunDirectory out, Progress progress) throws WorldException {
        progress.networksUp(Duration.ofMillis(412), scenario.networks().size(), 3);
        if (toSee.isEmpty()) {
            throw new WorldException(trouble.orElse("nothing to see"));
        }
        Observations seen = toSee.remove(0);
        progress.daemonsReady(Duration.ofMillis(2500));
        progress.warming(Duration.ofSeconds(1));
        scenario.actions().forEach(timed -> tell(timed, seen, progress));
        try {
            Files.writeString(out.capture(), "");
            Files.writeString(out.log("ha"), "");
            Files.writeString(out.log("mn"), "");
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
        return seen;
    }

    private static void tell(Scenario.TimedAction timed, Observations seen, Progress progress) {
        if (timed.action() instanceof Action.Move) {
            progress.moving(timed);
            seen.moves().stream()
                    .filter(move -> move.planned().equals(timed.at()))
                    .forEach((MoveObserved move) -> progress.moved(move, seen.flows()));
        } else {
            progress.acting(timed);
        }
    }
}
