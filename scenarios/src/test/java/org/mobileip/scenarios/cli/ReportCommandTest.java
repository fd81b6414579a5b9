package org.mobileip.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.scenarios.measure.WorldProvider;

/** {@code report}: pages of runs that are over are made again from what they left. */
class ReportCommandTest {

    @TempDir
    private Path directory = Path.of("");

    private Shell shell(WorldProvider... worlds) {
        Shell shell = new Shell(directory, worlds);
        shell.file("cafe-to-lte.scenario", Samples.CAFE_TO_LTE);
        return shell;
    }

    private String script() {
        return directory.resolve("cafe-to-lte.scenario").toString();
    }

    @Test
    void makesThePageOfARunAgain() throws IOException {
        Shell shell = shell(FakeWorld.called("netns", Samples.comingHome(150)));
        shell.run("run", script(), "--out", "here");
        assertThat(shell.read("here/report.html"))
                .contains("FAILED")
                .contains("All checks")
                .contains("No pictures of packets");

        assertThat(shell.run("report", "here")).isZero();
        assertThat(shell.out()).isEqualTo("here/report.html\n");
        assertThat(shell.run("report", "nowhere")).isEqualTo(3);
        assertThat(shell.err()).contains("nowhere holds no result.json");
    }

    @Test
    void makesThePagesOfRepeatedRunsAgain() {
        Shell shell = shell(FakeWorld.called("netns", Samples.well(), Samples.comingHome(150)));
        shell.run("run", script(), "--out", "two", "--repeat", "2");
        for (String page : List.of("two/report.html", "two/run-01/report.html", "two/run-02/report.html")) {
            shell.file(page, "");
        }

        assertThat(shell.run("report", "two")).isZero();
        assertThat(shell.out()).isEqualTo("two/report.html\n");
        assertThat(shell.read("two/report.html")).contains("run-01/report.html", "run-02/report.html");
        assertThat(shell.read("two/run-01/report.html")).contains("PASSED", "n=2");
        assertThat(shell.read("two/run-02/report.html")).contains("FAILED", "n=2");
    }

    @Test
    void saysWhichResultIsNone() throws IOException {
        Shell shell = shell();
        Files.createDirectory(directory.resolve("broken"));
        shell.file("broken/result.json", "{\n\"schema\": ");
        assertThat(shell.run("report", "broken")).isEqualTo(3);
        assertThat(shell.err()).isEqualTo("scenarios: broken/result.json: this is not JSON, at line 2\n");
        shell.file("broken/result.json", "{\"schema\":\"mobileip.result/1\",\"scenario\":[]}");
        assertThat(shell.run("report", "broken")).isEqualTo(3);
        assertThat(shell.err()).isEqualTo("scenarios: broken/result.json: scenario is not an object\n");
    }

    @Test
    void makesThePageAgainWithTheSettingsOfThatRun() {
        Shell shell = shell(FakeWorld.called("netns", Samples.well(), Samples.well()));
        String script = shell.file(
                "slow.scenario",
                "set DELAY 12ms\n" + Samples.CAFE_TO_LTE.replaceFirst("delay +12ms", "delay \\$DELAY"));
        shell.run("run", script, "--set", "DELAY=77ms", "--out", "here");
        assertThat(shell.read("here/report.html")).contains(">77.0 ms<", "--set DELAY=77ms");

        shell.file("here/report.html", "");
        assertThat(shell.run("report", "here")).isZero();
        assertThat(shell.read("here/report.html")).contains(">77.0 ms<", "--set DELAY=77ms");
    }
}
