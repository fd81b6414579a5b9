package org.mobileip.scenarios.measure;

import java.util.List;
import java.util.Optional;

/**
 * The frames of a move in {@code packets.pcapng}, numbered from 1 as Wireshark does.
 *
 * @param requests those by which the node asked, in their order
 * @param reply the one that accepted it, at the node; empty: none did
 * @param firstPacket the first of a stream by the new path; empty: there was none
 */
public record MoveFrames(List<Integer> requests, Optional<Integer> reply, Optional<Integer> firstPacket) {

    /** None is known. */
    public static final MoveFrames NONE = new MoveFrames(List.of(), Optional.empty(), Optional.empty());

    public MoveFrames {
        requests = List.copyOf(requests);
    }

    /** Where its registration ended, or came to nothing. */
    Optional<Integer> registration() {
        return reply.or(() -> requests.isEmpty() ? Optional.empty() : Optional.of(requests.get(requests.size() - 1)));
    }
}
