package org.mobileip.scenarios.measure;

import java.util.Arrays;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.measure.DatagramFlow.Arrival;

/**
 * The figures of one direction of a udp stream.
 *
 * <p><b>Loss.</b> A datagram sent and never received is lost. It counts for a move when the silence in which it went missing
 * overlaps the move window: the time from the arrival of the one received before it to the arrival of the one received after
 * it. So what was under way on the old link when it was cut counts for the move, whatever the delay and the jitter of the
 * path; and every datagram lost is either outside all moves or within one.
 */
final class DatagramMeter {

    private static final long NEVER = Long.MAX_VALUE;

    private final DatagramFlow flow;
    private final Span run;
    private final Silences silences;

    /** When each datagram arrived first, at its sequence number. */
    private final long[] arrived;

    /** When the nearest earlier one that was received arrived, at each sequence number; always before the run ends. */
    private final long[] before;

    /** When the nearest later one that was received arrived, at each sequence number. */
    private final long[] after;

    /** When copies arrived. */
    private final long[] duplicates;

    DatagramMeter(DatagramFlow flow, Span run) {
        this.flow = flow;
        this.run = run;
        this.silences = Silences.of(flow.arrivals().stream().mapToLong(Arrival::nanos), run);
        this.arrived = arrived(flow);
        this.duplicates = flow.arrivals().stream()
                .filter(Arrival::duplicate)
                .mapToLong(Arrival::nanos)
                .toArray();
        this.before = new long[arrived.length];
        this.after = new long[arrived.length];
        long last = run.from();
        for (int i = 0; i < arrived.length; i++) {
            before[i] = Math.min(last, run.to() - 1);
            last = arrived[i] == NEVER ? last : arrived[i];
        }
        long next = Math.max(last, run.to()) + flow.intervalNanos();
        for (int i = arrived.length - 1; i >= 0; i--) {
            after[i] = next;
            next = arrived[i] == NEVER ? next : arrived[i];
        }
    }

    private static long[] arrived(DatagramFlow flow) {
        long[] arrived = new long[flow.sentNanos().size()];
        Arrays.fill(arrived, NEVER);
        for (Arrival arrival : flow.arrivals()) {
            int sequence = arrival.sequence();
            if (sequence < arrived.length) {
                arrived[sequence] = Math.min(arrived[sequence], arrival.nanos());
            }
        }
        return arrived;
    }

    Direction direction() {
        return flow.direction();
    }

    /** In nanoseconds, 0 or more. */
    long interruption(When when) {
        return Math.max(0, silences.longest(when) - flow.intervalNanos());
    }

    /** How many datagrams that count were sent. */
    long sent(When when) {
        long received = 0;
        for (int i = 0; i < arrived.length; i++) {
            received += arrived[i] != NEVER && when.covers(passage(i)) ? 1 : 0;
        }
        return received + lost(when);
    }

    /** How many of them were never received. */
    long lost(When when) {
        long lost = 0;
        for (int i = 0; i < arrived.length; i++) {
            lost += arrived[i] == NEVER && isOfTheRun(i) && when.covers(silence(i)) ? 1 : 0;
        }
        return lost;
    }

    /** The warm-up is nobody's: of its datagrams only those count that were under way when the script's time began. */
    private boolean isOfTheRun(int sequence) {
        return flow.sentNanos().get(sequence) >= run.from() || before[sequence] < run.from();
    }

    /** Where the one behind it came before the one ahead of it, by a shorter way, its own sending tells when it was lost. */
    private Span silence(int sequence) {
        long ahead = before[sequence];
        long behind = after[sequence];
        return ahead <= behind
                ? new Span(ahead, behind)
                : new Span(Math.min(flow.sentNanos().get(sequence), behind), ahead);
    }

    private Span passage(int sequence) {
        long sent = flow.sentNanos().get(sequence);
        return new Span(sent, Math.max(sent, arrived[sequence]));
    }

    /** How many copies arrived within {@code span} of what had arrived before. */
    long duplicated(Span span) {
        return Arrays.stream(duplicates).filter(span::contains).count();
    }

    /** How many different datagrams arrived within {@code span}. */
    long received(Span span) {
        return flow.arrivals().stream()
                .filter(arrival -> !arrival.duplicate() && span.contains(arrival.nanos()))
                .count();
    }
}
