package org.mobileip.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.config.ConfigException;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.config.Problem;
import org.mobileip.config.SourceFile;
import org.mobileip.control.ControlServer;
import org.mobileip.control.Json;
import org.mobileip.control.Verb;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Command lines as a person or a script meets them. */
final class ProgramTest {

    @Command(
            name = "home-agent",
            subcommands = {VersionCommand.class, ExplainCommand.class, CompletionCommand.class, Ask.class, Check.class})
    static final class Root {
        @Command
        int fail(int exitCode) throws Exception {
            throw new CommandFailure(exitCode, "TUN is missing");
        }

        @Command
        int read(String reason) throws Exception {
            SourceFile file = SourceFile.of(Path.of("home-agent.toml"), "key = 1");
            throw new ConfigException(
                    List.of(new Problem(Problem.Severity.ERROR, file.start(), reason, Optional.empty())));
        }

        @Command
        int change(@Option(names = "--set", paramLabel = "KEY=VALUE") Map<String, String> settings) {
            return settings.size();
        }

        @Command
        int bug(String kind) {
            if (kind.equals("error")) {
                throw new AssertionError("cannot be");
            }
            throw new IllegalStateException("cannot be either");
        }
    }

    @Command(name = "ask", description = "Ask a daemon.")
    static final class Ask implements Callable<Integer> {
        @Mixin
        private final ControlOptions daemon =
                new ControlOptions(Path.of("/nonexistent/home-agent.toml"), Path.of("/nonexistent/home-agent.sock"));

        @Parameters
        private String verb = "";

        @Override
        public Integer call() throws Exception {
            assertThat(Json.write(daemon.ask(verb))).isEqualTo("{\"ok\":true}");
            return ExitCode.DONE;
        }
    }

    @Command(name = "check")
    static final class Check implements Callable<Integer> {
        @Mixin
        private final ConfigFileOption file = new ConfigFileOption(Path.of("/nonexistent/home-agent.toml"));

        @Override
        public Integer call() throws Exception {
            return HomeAgentConfig.load(file.file()).warnings().size();
        }
    }

    /** One that reads what is asked for only. */
    @Command(name = "home-agent")
    static final class Brief implements Program.Commands {
        @Override
        public List<Class<?>> commands() {
            return List.of(Check.class, VersionCommand.class, CompletionCommand.class);
        }
    }

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Path directory;

    ProgramTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private int run(String... arguments) {
        CommandLine line = Program.commandLine(new Root());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return Program.execute(line, arguments);
    }

    @Test
    void wrongUsageIsTwo() {
        assertThat(run("ask", "--jsn", "status")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).isEqualTo("home-agent ask: Unknown option: '--jsn'\nTry 'home-agent ask --help'.\n");
        assertThat(run("asc")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("Did you mean: home-agent ask");
        assertThat(run("change", "--set", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains(
                        "home-agent change: Value for option '--set' (KEY=VALUE) should be in KEY=VALUE format but was x\n");
    }

    @Test
    void onlyTheCommandThatIsAskedForIsReadUnlessAllMayBeMeant() {
        List<Class<?>> all = new Brief().commands();
        assertThat(Program.asked(all, "check", "-h")).contains(Check.class);
        assertThat(Program.asked(all, "chek"))
                .as("all that it might have been are told")
                .isEmpty();
        assertThat(Program.asked(all, "--help")).isEmpty();
        assertThat(Program.asked(all)).isEmpty();
        assertThat(Program.asked(all, "completion")).as("which is about all").isEmpty();
        assertThat(Program.run(new Brief(), "version")).isEqualTo(ExitCode.DONE);
        assertThat(Program.run(new Brief(), "check", "-x")).isEqualTo(ExitCode.USAGE);
        assertThat(Program.run(new Brief(), "version", "check"))
                .as("one is none of another")
                .isEqualTo(ExitCode.USAGE);
        assertThat(Program.commandLine(new Brief()).getSubcommands())
                .containsOnlyKeys("check", "version", "completion");
    }

    @Test
    void everyCommandHasHelp() {
        assertThat(run("--help")).isEqualTo(ExitCode.DONE);
        assertThat(run("ask", "-h")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString())
                .contains("Usage: home-agent ask ")
                .contains("--control=SOCKET")
                .doesNotContain("\u001b");
    }

    @Test
    void aFileThatMayNotBeReadIsFourWithTheCommandThatMay() {
        assertThat(run("read", "key file laptop.key cannot be read: permission denied"))
                .isEqualTo(ExitCode.NOT_PERMITTED);
        assertThat(err.toString())
                .contains("1 error")
                .endsWith(
                        "this would be: sudo home-agent read key file laptop.key cannot be read: permission denied\n");
        assertThat(run("read", "key file laptop.key does not exist")).isEqualTo(ExitCode.FILE_ERRORS);
    }

    @Test
    void errorsInAFileAreThree() throws Exception {
        Path file = Files.writeString(directory.resolve("home-agent.toml"), "address = \"10.10.0.1\"\n");

        assertThat(run("check", "-c", file.toString())).isEqualTo(ExitCode.FILE_ERRORS);
        assertThat(err.toString())
                .isEqualTo(file + ":1:1: error: missing key \"network\"\n\n"
                        + "    1 | address = \"10.10.0.1\"\n      | ^^^^^^^\n\n1 error\n");
    }

    @Test
    void knownFailuresHaveTheirOwnCodes() {
        assertThat(run("fail", "5")).isEqualTo(ExitCode.CANNOT_RUN_HERE);
        assertThat(err.toString()).isEqualTo("home-agent: TUN is missing\n");
    }

    @Test
    void bugsAreSeventyWithATrace() {
        assertThat(run("bug", "error")).isEqualTo(ExitCode.BUG);
        assertThat(run("bug", "exception")).isEqualTo(ExitCode.BUG);
        assertThat(err.toString())
                .contains("AssertionError: cannot be\n\tat ")
                .contains("IllegalStateException: cannot be either\n\tat ")
                .endsWith("home-agent: this is a bug in home-agent, not your mistake. "
                        + "Please report it with the lines above.\n");
    }

    @Test
    void noDaemonIsSixAndSaysHowToStartOne() {
        assertThat(run("ask", "status")).isEqualTo(ExitCode.NO_DAEMON);
        assertThat(err.toString())
                .isEqualTo("home-agent: no daemon answers at /nonexistent/home-agent.sock; "
                        + "start it with: sudo home-agent run\n");
    }

    @Test
    void itSaysHowToStartTheOneThatWasAskedFor() throws Exception {
        Path file = Files.writeString(directory.resolve("other.toml"), "[daemon]\ncontrol = \"ha.sock\"\n");
        assertThat(run("ask", "-c", file.toString(), "status")).isEqualTo(ExitCode.NO_DAEMON);
        assertThat(err.toString())
                .isEqualTo("home-agent: no daemon answers at " + directory.resolve("ha.sock")
                        + "; start it with: sudo home-agent run -c " + file + "\n");
        err.getBuffer().setLength(0);
        assertThat(run("ask", "--control", "/nonexistent/x.sock", "status")).isEqualTo(ExitCode.NO_DAEMON);
        assertThat(err.toString())
                .isEqualTo("home-agent: no daemon answers at /nonexistent/x.sock; start it with: sudo home-agent run"
                        + " -c FILE, with control = \"/nonexistent/x.sock\" under [daemon] of that file\n");
    }

    @Test
    void asksTheDaemonOfTheGivenFileOrSocket() throws Exception {
        Path socket = directory.resolve("ha.sock");
        Path file = Files.writeString(directory.resolve("home-agent.toml"), "[daemon]\ncontrol = \"ha.sock\"\n");
        List<Verb> verbs = List.of(Verb.read("status", arguments -> Map.of("ok", true)));
        try (ControlServer server = ControlServer.start(socket, verbs, Runnable::run)) {
            assertThat(server).isNotNull();
            assertThat(run("ask", "-c", file.toString(), "status")).isEqualTo(ExitCode.DONE);
            assertThat(run("ask", "--control", socket.toString(), "status")).isEqualTo(ExitCode.DONE);
        }
    }

    @Test
    void tellsItsVersion() {
        assertThat(run("version")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).matches("home-agent \\S+, Java \\S+, \\S+ \\S+\n");
    }

    @Test
    void explainsReplyCodesAndWords() {
        assertThat(run("explain", "131")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString())
                .startsWith("Reply code 131: denied, mobile node failed authentication\n")
                .contains("md5-prefix-suffix");
        assertThat(run("explain", "Unknown-SPI")).isEqualTo(ExitCode.DONE);
        assertThat(run("explain", "80")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).contains("Reply code 80: the foreign agent denied, home network unreachable");
        assertThat(run("explain")).isEqualTo(ExitCode.DONE);
        assertThat(run("explain", "gibberish")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("home-agent: nothing is known of that word");
    }

    @Test
    void completesInThreeShells() {
        assertThat(run("completion")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).startsWith("#!/usr/bin/env bash").contains("complete -F _complete_home-agent");
        assertThat(run("completion", "zsh")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).contains("bashcompinit");
        assertThat(run("completion", "fish")).isEqualTo(ExitCode.DONE);
        assertThat(out.toString())
                .contains("complete -c home-agent -n __fish_use_subcommand -a ask -d 'Ask a daemon.'\n")
                .contains(
                        "complete -c home-agent -n '__fish_seen_subcommand_from ask' -l control -r -F -d 'The control");
        assertThat(run("completion", "tcsh")).isEqualTo(ExitCode.USAGE);
    }
}
