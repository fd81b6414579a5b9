package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.cli.Terminal;
import org.mobileip.config.ConfigException;
import org.mobileip.config.FileReasons;
import org.mobileip.scenarios.language.Feature;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.scenarios.wire.Netem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code run FILE|NAME…}: plays scenarios and says what traffic felt. */
@Command(name = "run", description = "Play scenarios, measure, and hold the figures against what the scripts expect.")
final class RunCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Main program;

    @Parameters(paramLabel = "FILE|NAME", arity = "1..*", description = "Scripts, or names that \"list\" shows.")
    private List<String> names = List.of();

    @Mixin
    private final RunOptions options = new RunOptions();

    @Spec
    private @Nullable CommandSpec command;

    /** One scenario to be played, and what the command line calls it. */
    private record Part(Scenario scenario, String called) {}

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        options.check();
        Surroundings here = Main.of(program).surroundings();
        Output output = Output.of(command);
        List<Scripts.Named> scripts =
                new Scripts(here.directory(), options.overrides()).read(names, EnumSet.allOf(Feature.class));
        Worlds.Choice choice = here.worlds().choose(options.world(), output.commandAsGiven());
        Scripts.check(scripts, choice.world().features());
        if (options.netem()) {
            checkNetem(choice.world());
        }
        checkJunit(here);
        Screen screen = new Screen(new Ink(Terminal.hasColour()), choice.world().name(), options);
        output.err(screen.world(choice.why()));
        scripts.forEach(script -> tellWarnings(script, output));
        List<Part> parts = scripts.stream().flatMap(RunCommand::parts).toList();
        try (Stage stage = Stage.open(output::err)) {
            return play(parts, choice.world(), screen, stage);
        }
    }

    private static void checkNetem(WorldProvider world) throws CommandFailure {
        Optional<String> obstacle = world.name().equals("netns")
                ? Netem.obstacle()
                : Optional.of("world " + world.name() + " has no kernel");
        if (obstacle.isPresent()) {
            throw new CommandFailure(
                    ExitCode.CANNOT_RUN_HERE,
                    "there is no netem here ("
                            + obstacle.get().lines().findFirst().orElse("")
                            + "); leave out --netem: our own wire does the same");
        }
    }

    /** Better now than after a run of minutes. */
    private void checkJunit(Surroundings here) throws CommandFailure {
        if (options.junit().isEmpty()) {
            return;
        }
        try {
            Path file = junit(here, options.junit().get());
            boolean isNew = !Files.exists(file);
            Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .close();
            if (isNew) {
                Files.delete(file);
            }
        } catch (IOException unwritable) {
            throw unwritable(unwritable);
        }
    }

    /** Its directory is there. */
    private static Path junit(Surroundings here, Path named) throws IOException {
        Path file = here.directory().resolve(named);
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        return file;
    }

    private static void tellWarnings(Scripts.Named script, Output output) {
        script.file().warnings().forEach(warning -> output.err(warning.render() + "\n\n"));
    }

    private static Stream<Part> parts(Scripts.Named script) {
        return script.file().expand().stream().map(scenario -> new Part(scenario, script.name()));
    }

    private int play(List<Part> parts, WorldProvider world, Screen screen, Stage stage) throws CommandFailure {
        Surroundings here = Main.of(program).surroundings();
        Output output = Output.of(command);
        RunDirectories directories = new RunDirectories(here.directory(), options.out(), parts.size() == 1);
        Turns turns = new Turns(output);
        List<Ensemble.Part<Played>> all = new ArrayList<>();
        for (Part part : parts) {
            all.add(() -> {
                Path directory = directories.next(part.scenario().name());
                Turns.Voice voice = turns.next();
                Player player = new Player(here, stage, world, options, voice::err);
                return () -> play(part, player, directory, screen, voice);
            });
        }
        List<Played> played;
        try {
            played = new Ensemble<Played>(options.shellOnFail().isPresent() ? 1 : world.atOnce()).play(all);
            output.out(screen.total(played));
            writeForAll(played, here);
        } catch (IOException unwritable) {
            return interruptedOr(stage, unwritable);
        } catch (InterruptedException ending) {
            return ExitCode.INTERRUPTED;
        }
        return played.stream().mapToInt(Played::exitCode).max().orElse(ExitCode.DONE);
    }

    private Played play(Part part, Player player, Path directory, Screen screen, Turns.Voice voice)
            throws IOException, InterruptedException {
        voice.out(screen.title(part.scenario()));
        Played played = play(part, player, directory);
        voice.out(screen.outcome(played));
        voice.done();
        return played;
    }

    private Played play(Part part, Player player, Path directory) throws IOException, InterruptedException {
        try {
            Played played = player.play(part.scenario(), part.called(), directory);
            return played.withGlimpse(Reports.write(played));
        } catch (InterruptedException ending) {
            if (options.out().isEmpty()) {
                RunDirectories.forgetIfEmpty(directory);
            }
            throw ending;
        }
    }

    /** A thread that was told to end cannot write any more: that is no failure. */
    private static int interruptedOr(Stage stage, IOException unwritable) throws CommandFailure {
        if (stage.isStopping()) {
            return ExitCode.INTERRUPTED;
        }
        throw unwritable(unwritable);
    }

    private static CommandFailure unwritable(IOException failure) {
        String file = failure instanceof FileSystemException named ? named.getFile() + ": " : "";
        return new CommandFailure(ExitCode.CANNOT_RUN_HERE, "cannot write " + file + FileReasons.of(failure));
    }

    private void writeForAll(List<Played> all, Surroundings here) throws IOException {
        if (options.junit().isPresent()) {
            Files.writeString(junit(here, options.junit().get()), JunitXml.of(all));
        }
        if (options.out().isPresent() && all.size() > 1) {
            Path out = here.directory().resolve(options.out().get());
            Files.writeString(out.resolve("summary.md"), Markdown.of(all));
            Reports.index(out.resolve("index.html"), all);
        }
    }
}
