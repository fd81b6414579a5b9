package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.host.HostException;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.load.AgentFiles;
import org.mobileip.scenarios.load.KillRun;
import org.mobileip.scenarios.load.LoadException;
import org.mobileip.scenarios.load.LoadRefusal;
import org.mobileip.scenarios.load.LoadRun;
import org.mobileip.scenarios.load.Plan;
import org.mobileip.scenarios.load.Step;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code load}: how many registrations a second a home agent serves. */
@Command(
        name = "load",
        description = "Register many mobile nodes at a rising rate, until a home agent loses more than 2.5 %%: requests"
                + " leave when they are meant to, whatever becomes of those before, and a reply is timed from then on.")
final class LoadCommand implements Callable<Integer> {

    private static final String WORLD = "netns";
    private static final Ipv4 OWN_AGENT = Ipv4.parse("198.18.0.1");
    private static final long LONGEST_CLEAN_UP_SECONDS = 25;
    private static final int MOST_KILLS = 100_000;

    @ParentCommand
    private @Nullable Main program;

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Option(names = "--json", description = "Print mobileip.load/1.")
    private boolean json;

    @Option(
            names = "--write-config",
            paramLabel = "DIR",
            description = "Write the configuration that the home agent needs, and do nothing else.")
    private Optional<Path> configuration = Optional.empty();

    @Option(
            names = "--kills",
            paramLabel = "N",
            description = "Kill our own home agent so often under the first rate, and see that it keeps its promises.")
    private int kills;

    @Option(names = "--seed", paramLabel = "N", description = "When it is killed (default: another each time).")
    private long seed = System.nanoTime();

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws CommandFailure {
        Surroundings here = Main.of(program).surroundings();
        Output output = Output.of(command);
        Plan plan = options.plan();
        try {
            if (configuration.isPresent()) {
                writeConfiguration(here.directory().resolve(configuration.get()), output);
                return ExitCode.DONE;
            }
            if (plan.agent().isEmpty()) {
                here.worlds().choose(Optional.of(WORLD), output.commandAsGiven());
            }
            if (kills != 0) {
                return kill(plan, output);
            }
            LoadRun run = new LoadRun(plan, new Progress(output));
            LoadAnswer answer =
                    new LoadAnswer(here, plan, BenchAnswer.load(), untilStopped(run::stop, run::play, output));
            output.out(json ? answer.json() + "\n" : answer.text());
            return ExitCode.DONE;
        } catch (LoadRefusal refused) {
            throw new CommandFailure(exitCode(refused.kind()), String.valueOf(refused.getMessage()));
        } catch (LoadException | HostException | IOException refused) {
            throw new CommandFailure(ExitCode.CANNOT_RUN_HERE, String.valueOf(refused.getMessage()));
        }
    }

    private int kill(Plan plan, Output output) throws CommandFailure, IOException {
        if (kills < 1 || kills > MOST_KILLS || plan.agent().isPresent()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--kills is 1 to " + MOST_KILLS + ", and kills no home agent but our own");
        }
        KillRun run = new KillRun(plan, kills, seed, new Progress(output));
        KillRun.Outcome outcome = untilStopped(run::stop, run::play, output);
        output.out(json ? LoadAnswer.json(outcome) + "\n" : LoadAnswer.text(outcome));
        return outcome.isGood() ? ExitCode.DONE : ExitCode.MISSED;
    }

    private void writeConfiguration(Path directory, Output output) throws CommandFailure, IOException {
        AgentFiles files = new AgentFiles(directory, options.population(), options.sharedKey());
        files.write(options.agent().map(Endpoint::address).orElse(OWN_AGENT));
        output.out("wrote " + files.configuration() + " for "
                + Words.counted(options.population().count(), "node") + "\n");
    }

    private static int exitCode(LoadRefusal.Kind kind) {
        return switch (kind) {
            case CLOSED -> ExitCode.NO_DAEMON;
            case SILENT -> ExitCode.TIMED_OUT;
            case DENIED -> ExitCode.DENIED;
            case NONSENSE -> ExitCode.MISSED;
        };
    }

    /** Something that is played until its end. */
    private interface Play<T, E extends Exception> {
        T play() throws IOException, E;
    }

    /** A signal ends it, and then the program, when nothing of it is left. */
    private static <T, E extends Exception> T untilStopped(Runnable stop, Play<T, E> play, Output output)
            throws IOException, E {
        CountDownLatch finished = new CountDownLatch(1);
        Thread hook = new Thread(() -> stop(stop, finished, output), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return play.play();
        } finally {
            finished.countDown();
            forget(hook);
        }
    }

    private static void stop(Runnable stop, CountDownLatch finished, Output output) {
        output.err("stopping; removing what was made\n");
        stop.run();
        try {
            if (!finished.await(LONGEST_CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
                output.err("could not clean up within " + LONGEST_CLEAN_UP_SECONDS + " s\n");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            // Then it has its turn, and finds that all is done.
        }
    }

    /** A line for each thing that is done. */
    private record Progress(Output output) implements LoadRun.Listener {

        @Override
        public void doing(String what) {
            output.err("  " + what + "\n");
        }

        @Override
        public void step(Step step) {
            output.err("    " + LoadAnswer.line(step) + "\n");
        }
    }
}
