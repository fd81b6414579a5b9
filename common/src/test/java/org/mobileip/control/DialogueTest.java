package org.mobileip.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** From request lines to answers. */
final class DialogueTest {

    private static final Verb STATUS = Verb.read("status", arguments -> Map.of("arguments", arguments));
    private static final Verb DROP = Verb.change("drop", arguments -> Map.of("done", true));
    private static final Verb BUG = Verb.read("bug", arguments -> Map.of("third", arguments.get(2)));

    private static Dialogue dialogue(Executor loop) {
        return new Dialogue(List.of(STATUS, DROP, BUG), loop);
    }

    private final Dialogue dialogue = dialogue(Runnable::run);

    @Test
    void everybodyMayReadAndSomeMayChange() {
        assertThat(dialogue.answer("status", false)).isEqualTo("{\"arguments\":[]}");
        assertThat(dialogue.answer("  status  a  b ", true)).isEqualTo("{\"arguments\":[\"a\",\"b\"]}");
        assertThat(dialogue.answer("drop", true)).isEqualTo("{\"done\":true}");
        assertThat(dialogue.answer("drop", false))
                .isEqualTo("{\"error\":\"drop is for root and the daemon's own user\",\"exit\":4}");
    }

    /** A sentence may be a word; what a person types by hand is what it was. */
    @Test
    void wordsMayHaveWhiteSpaceInThem() {
        assertThat(dialogue.answer("status two%20words 50% 100%zz %", true))
                .isEqualTo("{\"arguments\":[\"two words\",\"50%\",\"100%zz\",\"%\"]}");
        assertThat(Words.line(List.of("notify", "mn", "At ten: 50% off")))
                .isEqualTo("notify mn At%20ten:%2050%25%20off");
        assertThat(Words.line(List.of("caf\u00e9\n"))).isEqualTo("caf%c3%a9%0a");
        Random random = new Random(7);
        for (int round = 0; round < 1000; round++) {
            StringBuilder sentence = new StringBuilder("x");
            random.ints(random.nextInt(20), 0, 0x3000).forEach(point -> sentence.append((char) point));
            List<String> said = List.of("notify", sentence.toString());
            assertThat(Words.of(Words.line(said))).isEqualTo(said);
        }
    }

    /** What takes long is done before, where nobody waits for it; and not for whoever may not. */
    @Test
    void preparesAnAnswerElsewhereThanOnTheLoop() {
        StringBuilder steps = new StringBuilder();
        Verb reload = Verb.prepared("reload", arguments -> {
            steps.append("prepared ");
            return words -> Map.of("steps", steps.append("answered").toString());
        });
        Dialogue preparing = new Dialogue(List.of(reload), task -> {
            steps.append("loop ");
            task.run();
        });
        assertThat(preparing.answer("reload", false)).contains("\"exit\":4");
        assertThat(preparing.answer("reload", true)).isEqualTo("{\"steps\":\"prepared loop answered\"}");
        Verb refusing = Verb.prepared("reload", arguments -> {
            throw new ControlException(3, "1 error");
        });
        assertThat(new Dialogue(List.of(refusing), task -> steps.append("never")).answer("reload", true))
                .isEqualTo("{\"error\":\"1 error\",\"exit\":3}");
        assertThat(steps.toString()).doesNotContain("never");
    }

    @Test
    void whatIsNotUnderstoodIsWrongUsage() {
        assertThat(dialogue.answer("", true))
                .isEqualTo("{\"error\":\"this daemon has no \\\"\\\"; it has [bug, drop, status]\",\"exit\":2}");
    }

    @Test
    void aBugInAHandlerIsToldAndNotSpread() {
        assertThat(dialogue.answer("bug 1", true))
                .startsWith("{\"error\":\"a bug in the daemon: ")
                .endsWith("\"exit\":70}");
    }

    @Test
    void aStoppingDaemonSaysSo() {
        Executor stopped = task -> {
            throw new RejectedExecutionException();
        };
        assertThat(dialogue(stopped).answer("status", true))
                .isEqualTo("{\"error\":\"the daemon is stopping or too busy to answer\",\"exit\":7}");
    }

    @Test
    void aDaemonThatIsBusyForTooLongIsGivenUp() {
        Executor neverComesToIt = task -> {};
        assertThat(new Dialogue(List.of(STATUS), neverComesToIt, Duration.ZERO).answer("status", true))
                .endsWith("\"exit\":7}");
    }

    @Test
    void anyLineIsAnsweredWithADocument() throws Exception {
        long seed = Long.getLong("seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            StringBuilder line = new StringBuilder(random.nextBoolean() ? "status " : "");
            random.ints(random.nextInt(60), 0, 0x3000).forEach(point -> line.append((char) point));
            assertThat(Json.parse(dialogue.answer(line.toString(), false)))
                    .as("again with -Dseed=" + seed)
                    .isNotEmpty();
        }
    }
}
