package org.mobileip.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.control.ControlException;
import org.mobileip.control.EventStrip;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Whoever watches sees each event once, in its order. */
class WatchTest {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00.123456Z");

    /** A command that does nothing. */
    @Command(name = "nothing")
    private static final class Nothing implements Runnable {
        @Override
        public void run() {}
    }

    private final StringWriter stdout = new StringWriter();
    private final StringWriter stderr = new StringWriter();
    private final Deque<Watch.Source> looks = new ArrayDeque<>();

    /** What the daemon answers one time after the other: the numbers of the events it has then. */
    private void daemonHas(int from, int to) {
        EventStrip strip = new EventStrip();
        for (int i = 1; i <= to; i++) {
            strip.add(NOON.plusSeconds(i), "event " + i);
        }
        List<Map<String, Object>> events = strip.newestFirst().stream()
                .filter(event -> ((Number) event.getOrDefault("number", 0)).intValue() >= from)
                .toList();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("state", "away");
        status.put("events", events);
        looks.add(() -> status);
    }

    private void daemonIsSilent(int exitCode) {
        looks.add(() -> {
            throw new ControlException(exitCode, "no daemon answers at here.sock");
        });
    }

    private void watch(Watch.Form form) throws Exception {
        CommandLine line = new CommandLine(new Nothing());
        line.setOut(new PrintWriter(stdout));
        line.setErr(new PrintWriter(stderr));
        new Watch(new Output(line), form, status -> "the node is " + status.get("state") + "\n")
                .run(() -> looks.remove().look(), () -> !looks.isEmpty());
    }

    @Test
    void writesALineForEachEventFromNowOn() throws Exception {
        daemonHas(1, 2);
        daemonHas(1, 2);
        daemonHas(1, 4);
        watch(Watch.Form.LINES);
        assertThat(stdout.toString().lines())
                .containsExactly("2026-11-26T12:00:03.123Z event 3", "2026-11-26T12:00:04.123Z event 4");
        assertThat(stderr.toString()).isEmpty();
    }

    @Test
    void writesADocumentForEachEventWhereProgramsRead() throws Exception {
        daemonHas(1, 0);
        daemonHas(1, 1);
        watch(Watch.Form.JSON);
        assertThat(stdout)
                .hasToString(
                        "{\"schema\":\"mobileip.event/1\",\"at\":\"2026-11-26T12:00:01.123Z\",\"text\":\"event 1\"}\n");
    }

    @Test
    void saysHowManyItHasNotSeen() throws Exception {
        daemonHas(1, 1);
        daemonHas(1, 30);
        watch(Watch.Form.LINES);
        assertThat(stdout.toString().lines())
                .hasSize(21)
                .startsWith("2026-11-26T12:00:11.123Z 9 events before this one were not seen")
                .endsWith("2026-11-26T12:00:30.123Z event 30");
    }

    @Test
    void goesOnWithADaemonThatIsStartedAnewAndSaysOnceThatItIsGone() throws Exception {
        daemonHas(1, 7);
        daemonIsSilent(ExitCode.NO_DAEMON);
        daemonIsSilent(ExitCode.TIMED_OUT);
        daemonHas(1, 2);
        watch(Watch.Form.LINES);
        assertThat(stdout.toString().lines())
                .extracting(line -> line.split(" ", 2)[1])
                .containsExactly("event 1", "event 2");
        assertThat(stderr).hasToString("no daemon answers at here.sock; waiting for it\n");
    }

    @Test
    void endsWhereNoDaemonAnswersAtAllOrItRefuses() {
        daemonIsSilent(ExitCode.NO_DAEMON);
        assertThat(catchThrowableOfType(ControlException.class, () -> watch(Watch.Form.LINES))
                        .exitCode())
                .isEqualTo(ExitCode.NO_DAEMON);
        daemonHas(1, 1);
        daemonIsSilent(ExitCode.NOT_PERMITTED);
        assertThat(catchThrowableOfType(ControlException.class, () -> watch(Watch.Form.LINES))
                        .exitCode())
                .isEqualTo(ExitCode.NOT_PERMITTED);
    }

    @Test
    void drawsTheScreenAnewWithTheLastEventsBeneath() throws Exception {
        daemonHas(1, 2);
        daemonHas(1, 30);
        watch(Watch.Form.SCREEN);
        String[] screens = stdout.toString().split("\033\\[H\033\\[2J", -1);
        assertThat(screens).hasSize(3);
        assertThat(screens[1]).startsWith("the node is away\n\n").contains("event 2", "event 1", "Ctrl-C ends");
        assertThat(screens[2].lines().filter(line -> line.contains("event")))
                .hasSize(12)
                .first()
                .asString()
                .endsWith("event 30");
    }

    /** What is drawn each time, the screen cleared before. */
    private List<String> pressing(String pressed, Watch.Actions actions) throws Exception {
        daemonHas(1, 14);
        Map<String, Object> seen = looks.remove().look();
        Deque<Character> keys = new ArrayDeque<>();
        pressed.chars().forEach(key -> keys.add((char) key));
        CommandLine line = new CommandLine(new Nothing());
        line.setOut(new PrintWriter(stdout));
        boolean hasQuit = new Watch(
                        new Output(line), Watch.Form.SCREEN, status -> "the node is " + status.get("state") + "\n")
                .run(() -> seen, within -> Optional.ofNullable(keys.poll()), actions);
        assertThat(hasQuit).isTrue();
        assertThat(keys).isEmpty();
        return List.of(stdout.toString().split("\033\\[H\033\\[2J", -1));
    }

    @Test
    void endsWhenQIsPressedAndShowsEventsAloneWhenLIs() throws Exception {
        List<String> drawn = pressing("llq", Watch.NO_ACTIONS);
        assertThat(drawn).hasSize(4);
        assertThat(drawn.get(1))
                .startsWith("the node is away\n")
                .contains("event 14")
                .doesNotContain("event 2\n")
                .endsWith("q quit  l events\n");
        assertThat(drawn.get(2))
                .doesNotContain("the node is")
                .contains("event 14")
                .contains("event 1\n");
        assertThat(drawn.get(3)).isEqualTo(drawn.get(1));
    }

    @Test
    void saysWhatBecameOfAnotherKeyBeneathTheScreen() throws Exception {
        List<String> drawn = pressing("mxq", new Watch.Actions() {
            @Override
            public String legend() {
                return "m move";
            }

            @Override
            public String press(char key, Map<String, Object> seen) {
                return key == 'm' ? "pressed while " + seen.get("state") : "";
            }
        });
        assertThat(drawn.get(1)).endsWith("\n\nq quit  l events  m move\n");
        assertThat(drawn.get(2)).endsWith("\npressed while away\n\nq quit  l events  m move\n");
        assertThat(drawn.get(3)).isEqualTo(drawn.get(1));
    }
}
