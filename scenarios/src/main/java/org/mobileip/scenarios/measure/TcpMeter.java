package org.mobileip.scenarios.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.mobileip.scenarios.measure.TcpFlow.Received;

/**
 * The figures of one direction of a tcp stream.
 *
 * <p><b>Stall.</b> The longest time in which the reading application got nothing. Other than an interruption it has no send
 * interval to be taken off: a connection sends as fast as it may. When all that the script asked for has arrived, what
 * follows is no stall.
 */
final class TcpMeter {

    private static final double BITS = 8;
    private static final double NANOS = 1e9;

    private final TcpFlow flow;
    private final Span run;
    private final OptionalLong completeAt;
    private final Silences stalls;

    /** {@code size} is how many octets the script asked for; empty: as many as go. */
    TcpMeter(TcpFlow flow, OptionalLong size, Span run) {
        this.flow = flow;
        this.run = run;
        this.completeAt = size.isEmpty()
                ? OptionalLong.empty()
                : flow.progress().stream()
                        .filter(received -> received.bytes() >= size.getAsLong())
                        .mapToLong(Received::nanos)
                        .findFirst();
        this.stalls = completeAt.isPresent()
                ? Silences.ofComplete(flow.progress().stream().mapToLong(Received::nanos))
                : Silences.of(flow.progress().stream().mapToLong(Received::nanos), run);
    }

    /** One connection, no reset, every octet once and in order, and there were some. */
    boolean isIntact() {
        return flow.bytes() > 0 && flow.connections() == 1 && flow.resets() == 0 && flow.inOrder() && flow.hashEqual();
    }

    /** What is wrong with the octets that arrived; empty: nothing, or the number of connections and resets tells. */
    Optional<String> flaw() {
        if (!flow.inOrder()) {
            return Optional.of("what arrived is not what was sent");
        }
        if (flow.connections() != 1 || flow.resets() != 0 || isIntact()) {
            return Optional.empty();
        }
        return Optional.of(flow.bytes() == 0 ? "nothing arrived" : "the rest had not arrived at the end");
    }

    TcpFlow flow() {
        return flow;
    }

    /** The longest that counts, in nanoseconds. */
    long stall(When when) {
        return stalls.longest(when);
    }

    /** Bits per second while the traffic was settled; empty where there was no such time. */
    OptionalDouble throughput(When when) {
        List<Span> spans = new ArrayList<>();
        for (Span span : when.settled()) {
            long end = Math.min(span.to(), completeAt.orElse(run.to()));
            if (end > span.from()) {
                spans.add(new Span(span.from(), end));
            }
        }
        long nanos = spans.stream().mapToLong(Span::nanos).sum();
        long bytes = spans.stream()
                .mapToLong(span -> receivedBy(span.to()) - receivedBy(span.from()))
                .sum();
        return nanos == 0 ? OptionalDouble.empty() : OptionalDouble.of(bytes * BITS * NANOS / nanos);
    }

    private long receivedBy(long moment) {
        long bytes = 0;
        for (Received received : flow.progress()) {
            if (received.nanos() > moment) {
                break;
            }
            bytes = received.bytes();
        }
        return bytes;
    }
}
