package org.mobileip.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code list}, {@code show} and {@code check}. */
class ScriptCommandsTest {

    @TempDir
    private Path directory = Path.of("");

    private Shell shell() {
        return new Shell(directory, FakeWorld.called("netns"));
    }

    @Test
    void listNamesWhatCanBeShownAndChecked() {
        Shell shell = shell();
        assertThat(shell.run("list")).isZero();
        assertThat(shell.out()).startsWith("NAME").contains("\nfirst-handover ");
        assertThat(shell.run("check", "first-handover")).isZero();
        assertThat(shell.out()).startsWith("first-handover: good, 3 moves, ");
    }

    @Test
    void showPrintsAScriptToStartFrom() {
        Shell shell = shell();
        assertThat(shell.run("show", "first-handover")).isZero();
        String mine = shell.file("mine.scenario", shell.out());
        assertThat(shell.run("check", mine)).isZero();
        String cafe = shell.file("cafe.scenario", Samples.CAFE_TO_LTE);
        assertThat(shell.run("show", cafe)).isZero();
        assertThat(shell.out()).isEqualTo(Samples.CAFE_TO_LTE);
    }

    @Test
    void showPrintsJsonThatIsCheckedAndPlayedAsTheScriptIs() {
        Shell shell = new Shell(directory, FakeWorld.called("netns", Samples.well()));
        shell.file("cafe.scenario", Samples.CAFE_TO_LTE);
        assertThat(shell.run("show", "./cafe.scenario", "--json")).isZero();
        assertThat(shell.out())
                .startsWith("{\n  \"schema\": \"mobileip.scenario/1\",\n  \"title\": \"Café to LTE and home again\"");
        shell.file("cafe.json", shell.out());

        assertThat(shell.run("check", "./cafe.json")).isZero();
        assertThat(shell.out()).isEqualTo("./cafe.json: good, 3 moves, 5 expectations\n");
        assertThat(shell.run("run", "./cafe.json", "--out", "out")).isZero();
        assertThat(shell.read("out/result.json")).contains("\"name\" : \"cafe\"");
        assertThat(shell.run("show", "--schema")).isZero();
        assertThat(shell.out()).contains("urn:mobileip:scenario:1");
        assertThat(shell.run("show")).isEqualTo(2);
    }

    @Test
    void checkTellsWhereInTheJsonAMistakeIs() {
        Shell shell = shell();
        shell.file("cafe.scenario", Samples.CAFE_TO_LTE);
        assertThat(shell.run("show", "./cafe.scenario", "--json")).isZero();
        shell.file("cafe.json", shell.out().replace("\"delay\":\"35ms\"", "\"delay\":\"35\""));

        assertThat(shell.run("check", "./cafe.json")).isEqualTo(3);
        assertThat(shell.err()).startsWith("""
                ./cafe.json:7:54: error: "35" has no unit

                    7 |     {"name":"lte","prefix":"198.51.100.0/24","delay":"35"}
                      |                                                      ^^^^
                """).endsWith("1 error\n");
    }

    @Test
    void coloursChangeNothingButColours() {
        String script = Samples.CAFE_TO_LTE + "at 13s note \"a # b\" # c \"d\"\n";
        String coloured = new Highlight(new Ink(true)).of(script);

        assertThat(coloured)
                .contains(
                        "\u001b[1mnetwork\u001b[0m home",
                        "\u001b[2m# c \"d\"\u001b[0m",
                        "\u001b[32m\"a # b\"\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(script);
        assertThat(new Highlight(new Ink(false)).of(script)).isEqualTo(script);
    }

    @Test
    void checkListsAllErrorsOfAllFiles() {
        Shell shell = shell();
        String good = shell.file("good.scenario", Samples.CAFE_TO_LTE);
        String one = shell.file("one.scenario", Samples.CAFE_TO_LTE.replace("expect  no leak", "expect  no leek"));
        String two = shell.file(
                "two.scenario",
                Samples.CAFE_TO_LTE.replace("at 12s  stop", "at 12s  stopp").replace("udp  cn", "udq  cn"));

        assertThat(shell.run("check", good, one, two)).isEqualTo(3);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err())
                .contains("one.scenario:23:")
                .contains("two.scenario:11:")
                .contains("two.scenario:17:");
        assertThat(shell.err()).endsWith("3 errors\n");
    }

    @Test
    void checkWarnsAndIsContentAllTheSame() {
        Shell shell = shell();
        String hasty = shell.file("hasty.scenario", Samples.CAFE_TO_LTE.replace("< 100ms", "< 60ms"));
        assertThat(shell.run("check", hasty)).isZero();
        assertThat(shell.err())
                .contains("hasty.scenario:19:")
                .contains("warning:")
                .contains("physical floor");
        assertThat(shell.out()).isEqualTo("hasty.scenario: good, 3 moves, 5 expectations\n");
    }

    @Test
    void whatDoesNotExistIsSaidWithTheNearestName() {
        Shell shell = shell();
        assertThat(shell.run("show", "first-handovr")).isEqualTo(3);
        assertThat(shell.err()).contains("did you mean \"first-handover\"?");
        assertThat(shell.run("check", "nowhere.scenario")).isEqualTo(3);
        assertThat(shell.err()).contains("nowhere.scenario:1:1: error: ");
    }

    @Test
    void explainsCompletesAndSaysItsVersion() {
        Shell shell = shell();
        assertThat(shell.run("explain", "131")).isZero();
        assertThat(shell.run("completion", "zsh")).isZero();
        assertThat(shell.run("version")).isZero();
        assertThat(shell.out()).startsWith("scenarios ");
    }
}
