package org.mobileip.scenarios.measure;

import java.time.Instant;
import java.util.List;

/**
 * What a world saw of one run. All times are nanoseconds on one monotonic clock, whose zero means nothing.
 *
 * @param world the world's name, {@code netns} or {@code sim}
 * @param dataplane what carried the tunnel, such as {@code tun}
 * @param startNanos when the script's time was 0
 * @param start the same moment by the clock that the capture's frames have
 * @param endNanos when the script said stop
 * @param moves in the order in which they happened
 * @param flows one for each udp stream and direction
 * @param registrations replies, in the order in which they reached the mobile node
 * @param bindings the home agent's table, at each moment it changed or was looked at
 * @param leaks datagrams that went to an old care-of address too late
 * @param notes what a reader of the figures must know: a capture that lost frames, a sender that fell behind
 */
public record Observations(
        String world,
        String dataplane,
        long startNanos,
        Instant start,
        long endNanos,
        List<MoveObserved> moves,
        List<DatagramFlow> flows,
        List<PingFlow> pings,
        List<TcpFlow> tcpFlows,
        List<RegistrationSeen> registrations,
        List<BindingSeen> bindings,
        List<Leak> leaks,
        List<String> notes) {

    public Observations {
        moves = List.copyOf(moves);
        flows = List.copyOf(flows);
        pings = List.copyOf(pings);
        tcpFlows = List.copyOf(tcpFlows);
        registrations = List.copyOf(registrations);
        bindings = List.copyOf(bindings);
        leaks = List.copyOf(leaks);
        notes = List.copyOf(notes);
    }

    /** Where the capture's frames have the same clock, counted from 1970. */
    public Observations(
            String world,
            String dataplane,
            long startNanos,
            long endNanos,
            List<MoveObserved> moves,
            List<DatagramFlow> flows,
            List<PingFlow> pings,
            List<TcpFlow> tcpFlows,
            List<RegistrationSeen> registrations,
            List<BindingSeen> bindings,
            List<Leak> leaks,
            List<String> notes) {
        this(
                world,
                dataplane,
                startNanos,
                Instant.ofEpochSecond(0, startNanos),
                endNanos,
                moves,
                flows,
                pings,
                tcpFlows,
                registrations,
                bindings,
                leaks,
                notes);
    }
}
