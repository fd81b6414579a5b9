package org.mobileip.scenarios.capture;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.scenarios.measure.MoveFrames;

/** The frames of one move, before it is known which numbers they have in the capture. All of them have remarks. */
record MoveSteps(List<FrameId> requests, Optional<FrameId> reply, Optional<FrameId> firstPacket) {

    MoveSteps {
        requests = List.copyOf(requests);
    }

    /** By their numbers; a frame that has none was not kept. */
    MoveFrames numbered(Map<FrameId, Integer> numbers) {
        return new MoveFrames(
                requests.stream()
                        .flatMap(frame -> Optional.ofNullable(numbers.get(frame)).stream())
                        .toList(),
                reply.flatMap(frame -> Optional.ofNullable(numbers.get(frame))),
                firstPacket.flatMap(frame -> Optional.ofNullable(numbers.get(frame))));
    }
}
