package org.mobileip.scenarios.measure;

import java.util.List;
import org.mobileip.scenarios.language.Direction;

/**
 * One direction of a tcp stream, seen by the application that reads it.
 *
 * @param bytes octets received
 * @param connections how many connections carried it; 1 when all was well
 * @param resets connections that ended other than in order
 * @param inOrder every octet came once and at its place
 * @param hashEqual what was received has the hash of what was sent
 * @param progress when how much had been received, rising in both
 */
public record TcpFlow(
        String stream,
        Direction direction,
        long bytes,
        int connections,
        int resets,
        boolean inOrder,
        boolean hashEqual,
        List<Received> progress) {

    public TcpFlow {
        progress = List.copyOf(progress);
    }

    /**
     * Progress at a moment.
     *
     * @param bytes all that had been received until then
     */
    public record Received(long nanos, long bytes) {}
}
