package org.mobileip.scenarios.cli;

import java.nio.file.Path;
import java.time.Instant;
import org.mobileip.scenarios.measure.Environment;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;

/**
 * What the program finds where it is started.
 *
 * @param directory where it is started
 * @param ticker measures how long things take
 * @param version of this program
 */
record Surroundings(
        Worlds worlds, Path directory, Ticker ticker, String version, String java, String kernel, int cpus) {

    static Surroundings here() {
        Environment here = Environment.here("", Instant.EPOCH);
        return new Surroundings(
                Worlds.installed(),
                Path.of(""),
                () -> new Tick(System.nanoTime()),
                here.version(),
                here.java(),
                here.kernel(),
                here.cpus());
    }

    Environment environment(String dataplane, Instant started) {
        return new Environment(version, java, kernel, dataplane, cpus, started);
    }
}
