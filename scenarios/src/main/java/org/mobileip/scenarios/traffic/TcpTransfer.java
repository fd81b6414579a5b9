package org.mobileip.scenarios.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mobileip.net.Endpoint;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Stream;
import org.mobileip.scenarios.measure.TcpFlow;

/**
 * One direction of a tcp stream while it runs: one connection, opened by the node that the octets come from, never opened
 * again. At the end the source stops, and what is on its way may still arrive as long as it does arrive.
 */
final class TcpTransfer {

    private static final long NANOS = 1_000_000_000L;

    /** A connection without progress for so long at the end will not bring the rest. */
    private static final long QUIET = 3 * NANOS;

    private static final long LONGEST_REST = 15 * NANOS;

    private final Stream stream;
    private final Direction direction;
    private final RunClock clock;
    private final TcpSource source;
    private final TcpSink sink;
    private boolean stillFlowing;

    TcpTransfer(Stream stream, Direction direction, Place from, Place to, int port, long seed, RunClock clock) {
        this.stream = stream;
        this.direction = direction;
        this.clock = clock;
        String name = stream.name() + " " + direction.word();
        OctetPattern pattern = new OctetPattern(seed);
        sink = new TcpSink(name, to, port, pattern, clock);
        Endpoint target = new Endpoint(to.address(), port);
        source = new TcpSource(name, from, target, TcpPace.of(stream), pattern, sink::received, clock);
    }

    void start() {
        sink.start();
        source.start();
    }

    /** Sends no more. */
    void finish() {
        source.finish();
    }

    /** Waits for what is on its way, after {@link #finish}. */
    void awaitTheRest() throws InterruptedException {
        long begin = clock.nanos();
        long now = begin;
        while (!sink.hasEnded()
                && !source.isBroken()
                && !sink.isBroken()
                && now - Math.max(begin, sink.lastNanos()) < QUIET
                && now - begin < LONGEST_REST) {
            Thread.sleep(2);
            now = clock.nanos();
        }
        stillFlowing = now - begin >= LONGEST_REST;
    }

    void close() {
        source.close();
        sink.close();
    }

    /** After {@link #close}, once. */
    TcpFlow flow() {
        boolean all = sink.hasEnded() && sink.received() == source.sent();
        boolean hashEqual = all ? sink.hash().equals(source.hash()) : stillFlowing && sink.isInOrder();
        boolean reset = source.isBroken() || sink.isBroken() || (sink.hasEnded() && sink.received() < source.sent());
        return new TcpFlow(
                stream.name(),
                direction,
                sink.received(),
                sink.connections(),
                reset ? 1 : 0,
                sink.isInOrder(),
                hashEqual,
                sink.readings());
    }

    /** What a reader of the figures must know; after {@link #close}. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        String name = stream.name() + " " + direction.word();
        if (sink.connections() == 0) {
            remarks.add(name + ": no connection came about");
        } else if (!sink.hasEnded()) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "%s: %d of %d octets had not arrived %s",
                    name,
                    source.sent() - sink.received(),
                    source.sent(),
                    stillFlowing ? "when the run had to end" : "and none arrived any more"));
        }
        return remarks;
    }
}
