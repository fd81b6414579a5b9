package org.mobileip.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.cli.Output;
import org.mobileip.cli.Program;
import picocli.CommandLine;

/** Scenarios side by side: begun, told and counted in the order in which they were named. */
@Timeout(60)
class EnsembleTest {

    private final StringWriter printed = new StringWriter();
    private final Turns turns = new Turns(new Output(line()));

    private CommandLine line() {
        CommandLine line = Program.commandLine(new Main(Surroundings.here()));
        line.setOut(new PrintWriter(printed));
        line.setErr(new PrintWriter(printed));
        return line;
    }

    private static <T> List<T> play(int atOnce, List<Ensemble.Part<T>> parts) throws IOException, InterruptedException {
        return new Ensemble<T>(atOnce).play(parts);
    }

    @Test
    void playsAsManyAtOnceAsItMay() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        Ensemble.Part<Integer> part = () -> both::await; // nobody passes alone
        assertThat(play(2, List.of(part, part, part, part))).containsExactlyInAnyOrder(0, 1, 0, 1);
    }

    @Test
    void playsOneAfterTheOtherOnTheCallingThreadWhereThatIsTheMost() throws Exception {
        Ensemble.Part<Thread> part = () -> Thread::currentThread;
        assertThat(play(1, List.of(part, part))).containsOnly(Thread.currentThread());
    }

    @Test
    void saysEverythingInTheOrderOfTheParts() throws Exception {
        CountDownLatch secondIsOver = new CountDownLatch(1);
        List<Ensemble.Part<String>> parts = List.of(
                speaking(voice -> {
                    voice.out("first begins\n");
                    secondIsOver.await();
                    voice.err("first ends\n");
                    return "first";
                }),
                speaking(voice -> {
                    voice.out("second begins\n");
                    voice.err("second ends\n");
                    secondIsOver.countDown();
                    return "second";
                }),
                speaking(voice -> {
                    voice.out("third\n");
                    return "third";
                }));
        assertThat(play(2, parts)).containsExactly("first", "second", "third");
        assertThat(printed).hasToString("first begins\nfirst ends\nsecond begins\nsecond ends\nthird\n");
    }

    @Test
    void letsTheFirstSpeakAtOnce() throws Exception {
        List<String> heard = new ArrayList<>();
        Ensemble.Part<String> part = speaking(voice -> {
            voice.out("now\n");
            heard.add(printed.toString());
            return "";
        });
        play(2, List.of(part));
        assertThat(heard).containsExactly("now\n");
    }

    /** What a part says. */
    @FunctionalInterface
    private interface Speech {
        String speak(Turns.Voice voice) throws Exception;
    }

    private Ensemble.Part<String> speaking(Speech speech) {
        return () -> {
            Turns.Voice voice = turns.next();
            return () -> {
                String answer = speech.speak(voice);
                voice.done();
                return answer;
            };
        };
    }

    @Test
    void beginsNoneAfterOneThatFailed() {
        AtomicInteger begun = new AtomicInteger();
        Ensemble.Part<String> failing = () -> {
            begun.incrementAndGet();
            return () -> {
                throw new IOException("full");
            };
        };
        assertThatThrownBy(() -> play(1, List.of(failing, failing)))
                .isInstanceOf(IOException.class)
                .hasMessage("full");
        assertThat(begun).hasValue(1);
    }

    @Test
    void endsTheOthersWhenOneFailsAndAwaitsThem() {
        CountDownLatch isPlaying = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        Ensemble.Part<String> failing = () -> () -> {
            isPlaying.await();
            throw new IllegalStateException("a fault of ours");
        };
        Ensemble.Part<String> endless = () -> () -> {
            isPlaying.countDown();
            try {
                new CountDownLatch(1).await();
                return "";
            } finally {
                ended.incrementAndGet();
            }
        };
        assertThatThrownBy(() -> play(2, List.of(failing, endless)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a fault of ours");
        assertThat(ended).hasValue(1);
    }

    @Test
    void endsAllWhenItIsInterrupted() throws Exception {
        CountDownLatch isPlaying = new CountDownLatch(2);
        AtomicInteger ended = new AtomicInteger();
        Callable<String> endless = () -> {
            isPlaying.countDown();
            try {
                new CountDownLatch(1).await();
                return "";
            } finally {
                ended.incrementAndGet();
            }
        };
        Thread player = Thread.currentThread();
        Thread stopper = new Thread(() -> {
            awaitUninterrupted(isPlaying);
            player.interrupt();
        });
        stopper.start();
        Ensemble.Part<String> part = () -> endless;
        assertThatThrownBy(() -> play(2, List.of(part, part))).isInstanceOf(InterruptedException.class);
        assertThat(ended).hasValue(2);
        stopper.join();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException never) {
            throw new AssertionError(never);
        }
    }
}
