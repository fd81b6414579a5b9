package org.mobileip.scenarios.measure;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One move and when its steps were seen.
 *
 * @param planned the script's time of the move
 * @param startNanos when the world began to carry it out
 * @param from the network left; empty: the node had none
 * @param frames which frames of the capture show its steps
 */
public record MoveObserved(
        Duration planned,
        long startNanos,
        String node,
        Optional<String> from,
        String to,
        Steps steps,
        MoveFrames frames) {

    /**
     * When each step was seen; one that was not seen is empty.
     *
     * @param addressReady when the node had its address in the new network
     * @param requestSent when its first registration request to the new network left
     * @param replyReceived when the reply that accepted it arrived
     * @param installed when tunnel and routes were in place; where nobody can see that, when the node first sent by them
     * @param firstPacketByNewPath when the first packet of a stream arrived by the new path: tunnelled to or from the new
     *     care-of address, or over the home link without a tunnel
     */
    public record Steps(
            OptionalLong addressReady,
            OptionalLong requestSent,
            OptionalLong replyReceived,
            OptionalLong installed,
            OptionalLong firstPacketByNewPath) {}

    public OptionalLong addressReady() {
        return steps.addressReady;
    }

    public OptionalLong requestSent() {
        return steps.requestSent;
    }

    public OptionalLong replyReceived() {
        return steps.replyReceived;
    }

    public OptionalLong installed() {
        return steps.installed;
    }

    public OptionalLong firstPacketByNewPath() {
        return steps.firstPacketByNewPath;
    }

    /** The same, with the frames that show it. */
    public MoveObserved shownBy(MoveFrames known) {
        return new MoveObserved(planned, startNanos, node, from, to, steps, known);
    }
}
