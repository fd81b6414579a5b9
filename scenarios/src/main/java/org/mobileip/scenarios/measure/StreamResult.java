package org.mobileip.scenarios.measure;

import java.time.Duration;

/**
 * What one direction of a udp stream, or the answers of a ping stream, felt of the whole run.
 *
 * @param sent datagrams
 * @param lost those never received
 * @param duplicated copies of what had arrived before
 * @param interruption the longest of the whole run
 */
public record StreamResult(long sent, long lost, long duplicated, Duration interruption) {

    static StreamResult of(DatagramMeter meter, When.WholeRun run) {
        return new StreamResult(
                meter.sent(run),
                meter.lost(run),
                meter.duplicated(run.run()),
                Duration.ofNanos(meter.interruption(run)));
    }
}
