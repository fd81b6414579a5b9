package org.mobileip.scenarios.measure;

import java.time.Instant;
import java.util.Optional;

/**
 * Where and when a run was made: all in a result that may differ where everything else is the same.
 *
 * @param version of this program
 * @param dataplane what carried the tunnels: one word, or that of each end where they differ
 * @param cpus processors of the machine
 * @param started when the script's time was 0, by the clock that the capture's frames have
 */
public record Environment(String version, String java, String kernel, String dataplane, int cpus, Instant started) {

    /** Of this program, this JVM and this machine. */
    public static Environment here(String dataplane, Instant started) {
        String version = Environment.class.getPackage().getImplementationVersion();
        return new Environment(
                Optional.ofNullable(version).orElse("development"),
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                dataplane,
                Runtime.getRuntime().availableProcessors(),
                started);
    }
}
