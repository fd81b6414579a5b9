package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.mobileip.cli.Program;
import org.mobileip.scenarios.language.Feature;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.time.Tick;

/**
 * The program with a world that never comes to an end of its own, for a test to interrupt. The first argument says where it
 * takes its time: {@code opening}, {@code playing} or {@code closing}; the second is a directory, in which {@code made} stands
 * for all that a world makes. A slow closing waits for the file {@code enough}.
 */
final class SlowProgram implements WorldProvider, World {

    private final String slow;
    private final Path directory;
    private final CountDownLatch closing = new CountDownLatch(1);

    private SlowProgram(String slow, Path directory) {
        this.slow = slow;
        this.directory = directory;
    }

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[1]);
        Surroundings surroundings = new Surroundings(
                new Worlds(List.of(new SlowProgram(arguments[0], directory))),
                directory,
                () -> new Tick(System.nanoTime()),
                "test",
                "test",
                "test",
                1);
        String script = directory.resolve("cafe-to-lte.scenario").toString();
        System.exit(Program.run(new Main(surroundings), "run", script, "--repeat", "2"));
    }

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.allOf(Feature.class);
    }

    @Override
    public Optional<Obstacle> obstacle() {
        return Optional.empty();
    }

    @Override
    public World open(Options options) throws WorldException {
        if (slow.equals("opening")) {
            System.err.println("opening");
            awaitClosing();
        }
        return this;
    }

    @Override
    public Observations run(Scenario scenario, RunDirectory out, Progress progress) throws WorldException {
        try {
            Files.createFile(directory.resolve("made"));
        } catch (IOException unwritable) {
            throw new WorldException("cannot make anything", unwritable);
        }
        System.err.println("playing");
        awaitClosing();
        return Samples.well();
    }

    private void awaitClosing() throws WorldException {
        try {
            closing.await();
            throw new WorldException("closed");
        } catch (InterruptedException told) {
            throw new WorldException("interrupted", told);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            System.err.println("closing");
            while (slow.equals("closing") && !Files.exists(directory.resolve("enough"))) {
                Thread.onSpinWait();
            }
            Files.deleteIfExists(directory.resolve("made"));
        } catch (IOException unwritable) {
            throw new AssertionError(unwritable);
        }
    }
}
