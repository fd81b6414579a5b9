package org.mobileip.scenarios.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mobileip.net.Endpoint;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Stream;
import org.mobileip.scenarios.measure.TcpFlow;
import org.mobileip.scenarios.sim.machine.Alarm;
import org.mobileip.scenarios.sim.machine.Timeline;
import org.mobileip.scenarios.sim.tcp.TcpSink;
import org.mobileip.scenarios.sim.tcp.TcpSource;
import org.mobileip.scenarios.traffic.OctetPattern;
import org.mobileip.scenarios.traffic.TcpPace;

/** One direction of a tcp stream: an application that writes at the stream's pace, and one that reads. */
final class TcpStream implements Flowing {

    /** What is written and not yet read at the other end, at most. */
    private static final long MOST_ON_THE_WAY = 1 << 20;

    private static final long A_LITTLE = 1_000_000;
    private static final long BURST = 20_000_000;

    /** A connection without progress for so long at the end, several timeouts of its own, will not bring the rest. */
    private static final long QUIET = 10_000_000_000L;

    private final Stream stream;
    private final Direction direction;
    private final Timeline timeline;
    private final TcpPace pace;
    private final TcpSource source;
    private final TcpSink sink;
    private final Alarm writer;
    private long due;
    private long finishedAt = Long.MAX_VALUE;

    /** What tells one connection from another: the octets it carries, and its sequence numbers. */
    record Label(long seed, int first) {}

    TcpStream(Stream stream, Direction direction, DatagramStream.End from, DatagramStream.End to, Label label) {
        this.stream = stream;
        this.direction = direction;
        this.timeline = from.machine().timeline();
        this.pace = TcpPace.of(stream);
        OctetPattern pattern = new OctetPattern(label.seed());
        Endpoint local = to.endpoint();
        this.sink = new TcpSink(to.machine(), local, pattern, label.first() ^ 0x5555_5555);
        this.source = new TcpSource(from.machine(), from.endpoint(), local, pattern, label.first());
        this.writer = new Alarm(timeline, this::write);
    }

    @Override
    public void start() {
        due = timeline.nanos();
        source.open();
        writer.set(due);
    }

    private void write() {
        long now = timeline.nanos();
        long left = pace.total() - source.written();
        if (finishedAt != Long.MAX_VALUE || left <= 0) {
            return;
        }
        if (source.written() - sink.received() >= MOST_ON_THE_WAY) {
            writer.set(now + A_LITTLE);
            return;
        }
        source.write((int) Math.min(pace.piece(), left));
        due = pace.makesUp() ? due + pace.intervalNanos() : Math.max(due + pace.intervalNanos(), now - BURST);
        writer.set(Math.max(due, now));
    }

    @Override
    public void finish() {
        finishedAt = timeline.nanos();
        source.finish();
    }

    @Override
    public boolean isComplete() {
        return sink.hasEnded() || timeline.nanos() - Math.max(finishedAt, sink.lastNanos()) >= QUIET;
    }

    /** What came of it, when the run is over; once. */
    TcpFlow flow() {
        boolean all = sink.hasEnded() && sink.received() == source.written();
        boolean hashEqual = all ? sink.hash().equals(source.hash()) : isStillFlowing() && sink.isInOrder();
        return new TcpFlow(
                stream.name(),
                direction,
                sink.received(),
                sink.connections(),
                0,
                sink.isInOrder(),
                hashEqual,
                sink.readings());
    }

    private boolean isStillFlowing() {
        return !isComplete();
    }

    /** What a reader of the figures must know. */
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
                    source.written() - sink.received(),
                    source.written(),
                    isStillFlowing() ? "when the run had to end" : "and none arrived any more"));
        }
        return remarks;
    }
}
