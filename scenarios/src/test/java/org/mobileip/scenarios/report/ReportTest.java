package org.mobileip.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.scenarios.measure.RunResult;

class ReportTest {

    private final Path directory;
    private String page = "";

    ReportTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void write() throws IOException {
        HandMadeRun.comingToTheCafe().write(directory);
        page = Files.readString(Report.write(directory));
    }

    @Test
    void needsNeitherScriptsNorInlineStylesNorTheNetwork() {
        assertThat(page).doesNotContain("<script").doesNotContain(" style=").doesNotContain("javascript:");
        assertThat(page.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:")
                .doesNotContain("https:");
        assertThat(page).doesNotContain("@import").doesNotContain("url(");
    }

    @Test
    void everyPictureSaysWhatItIsAndWhatItShows() {
        assertThat(count("<svg ")).isEqualTo(count("</svg>")).isGreaterThanOrEqualTo(5);
        assertThat(count("<desc>")).isEqualTo(count("<svg "));
        assertThat(page).doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Test
    void whatTheScriptSaysIsTextAndNothingElse() {
        assertThat(page).contains("Café &lt;b&gt;&amp; home&lt;/b&gt;").doesNotContain("<b>& home");
    }

    @Test
    void theVerdictStandsBesideTheLineThatAskedForIt() {
        assertThat(page).contains("FAILED").contains("1 of 1 checks missed").contains("SIMULATED");
        int line = page.indexOf("expect&#160;&#160;");
        assertThat(page.substring(line, page.indexOf("</table>", line)))
                .contains("✗ missed")
                .contains("42.0 ms")
                .contains("17.0 ms off")
                .contains("floor 27.0 ms");
    }

    @Test
    void lostPacketsAreCrossesAtTheTimeTheyWereSent() {
        Matcher crosses = Pattern.compile("l6 6m0 -6l-6 6").matcher(page);
        assertThat(crosses.results().count()).isEqualTo(3);
        assertThat(page).contains(">3 lost<");
    }

    @Test
    void theLadderHasTheMessagesWithTheirTimesAndFrameNumbers() throws IOException {
        Packets packets = packets();
        Packets.Message request = packets.messages().get(0);
        assertThat(request.kind()).isEqualTo(Packets.Kind.REQUEST);
        assertThat(request.from()).isEqualTo("mn");
        assertThat(request.to()).contains("ha");
        assertThat(request.sent().at()).isEqualTo(3.0);
        assertThat(request.received().orElseThrow().at()).isEqualTo(15.0);
        assertThat(page)
                .contains(">+3.0<")
                .contains("request  lifetime")
                .contains("#" + request.sent().frame() + " → #");
        assertThat(page).contains("first packet by cafe");
    }

    @Test
    void aFrameHasTheNumberThatOtherProgramsGiveIt() throws IOException {
        // Twelve frames come before the request: six departures from -50 to 0 ms, and five arrivals of those before 0.
        assertThat(packets().messages().get(0).sent().frame()).isEqualTo(12);
    }

    @Test
    void everyDatagramIsFollowedFromItsSenderToTheMobileNode() throws IOException {
        List<Packets.Trip> trips = packets().flows().get(0).trips();
        assertThat(trips).hasSize(35);
        assertThat(trips.stream().filter(Packets.Trip::isLost).map(Packets.Trip::sequence))
                .containsExactly(5, 6, 7);
        assertThat(trips.get(8).network()).isEqualTo("cafe");
        assertThat(trips.get(8).arrivals()).containsExactly(42.0);
    }

    @Test
    void aRunOfLossesSaysWhichAndForHowLong() {
        assertThat(page).contains("<title>3 packets lost, numbers 5–7, sent within 20.0 ms</title>");
    }

    @Test
    void aMoveInTheWholeRunLeadsToItsHandover() {
        assertThat(page).contains("<a href=\"#move-1\">").contains("<section id=\"move-1\">");
    }

    @Test
    void severalScenariosHaveARowEachWithAPictureOfTheirPackets() throws IOException {
        Path index = directory.resolveSibling("index.html");
        RunResult result = Report.read(directory);
        String glimpse = Report.write(directory, result, ScenarioOf.script(HandMadeRun.SCRIPT), List.of());
        Report.Entry played = new Report.Entry("A <b>", directory, false, List.of(result), glimpse);
        Report.Entry broken = new Report.Entry("B", directory.resolveSibling("b"), false, List.of(), "");
        Report.index(index, List.of(played, broken));

        assertThat(Files.readString(index))
                .contains("2 of 2 scenarios", "1 of 1 missed", "42.0 ms")
                .contains("<a href=\"" + directory.getFileName() + "/report.html\">A &lt;b&gt;</a>")
                .containsOnlyOnce("<svg ")
                .contains("width=\"120\"")
                .doesNotContain("<script", " style=");
    }

    @Test
    void aRunWithoutACaptureHasAPageToo() throws IOException {
        Files.delete(directory.resolve("packets.pcapng"));
        assertThat(Files.readString(Report.write(directory))).contains("FAILED").contains("Handovers");
    }

    @Test
    void aCaptureCutOffAnywhereIsReadAsFarAsItGoes() throws IOException {
        Path file = directory.resolve("packets.pcapng");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 1300; length < whole.length; length += 97) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThat(Report.write(directory)).exists();
        }
    }

    @Test
    void aDirectoryWithoutAResultIsNamed() {
        assertThatThrownBy(() -> Report.write(directory.resolve("nowhere"))).hasMessageContaining("no result.json");
    }

    @Test
    void runsAreComparedByMedianAndRange() throws IOException {
        Path compared = directory.resolve("compare.html");
        Report.compare(compared, Map.of("A", List.of(Report.read(directory), Report.read(directory))));
        assertThat(Files.readString(compared)).contains("42.0 ms  (42 … 42)  n=2");
    }

    private Packets packets() throws IOException {
        return PacketReader.read(
                directory.resolve("packets.pcapng"), ScenarioOf.script(HandMadeRun.SCRIPT), 1_795_608_000_000_000_000L);
    }

    private int count(String piece) {
        return (page.length() - page.replace(piece, "").length()) / piece.length();
    }
}
