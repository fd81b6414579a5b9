package org.mobileip.homeagent.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.cli.ExitCode;
import org.mobileip.control.ControlException;
import org.mobileip.control.Verb;

/**
 * Starts the home agent that takes over from this one, as a child: so it has our rights, our standard error, and, under systemd, our
 * unit. It is the program that is installed now, called as this one was.
 */
final class Upgrade {

    static final String VERB = "upgrade";

    /** Set by the launchers: the one that this program was started with. */
    private static final String LAUNCHER = "MOBILEIP_LAUNCHER";

    private static final String RUN = "run";
    private static final String TAKE_OVER = "--take-over";

    private Upgrade() {}

    static Verb verb() {
        return Verb.change(VERB, words -> start());
    }

    private static Map<String, Object> start() throws ControlException {
        try {
            String[] ours = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8)
                    .split("\0");
            Process successor = new ProcessBuilder(command(List.of(ours), Optional.ofNullable(System.getenv(LAUNCHER))))
                    .inheritIO()
                    .start();
            return Map.of("schema", "mobileip.upgrade/1", "pid", successor.pid());
        } catch (IOException refused) {
            throw new ControlException(
                    ExitCode.CANNOT_RUN_HERE, "the new home agent cannot be started: " + refused.getMessage());
        }
    }

    /**
     * The words that start it.
     *
     * @param ours those of this one: a Java, its options, and {@code run} with what is behind it
     * @param launcher in the place of the Java and its options
     */
    static List<String> command(List<String> ours, Optional<String> launcher) {
        int run = ours.indexOf(RUN);
        List<String> words = new ArrayList<>(launcher.map(List::of).orElse(ours.subList(0, run)));
        words.addAll(ours.subList(run, ours.size()));
        if (!words.contains(TAKE_OVER)) {
            words.add(TAKE_OVER);
        }
        return words;
    }
}
