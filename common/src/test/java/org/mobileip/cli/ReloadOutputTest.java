package org.mobileip.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mobileip.control.ControlException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What a person reads of a reload. */
class ReloadOutputTest {

    /** A command that does nothing. */
    @Command(name = "reload")
    private static final class Nothing implements Runnable {
        @Override
        public void run() {}
    }

    private final StringWriter stdout = new StringWriter();
    private final StringWriter stderr = new StringWriter();
    private final Output output = output();

    private Output output() {
        CommandLine line = new CommandLine(new Nothing());
        line.setOut(new PrintWriter(stdout));
        line.setErr(new PrintWriter(stderr));
        return new Output(line);
    }

    @Test
    void isALineForEachChangeAndEachBindingThatEnded() {
        Map<String, Object> answer = Map.of(
                "changes", List.of(Map.of("text", "node tablet removed: 10.10.0.61")),
                "dropped",
                        List.of(
                                Map.of("node", "tablet", "care_of_address", "192.0.2.1", "told", true),
                                Map.of("node", "tablet", "care_of_address", "192.0.2.2", "told", false)),
                "warnings", List.of("home-agent.toml:1:1: warning: it is unwise"));
        ReloadOutput.print(output, answer, false);
        assertThat(stdout).hasToString("""
                node tablet removed: 10.10.0.61
                dropped tablet at 192.0.2.1, and told so
                dropped tablet at 192.0.2.2, which was not told
                """);
        assertThat(stderr).hasToString("home-agent.toml:1:1: warning: it is unwise\n\n");
    }

    @Test
    void saysThatNothingIsOther() {
        ReloadOutput.print(output, Map.of("changes", List.of()), false);
        assertThat(stdout).hasToString("nothing changed\n");
    }

    @Test
    void showsErrorsAsCheckDoesAndHandsOnEverythingElse() throws ControlException {
        int exitCode =
                ReloadOutput.refused(output, new ControlException(3, "home-agent.toml:1:1: error: x\n\n1 error"));
        assertThat(exitCode).isEqualTo(ExitCode.FILE_ERRORS);
        assertThat(stderr.toString())
                .startsWith("home-agent.toml:1:1: error: x\n\n1 error\n")
                .contains("Nothing was changed");
        ControlException other = new ControlException(6, "no daemon answers");
        assertThatThrownBy(() -> ReloadOutput.refused(output, other)).isSameAs(other);
    }
}
