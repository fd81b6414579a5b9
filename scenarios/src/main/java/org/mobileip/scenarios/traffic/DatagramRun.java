package org.mobileip.scenarios.traffic;

import java.util.ArrayList;
import java.util.List;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.ProbeSocket;
import org.mobileip.net.Endpoint;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Stream;
import org.mobileip.scenarios.measure.DatagramFlow;

/**
 * One direction of a udp stream while it runs. The payload of each datagram begins with these octets, as far as the stream's
 * size goes beyond them it is zero; a smaller size is raised to theirs.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                              run                              |
 * +-------------------------------+---------------+---------------+
 * |            stream             |  up: 1        |       0       |
 * +-------------------------------+---------------+---------------+
 * |                        sequence number                        |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class DatagramRun implements Paced, Receiver.Source {

    static final int HEADER = 12;

    private static final int SEQUENCE = 8;

    private final Stream stream;
    private final Direction direction;
    private final RunClock clock;
    private final ProbeSocket from;
    private final Endpoint to;
    private final ProbeSocket receiving;
    private final Schedule schedule;
    private final NativeBuffer payload;
    private final long label;
    private final DatagramLog log = new DatagramLog();
    private long foreign;

    /** An end of a stream: its socket and what that is bound to. */
    record End(ProbeSocket socket, Endpoint endpoint) {}

    /**
     * What the datagrams of a run are told apart by from all others.
     *
     * @param run any number
     * @param stream the stream's place in the script
     */
    record Label(int run, int stream) {}

    DatagramRun(Stream stream, Direction direction, End from, End to, Label label, Schedule schedule, RunClock clock) {
        this.stream = stream;
        this.direction = direction;
        this.clock = clock;
        this.from = from.socket();
        this.to = to.endpoint();
        this.receiving = to.socket();
        this.schedule = schedule;
        int upwards = direction == Direction.UP ? 1 << 8 : 0;
        this.label = (long) label.run() << 32 | (label.stream() & 0xffffL) << 16 | upwards;
        this.payload = NativeBuffer.allocate(Math.max(HEADER, stream.payload()));
        payload.inNetworkOrder().putLong(0, this.label);
    }

    @Override
    public void begin(long startNanos) {
        schedule.begin(startNanos);
    }

    @Override
    public long dueNanos() {
        return schedule.dueNanos();
    }

    /** A datagram that the kernel refuses counts as sent. */
    @Override
    public void send() {
        long now = clock.nanos();
        payload.inNetworkOrder().putInt(SEQUENCE, log.sent(now));
        from.send(payload, 0, payload.size(), to);
        schedule.kept(now);
    }

    @Override
    public ProbeSocket socket() {
        return receiving;
    }

    @Override
    public void received(NativeBuffer buffer, int length, long nanos) {
        boolean ours = length == payload.size()
                && buffer.inNetworkOrder().getLong(0) == label
                && log.arrived(buffer.inNetworkOrder().getInt(SEQUENCE), nanos);
        if (!ours) {
            foreign++;
        }
    }

    @Override
    public boolean isComplete() {
        return log.isComplete();
    }

    DatagramFlow flow() {
        return log.flow(stream.name(), direction, stream.interval().toNanos());
    }

    /** What a reader of the figures must know; when all has ended. */
    List<String> remarks() {
        String name = stream.name() + " " + direction.word();
        List<String> remarks = new ArrayList<>();
        schedule.remark(name).ifPresent(remarks::add);
        long dropped = receiving.dropped();
        if (dropped > 0) {
            remarks.add(name + ": " + dropped + " datagrams were lost because the receiver was too slow");
        }
        if (foreign > 0) {
            remarks.add(name + ": " + foreign + " datagrams arrived that were not of this stream");
        }
        return remarks;
    }
}
