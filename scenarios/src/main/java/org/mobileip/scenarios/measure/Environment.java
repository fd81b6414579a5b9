package org.mobileip.scenarios.measure;

import java.time.Instant;

/**
 * Where and when a run was made: all in a result that may differ where everything else is the same.
 *
 * @param version of this program
 * @param dataplane what carried the tunnel
 * @param cpus processors of the machine
 * @param started when the script's time was 0, by the clock that the capture's frames have
 */
public record Environment(String version, String java, String kernel, String dataplane, int cpus, Instant started) {}
