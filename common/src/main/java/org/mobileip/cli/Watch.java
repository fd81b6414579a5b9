package org.mobileip.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.mobileip.config.ConfigException;
import org.mobileip.control.ControlException;
import org.mobileip.control.Json;

/**
 * {@code watch}: on a terminal a screen that is drawn again every second, else one line for each event from now on. It goes on where the
 * daemon is started anew, and ends when it is interrupted, or q is pressed.
 */
public final class Watch {

    /** How a watch shows what it sees. */
    public enum Form {
        /** For a person at a terminal. */
        SCREEN,
        /** A line for each event, with its instant. */
        LINES,
        /** {@code mobileip.event/1}, a line each. */
        JSON
    }

    /** What is looked at: a document that has the events, and whatever the screen shows. */
    @FunctionalInterface
    public interface Source {
        Map<String, Object> look() throws ControlException, ConfigException;
    }

    /** Waits until the next look; false: there is none. */
    @FunctionalInterface
    public interface Pace {
        boolean next();
    }

    /** What a person presses. */
    @FunctionalInterface
    public interface Keys {
        /** The next key, where one is pressed within that time. */
        Optional<Character> next(Duration within) throws InterruptedException;
    }

    /** What keys do beside q, which ends the watch, and l, which shows events alone. */
    public interface Actions {
        /** Which there are, for the last line; like {@code m move}. */
        String legend();

        /**
         * Does what {@code key} stands for.
         *
         * @param seen what was looked at last
         * @return what is to be said, beneath the screen; empty: nothing
         */
        String press(char key, Map<String, Object> seen);
    }

    /** There are none. */
    public static final Actions NO_ACTIONS = new Actions() {
        @Override
        public String legend() {
            return "";
        }

        @Override
        public String press(char key, Map<String, Object> seen) {
            return "";
        }
    };

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String CLEAR = "\033[H\033[2J";
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int SHOWN = 12;
    private static final int SHOWN_ALONE = 20;

    private final Output out;
    private final Form form;
    private final Function<Map<String, Object>, String> screen;
    private final EventFeed feed = new EventFeed();
    private boolean isAnswered = true;
    private String lastLine = "Ctrl-C ends";
    private String note = "";
    private boolean isEventsAlone;
    private Map<String, Object> seen = Map.of();

    /** {@code screen} is what a person sees above the events. */
    public Watch(Output out, Form form, Function<Map<String, Object>, String> screen) {
        this.out = out;
        this.form = form;
        this.screen = screen;
    }

    /**
     * Watches at a terminal until q is pressed, or the thread is interrupted.
     *
     * @return whether q was
     * @throws ControlException when no daemon answers the first time
     */
    public boolean run(Source source, Keys keys, Actions actions) throws ControlException, ConfigException {
        lastLine = "q quit  l events" + (actions.legend().isEmpty() ? "" : "  " + actions.legend());
        boolean[] hasQuit = new boolean[1];
        run(source, () -> {
            try {
                hasQuit[0] = obey(keys, actions);
                return !hasQuit[0];
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
        return hasQuit[0];
    }

    /** For a second, in which keys are obeyed; whether one of them ends the watch. */
    private boolean obey(Keys keys, Actions actions) throws InterruptedException {
        long end = System.nanoTime() + SECOND.toNanos();
        for (long left = SECOND.toNanos(); left > 0; left = end - System.nanoTime()) {
            Optional<Character> key = keys.next(Duration.ofNanos(left));
            if (key.isPresent()) {
                if (key.get() == 'q') {
                    return true;
                }
                isEventsAlone ^= key.get() == 'l';
                note = key.get() == 'l' ? "" : actions.press(key.get(), seen);
                draw();
            }
        }
        return false;
    }

    /**
     * Watches as it suits this terminal, or what there is in its place.
     *
     * @return whether a key has ended it
     * @throws ControlException when no daemon answers the first time
     */
    public boolean runHere(Source source, Form wanted, Actions actions) throws ControlException, ConfigException {
        if (wanted == Form.SCREEN) {
            Optional<Keyboard> keyboard = Keyboard.open();
            if (keyboard.isPresent()) {
                try (Keyboard keys = keyboard.get()) {
                    return run(source, keys, actions);
                }
            }
        }
        run(source, pace(wanted));
        return false;
    }

    /** The form that suits stdout. */
    public static Form form(boolean isJson) {
        return isJson ? Form.JSON : Terminal.isTerminal() ? Form.SCREEN : Form.LINES;
    }

    /** A second for a person, and less where somebody waits for a line; ends when the thread is interrupted. */
    public static Pace pace(Form form) {
        return () -> {
            try {
                Thread.sleep(form == Form.SCREEN ? 1000 : 200);
                return true;
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
    }

    /**
     * Watches as long as {@code pace} goes on.
     *
     * @throws ControlException when no daemon answers the first time
     */
    public void run(Source source, Pace pace) throws ControlException, ConfigException {
        show(source.look());
        while (pace.next()) {
            try {
                show(source.look());
            } catch (ControlException silence) {
                if (silence.exitCode() != ExitCode.NO_DAEMON && silence.exitCode() != ExitCode.TIMED_OUT) {
                    throw silence;
                }
                missed(silence);
            }
        }
    }

    private void missed(ControlException silence) {
        if (isAnswered) {
            out.err(silence.reason() + "; waiting for it\n");
        }
        isAnswered = false;
    }

    private void show(Map<String, Object> document) {
        isAnswered = true;
        List<EventFeed.Event> news = feed.news(document);
        switch (form) {
            case SCREEN -> {
                seen = document;
                draw();
            }
            case LINES -> news.forEach(event -> out.out(event.at() + " " + event.text() + "\n"));
            case JSON -> news.forEach(event -> out.out(Json.write(json(event)) + "\n"));
        }
    }

    private void draw() {
        String above = isEventsAlone ? "" : screen.apply(seen);
        out.out(CLEAR + above + strip(seen, isEventsAlone ? SHOWN_ALONE : SHOWN) + "\n"
                + (note.isEmpty() ? "" : note + "\n\n") + lastLine + "\n");
    }

    private static Map<String, Object> json(EventFeed.Event event) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "mobileip.event/1");
        document.put("at", event.at());
        document.put("text", event.text());
        return document;
    }

    private static String strip(Map<String, Object> document, int most) {
        StringBuilder lines = new StringBuilder("\n");
        if (document.get("events") instanceof List<?> events) {
            events.stream().limit(most).forEach(each -> {
                if (each instanceof Map<?, ?> event) {
                    lines.append(clock(String.valueOf(event.get("at"))))
                            .append(' ')
                            .append(event.get("text"))
                            .append('\n');
                }
            });
        }
        return lines.toString();
    }

    private static String clock(String instant) {
        return CLOCK.format(Instant.parse(instant).atZone(ZoneId.systemDefault()));
    }
}
