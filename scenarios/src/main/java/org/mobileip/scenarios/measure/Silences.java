package org.mobileip.scenarios.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The stretches between two received packets of one flow, and what is longest among them.
 *
 * <p><b>Interruption.</b> The longest time without a received packet that overlaps the move window, less the send interval.
 * This is the loss of connectivity period of RFC 6412, observed at the packets themselves as RFC 6413 observes it per
 * route: the interval at which packets are sent is the Packet Sampling Interval, and bounds what can be told apart. Two
 * consecutive packets of an undisturbed flow are one interval apart, which is why that is taken off. It differs from those
 * documents in three points, each because a handover is not a route change:
 *
 * <ul>
 *   <li>It is a time between arrivals and not a number of lost packets times the interval (their loss-derived method): a
 *       handover between paths of different length also delays packets and loses none, and traffic feels that as well.
 *   <li>It begins with the last packet received, and not with the convergence event: packets that were under way on the old
 *       link when it was cut are part of what traffic misses. It counts in full also where it outlasts the move window.
 *   <li>A duplicate is a received packet, though an impaired one: the path that brought it is not silent. Duplicates are
 *       counted by themselves.
 * </ul>
 *
 * Where nothing is ever received after a moment, the silence lasts until the end of the run. Where nothing was received
 * before a move, there was nothing to be interrupted, and the silence counts from that move on.
 */
final class Silences {

    /** Before the first packet; empty where that is nobody's loss. */
    private final Optional<Span> first;

    private final List<Span> others;

    private Silences(Optional<Span> first, List<Span> others) {
        this.first = first;
        this.others = others;
    }

    /**
     * The silences of a flow that is meant to go on until the end.
     *
     * @param received when packets arrived
     * @param run the time in which they should
     */
    static Silences of(LongStream received, Span run) {
        long[] times = received.sorted().toArray();
        if (times.length == 0) {
            return new Silences(Optional.of(run), List.of());
        }
        List<Span> spans = between(times);
        long last = times[times.length - 1];
        if (last < run.to()) {
            spans.add(new Span(last, run.to()));
        }
        return new Silences(Optional.of(new Span(Math.min(run.from(), times[0]), times[0])), spans);
    }

    /** The silences of a flow that was complete with the last of these. */
    static Silences ofComplete(LongStream received) {
        return new Silences(Optional.empty(), between(received.sorted().toArray()));
    }

    private static List<Span> between(long[] times) {
        List<Span> spans = new ArrayList<>(times.length);
        for (int i = 1; i < times.length; i++) {
            spans.add(new Span(times[i - 1], times[i]));
        }
        return spans;
    }

    /** The longest that counts, in nanoseconds; 0 where none does. */
    long longest(When when) {
        long longest = 0;
        for (Span silence : others) {
            if (silence.nanos() > longest && when.covers(silence)) {
                longest = silence.nanos();
            }
        }
        return Math.max(
                longest,
                first.filter(when::covers)
                        .map(silence -> silence.to() - counted(silence, when))
                        .orElse(0L));
    }

    /** From when on the silence before the first packet is held against {@code when}. */
    private static long counted(Span silence, When when) {
        return when instanceof When.AfterMoves after
                ? after.moves().stream()
                        .map(MoveWindow::window)
                        .filter(silence::overlaps)
                        .mapToLong(window -> Math.max(window.from(), silence.from()))
                        .min()
                        .orElse(silence.from())
                : silence.from();
    }
}
