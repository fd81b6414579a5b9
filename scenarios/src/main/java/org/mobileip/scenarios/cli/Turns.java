package org.mobileip.scenarios.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.mobileip.cli.Output;

/**
 * Lets several speak that are at work at the same time, in the order of their work: the first is heard at once, what the others
 * say is kept until it is their turn. Safe for use by several threads.
 */
final class Turns {

    private final Output output;
    private final Deque<Voice> voices = new ArrayDeque<>();

    Turns(Output output) {
        this.output = output;
    }

    /** One of them. */
    final class Voice {

        private final List<Runnable> kept = new ArrayList<>();
        private boolean isDone;

        private Voice() {}

        /** Prints on stdout, as it is. */
        void out(String text) {
            say(this, () -> output.out(text));
        }

        /** Prints on stderr, as it is. */
        void err(String text) {
            say(this, () -> output.err(text));
        }

        /** There is nothing more to say. */
        void done() {
            end(this);
        }
    }

    /** Who speaks after all that there are already. */
    synchronized Voice next() {
        Voice voice = new Voice();
        voices.add(voice);
        return voice;
    }

    private synchronized void say(Voice voice, Runnable print) {
        if (voices.peek() == voice) {
            print.run();
        } else {
            voice.kept.add(print);
        }
    }

    private synchronized void end(Voice voice) {
        voice.isDone = true;
        for (Voice first = voices.peek(); first != null && first.isDone; first = voices.peek()) {
            voices.remove();
            if (!voices.isEmpty()) {
                voices.element().kept.forEach(Runnable::run);
            }
        }
    }
}
