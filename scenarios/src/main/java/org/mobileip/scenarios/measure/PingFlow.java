package org.mobileip.scenarios.measure;

import java.util.List;
import java.util.OptionalLong;

/**
 * A ping stream.
 *
 * @param intervalNanos the send interval of the script
 * @param echoes in the order in which they were sent
 */
public record PingFlow(String stream, long intervalNanos, List<Echo> echoes) {

    public PingFlow {
        echoes = List.copyOf(echoes);
    }

    /**
     * One request.
     *
     * @param answeredNanos when the reply arrived; empty: never
     */
    public record Echo(long sentNanos, OptionalLong answeredNanos) {}
}
