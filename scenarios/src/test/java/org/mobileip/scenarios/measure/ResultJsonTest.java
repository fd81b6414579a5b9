package org.mobileip.scenarios.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.control.Json;
import org.mobileip.scenarios.language.Comparison;
import org.mobileip.scenarios.language.Condition;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scope;

/** {@code result.json}, field by field as the contract has it. */
class ResultJsonTest {

    static final Environment HERE =
            new Environment("0.1.0", "17.0.15", "6.18.44", "tun", 2, Instant.parse("2026-11-23T14:02:31Z"));

    /** The move of the contract's sample: its phases, 38 ms down and 31 ms up. */
    private static final Scenario SCENARIO = Cafe.scenario()
            .move(5000, "lte")
            .stop(12_000)
            .expect(
                    "interruption of voice < 60ms",
                    new Condition.Interruption("voice", Comparison.BELOW, Duration.ofMillis(60)),
                    new Scope.AfterEachMove())
            .expect("file intact", new Condition.Intact("file"), new Scope.WholeRun())
            .expect(
                    "loss of voice < 1%",
                    new Condition.LostShare("voice", Comparison.BELOW, 0.01), new Scope.OutsideMoves())
            .build();

    private static RunResult result() {
        Seen seen = Seen.until(12_000)
                .steps(5000, "cafe", "lte", 0, 2.9, 75.8, 77.6, 79.2)
                .arrivals(Direction.DOWN, 4980, 4990, 5038, 5048, 5058, 5068, 5078, 5088, 11_999)
                .arrivals(Direction.UP, 4985, 4995, 5036, 5046, 5056, 5066, 5076, 5086, 11_999)
                .file(43_201_000, 0, 100, 4990, 200, 5220, 43_201_000, 5221, 43_201_000)
                .probe(100, 26, 110, 28, 5100, -1)
                .note("the capture lost 3 frames");
        return new Evaluator(SCENARIO).evaluate(seen.build(), 7, HERE);
    }

    private static Map<String, Object> document() throws IOException {
        return Json.parse(ResultJson.write(result()));
    }

    private static Object at(Object document, Object... path) {
        Object value = document;
        for (Object step : path) {
            Object next = step instanceof Integer index ? ((List<?>) value).get(index) : ((Map<?, ?>) value).get(step);
            assertThat(next).as("%s in %s", step, value).isNotNull();
            value = next == null ? "" : next;
        }
        return value;
    }

    @Test
    void hasEveryFieldOfTheContract() throws IOException {
        Map<String, Object> document = document();
        assertThat(document)
                .containsEntry("schema", "mobileip.result/1")
                .containsEntry("world", "netns")
                .containsEntry("seed", 7)
                .containsEntry("result", "passed");
        assertThat(at(document, "scenario", "title")).isEqualTo("Café to LTE and home again");
        // printf 'scenario "Café to LTE and home again"\n' | sha256sum
        assertThat(at(document, "scenario", "sha256"))
                .isEqualTo("e2f970d5081a61f854abb96155954ceab52d8827edc8d489f9a2842d13b906c5");
        assertThat(at(document, "environment"))
                .isEqualTo(Map.of(
                        "version", "0.1.0",
                        "java", "17.0.15",
                        "kernel", "6.18.44",
                        "dataplane", "tun",
                        "cpus", 2,
                        "started", "2026-11-23T14:02:31Z"));
    }

    @Test
    void hasTheMovesWithTheirPhasesAndWhatEachDirectionFelt() throws IOException {
        Object move = at(document(), "moves", 0);
        assertThat(at(move, "at_ms")).isEqualTo(5000);
        assertThat(at(move, "node")).isEqualTo("mn");
        assertThat(at(move, "from")).isEqualTo("cafe");
        assertThat(at(move, "to")).isEqualTo("lte");
        assertThat(at(move, "phases_ms"))
                .isEqualTo(
                        Map.of("detect", 2.9, "address", 0.0, "register", 72.9, "install", 1.8, "first_packet", 1.6));
        assertThat(at(move, "streams", "voice"))
                .isEqualTo(Map.of(
                        "down", Map.of("interruption_ms", 38.0, "lost", 0, "duplicated", 0),
                        "up", Map.of("interruption_ms", 31.0, "lost", 0, "duplicated", 0)));
        assertThat(at(move, "registered_ms")).isEqualTo(75.8);
        assertThat(at(move, "floor_ms")).isEqualTo(73.0);
    }

    @Test
    void hasTheDownloadsAndNothingElseUnderStreams() throws IOException {
        assertThat(at(document(), "streams"))
                .isEqualTo(Map.of(
                        "file",
                        Map.of(
                                "intact", true,
                                "bytes", 43_201_000,
                                "longest_stall_ms", 6779.0,
                                "connections", 1,
                                "resets", 0)));
        assertThat(at(document(), "datagrams", "voice", "down", "sent")).isEqualTo(9);
        assertThat(at(document(), "pings", "probe", "rtt_ms"))
                .isEqualTo(Map.of("min", 26.0, "median", 26.0, "max", 28.0));
    }

    @Test
    void hasOneEntryForEachCheck() throws IOException {
        Object first = at(document(), "expectations", 0);
        assertThat(at(first, "line")).isEqualTo(20);
        assertThat(at(first, "text")).isEqualTo("interruption of voice < 60ms");
        assertThat(at(first, "scope")).isEqualTo("move at 5s");
        assertThat(at(first, "ok")).isEqualTo(true);
        assertThat(at(first, "measured")).isEqualTo(38.0);
        assertThat(at(first, "limit")).isEqualTo(60.0);
        assertThat(at(first, "unit")).isEqualTo("ms");
        Map<?, ?> intact = (Map<?, ?>) at(document(), "expectations", 1);
        assertThat(intact.get("scope")).isEqualTo("whole run");
        assertThat(intact.containsKey("measured")).isTrue();
        assertThat(intact.get("measured")).isNull();
    }

    @Test
    void isTheSameForTheSameObservations() {
        assertThat(ResultJson.write(result()))
                .isEqualTo(ResultJson.write(result()))
                .endsWith("}\n");
    }

    @Test
    void isReadBackAsItWasWritten() throws IOException {
        assertThat(ResultReader.read(ResultJson.write(result()))).isEqualTo(result());
    }

    @Test
    void isReadBackWithTheFramesOfItsMovesAndWithoutThemWhereAnOlderVersionWroteIt() throws IOException {
        RunResult plain = result();
        MoveResult move = plain.moves().get(0);
        MoveFrames frames = new MoveFrames(List.of(4127, 4130), Optional.of(4139), Optional.of(4144));
        RunResult shown = new RunResult(
                plain.script(),
                plain.world(),
                plain.seed(),
                plain.environment(),
                plain.passed(),
                List.of(new MoveResult(
                        move.at(),
                        move.node(),
                        move.from(),
                        move.to(),
                        move.phases(),
                        move.registered(),
                        move.floor(),
                        move.streams(),
                        move.pings(),
                        frames)),
                plain.streams(),
                plain.datagrams(),
                plain.pings(),
                plain.expectations(),
                plain.notes());
        String text = ResultJson.write(shown);
        assertThat(at(Json.parse(text), "moves", 0, "frames"))
                .isEqualTo(Map.of("requests", List.of(4127, 4130), "reply", 4139, "first_packet", 4144));
        assertThat(ResultReader.read(text)).isEqualTo(shown);
        String older = text.replaceFirst(",\\s*\"frames\"\\s*:\\s*\\{[^}]*}", "");
        assertThat(older).doesNotContain("\"frames\"");
        assertThat(ResultReader.read(older)).isEqualTo(plain);
    }

    @Test
    void isReadWithFieldsThatAreNotKnownYet() throws IOException {
        String newer = ResultJson.write(result()).replaceFirst("\\{", "{\"colour\":\"blue\",");
        assertThat(ResultReader.read(newer)).isEqualTo(result());
    }

    @Test
    void isRefusedWithTheFieldThatIsWrong() {
        String text = ResultJson.write(result());
        assertThatThrownBy(() -> ResultReader.read(text.replace("result/1", "result/2")))
                .isInstanceOf(IOException.class)
                .hasMessage("schema is not mobileip.result/1");
        assertThatThrownBy(() -> ResultReader.read(text.replace("\"at_ms\"", "\"at\"")))
                .isInstanceOf(IOException.class)
                .hasMessage("moves[0].at_ms is not a number of milliseconds");
        assertThatThrownBy(() -> ResultReader.read("[1]")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ResultReader.read("")).isInstanceOf(IOException.class);
    }
}
