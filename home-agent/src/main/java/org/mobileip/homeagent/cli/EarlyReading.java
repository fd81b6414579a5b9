package org.mobileip.homeagent.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.mobileip.config.ConfigException;
import org.mobileip.config.HomeAgentConfig;

/**
 * A configuration that another thread reads while the command line is made sense of: each takes a fifth of a second of a start. Which file
 * it will be is a guess; where it is another one that is read instead.
 */
final class EarlyReading {

    private static final String OPTION = "-c";
    private static final String LONG_OPTION = "--config";

    private final Path file;
    private final FutureTask<HomeAgentConfig> reading;

    private EarlyReading(Path file) {
        this.file = file;
        reading = new FutureTask<>(() -> HomeAgentConfig.load(file));
    }

    /** Begins with the file that {@code arguments} seem to name. */
    static EarlyReading of(String... arguments) {
        EarlyReading early = new EarlyReading(guess(arguments));
        Thread thread = new Thread(early.reading, "early-reading");
        thread.setDaemon(true);
        thread.start();
        return early;
    }

    private static Path guess(String... arguments) {
        try {
            return named(arguments).map(Path::of).orElse(HomeAgentConfig.DEFAULT_FILE);
        } catch (InvalidPathException noName) {
            return HomeAgentConfig.DEFAULT_FILE; // Who reads the command line says so.
        }
    }

    private static Optional<String> named(String... arguments) {
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i].startsWith(LONG_OPTION + "=")) {
                return Optional.of(arguments[i].substring(LONG_OPTION.length() + 1));
            }
            if (arguments[i - 1].equals(OPTION) || arguments[i - 1].equals(LONG_OPTION)) {
                return Optional.of(arguments[i]);
            }
        }
        return Optional.empty();
    }

    /**
     * What {@code wanted} says, be it known by now or read for this.
     *
     * @throws ConfigException as {@link HomeAgentConfig#load}
     */
    HomeAgentConfig load(Path wanted) throws ConfigException {
        if (!wanted.equals(file)) {
            return HomeAgentConfig.load(wanted);
        }
        try {
            return reading.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ConfigException refused) {
                throw refused;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ended);
        }
    }
}
