package org.mobileip.scenarios.measure;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mobileip.scenarios.language.Direction;

/**
 * How one move went.
 *
 * @param at the script's time of it
 * @param from the network left; empty: the node had none
 * @param phases where the time went
 * @param registered from the move to the reply that accepted it; empty: none did
 * @param floor what could not be undercut, as the script has it; empty where it is not known
 * @param streams what each udp stream felt, by its directions
 * @param pings what each ping stream felt
 * @param frames which frames of the capture show it
 */
public record MoveResult(
        Duration at,
        String node,
        Optional<String> from,
        String to,
        Phases phases,
        Optional<Duration> registered,
        Optional<Duration> floor,
        Map<String, Map<Direction, FlowResult>> streams,
        Map<String, FlowResult> pings,
        MoveFrames frames) {

    public MoveResult {
        streams = Ordered.copyOf(streams);
        pings = Ordered.copyOf(pings);
    }

    /** The longest interruption of any stream; empty where there is none to be interrupted. */
    public Optional<Duration> interruption() {
        return Stream.concat(
                        streams.values().stream().flatMap(directions -> directions.values().stream()),
                        pings.values().stream())
                .map(FlowResult::interruption)
                .max(Duration::compareTo);
    }

    /** Datagrams lost of all udp streams in one direction. */
    public long lost(Direction direction) {
        return streams.values().stream()
                .flatMap(directions -> Optional.ofNullable(directions.get(direction)).stream())
                .mapToLong(FlowResult::lost)
                .sum();
    }
}
