package org.mobileip.scenarios.sim;

import org.mobileip.net.Endpoint;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Stream;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.scenarios.sim.machine.Machine;
import org.mobileip.scenarios.sim.machine.Packet;
import org.mobileip.scenarios.traffic.DatagramLog;

/**
 * One direction of a udp stream. Each datagram begins with the same octets as in the netns world, by which a reader of the
 * capture knows it:
 *
 * <pre>
 *  | run, 4 | stream, 2 | up: 1 | 0 | sequence number, 4 | zeros …
 * </pre>
 */
final class DatagramStream implements Flowing {

    private static final int HEADER = 12;
    private static final int UDP_HEADER = 8;

    private final Stream stream;
    private final Direction direction;
    private final End from;
    private final Endpoint to;
    private final int run;
    private final int number;
    private final Beat beat;
    private final DatagramLog log = new DatagramLog();

    /** A machine, and the address and port of the stream on it. */
    record End(Machine machine, Endpoint endpoint) {}

    /**
     * A direction that does not flow yet; nothing else listens on the receiver's port.
     *
     * @param run tells the datagrams of one run from those of another
     * @param number the stream's place in the script
     * @param offset when to begin, in nanoseconds after the others
     */
    DatagramStream(Stream stream, Direction direction, End from, End to, int run, int number, long offset) {
        this.stream = stream;
        this.direction = direction;
        this.from = from;
        this.to = to.endpoint();
        this.run = run;
        this.number = number;
        this.beat =
                new Beat(from.machine().timeline(), offset, stream.interval().toNanos(), this::send);
        to.machine().sockets().bindUdp(to.endpoint().port(), (link, frame) -> received(to.machine(), frame));
    }

    @Override
    public void start() {
        beat.start();
    }

    @Override
    public void finish() {
        beat.stop();
    }

    @Override
    public boolean isComplete() {
        return log.isComplete();
    }

    private void send() {
        byte[] payload = new byte[Math.max(HEADER, stream.payload())];
        Packet.put32(payload, 0, run);
        Packet.put16(payload, 4, number);
        payload[6] = (byte) (direction == Direction.UP ? 1 : 0);
        Packet.put32(payload, 8, log.sent(from.machine().timeline().nanos()));
        from.machine().sockets().sendUdp(from.endpoint(), to, Octets.of(payload), 0, 0);
    }

    private void received(Machine machine, byte[] frame) {
        int at = Packet.payload(frame) + UDP_HEADER;
        boolean ours = frame.length >= at + HEADER
                && Packet.i32(frame, at) == run
                && Packet.u16(frame, at + 4) == number
                && frame[at + 6] == (direction == Direction.UP ? 1 : 0);
        if (ours) {
            log.arrived(Packet.i32(frame, at + 8), machine.timeline().nanos());
        }
    }

    DatagramFlow flow() {
        return log.flow(stream.name(), direction, stream.interval().toNanos());
    }
}
