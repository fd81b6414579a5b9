package org.mobileip.cli;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Single keys of the terminal that this program is watched at, as they are pressed and unseen. {@code stty}, which every Linux has, tells
 * the terminal so; what it was told before is told to it again at the end, also where Ctrl-C is the end.
 */
public final class Keyboard implements AutoCloseable, Watch.Keys {

    private static final File TERMINAL = new File("/dev/tty");
    private static final long PATIENCE_SECONDS = 2;
    private static final long LOOK_EVERY_MILLIS = 25;

    private final FileInputStream terminal;
    private final Thread restoring;

    private Keyboard(FileInputStream terminal, String before) {
        this.terminal = terminal;
        this.restoring = new Thread(() -> stty(before), "terminal");
    }

    /** That of the terminal; empty where there is none, or where it takes no such orders. */
    public static Optional<Keyboard> open() {
        if (!Terminal.isTerminal()) {
            return Optional.empty();
        }
        Optional<String> before = stty("-g").filter(state -> !state.isEmpty());
        if (before.isEmpty()) {
            return Optional.empty();
        }
        try {
            Keyboard keyboard = new Keyboard(new FileInputStream(TERMINAL), before.get());
            Runtime.getRuntime().addShutdownHook(keyboard.restoring);
            stty("-icanon", "-echo", "min", "1", "time", "0");
            return Optional.of(keyboard);
        } catch (IOException noTerminal) {
            return Optional.empty();
        }
    }

    /** What {@code stty} says; empty where it fails. */
    private static Optional<String> stty(String... words) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(words));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(TERMINAL)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return process.exitValue() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException withoutStty) {
            return Optional.empty();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public Optional<Character> next(Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        try {
            while (terminal.available() == 0) {
                if (System.nanoTime() >= end) {
                    return Optional.empty();
                }
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
            return Optional.of((char) terminal.read());
        } catch (IOException hungUp) {
            Thread.sleep(within.toMillis());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(restoring);
            restoring.start();
            restoring.join();
            terminal.close();
        } catch (IllegalStateException atTheEndAlready) {
            return; // The hook does it.
        } catch (IOException nothingLeftToClose) {
            return;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
