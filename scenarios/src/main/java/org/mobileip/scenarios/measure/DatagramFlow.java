package org.mobileip.scenarios.measure;

import java.util.List;
import org.mobileip.scenarios.language.Direction;

/**
 * One direction of a udp stream.
 *
 * @param intervalNanos the send interval of the script
 * @param sentNanos when each datagram was sent, at the index that is its sequence number. A datagram that the sender's
 *     kernel refused counts as sent at the moment of the attempt: for whoever waits for it, it is lost
 * @param arrivals in the order of arrival
 */
public record DatagramFlow(
        String stream, Direction direction, long intervalNanos, List<Long> sentNanos, List<Arrival> arrivals) {

    public DatagramFlow {
        sentNanos = List.copyOf(sentNanos);
        arrivals = List.copyOf(arrivals);
    }

    /**
     * A datagram that arrived.
     *
     * @param duplicate the same sequence number had arrived before
     */
    public record Arrival(int sequence, long nanos, boolean duplicate) {}
}
