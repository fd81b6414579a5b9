package org.mobileip.scenarios.measure;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the time of a move went, one phase after the other; empty where the step that ends it was not seen. Those that are
 * there add up to the time of the last step that was seen.
 *
 * @param detect until the node acted on the new network: from having an address there (at home: from the move, for there
 *     the node gives itself its address when it has recognised its agent) until its first request left
 * @param address until the node had its address in the new network
 * @param register from that request until the reply that accepted
 * @param install from the reply until tunnel and routes were in place
 * @param firstPacket from then until the first packet by the new path
 */
public record Phases(
        Optional<Duration> detect,
        Optional<Duration> address,
        Optional<Duration> register,
        Optional<Duration> install,
        Optional<Duration> firstPacket) {

    /** Nothing was seen. */
    public static final Phases NONE =
            new Phases(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static Phases of(MoveObserved move, boolean goesHome) {
        Steps steps = new Steps(move.startNanos());
        Optional<Duration> untilAddress = steps.next(move.addressReady());
        Optional<Duration> untilRequest = steps.next(move.requestSent());
        return new Phases(
                goesHome ? untilAddress : untilRequest,
                goesHome ? untilRequest : untilAddress,
                steps.next(move.replyReceived()),
                steps.next(move.installed()),
                steps.next(move.firstPacketByNewPath()));
    }

    /** Walks from step to step; one that came before the step in front of it took no time of its own. */
    private static final class Steps {
        private long last;

        Steps(long start) {
            this.last = start;
        }

        Optional<Duration> next(OptionalLong step) {
            if (step.isEmpty()) {
                return Optional.empty();
            }
            long before = last;
            last = Math.max(last, step.getAsLong());
            return Optional.of(Duration.ofNanos(last - before));
        }
    }
}
