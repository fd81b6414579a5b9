package org.mobileip.scenarios.traffic;

import java.util.List;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.ProbeSocket;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.language.Stream;
import org.mobileip.scenarios.measure.PingFlow;
import org.mobileip.wire.IcmpMessage;

/** A ping stream while it runs: real echo requests (RFC 792), with an identifier of its own, answered by the other's kernel. */
final class EchoRun implements Paced, Receiver.Source {

    private static final int IDENTIFIER = 4;
    private static final int SEQUENCE = 6;
    private static final int HEADER = 8;

    private final Stream stream;
    private final RunClock clock;
    private final ProbeSocket socket;
    private final Endpoint to;
    private final int identifier;
    private final Schedule schedule;
    private final Octets data;
    private final NativeBuffer message;
    private final EchoLog log = new EchoLog();

    /**
     * Pings {@code to}.
     *
     * @param identifier 0 to 65535, unlike that of every other ping of the run
     */
    EchoRun(Stream stream, ProbeSocket socket, Ipv4 to, int identifier, Schedule schedule, RunClock clock) {
        this.stream = stream;
        this.clock = clock;
        this.socket = socket;
        this.to = new Endpoint(to, 0);
        this.identifier = identifier;
        this.schedule = schedule;
        this.data = Octets.of(new byte[stream.payload()]);
        this.message = NativeBuffer.allocate(HEADER + stream.payload());
    }

    @Override
    public void begin(long startNanos) {
        schedule.begin(startNanos);
    }

    @Override
    public long dueNanos() {
        return schedule.dueNanos();
    }

    /** A request that the kernel refuses counts as sent. */
    @Override
    public void send() {
        long now = clock.nanos();
        int sequence = log.sent(now);
        Octets body = Octets.of(new byte[] {
                    (byte) (identifier >>> 8), (byte) identifier, (byte) (sequence >>> 8), (byte) sequence
                })
                .plus(data);
        message.put(0, new IcmpMessage(IcmpMessage.ECHO_REQUEST, 0, body).encode());
        socket.send(message, 0, message.size(), to);
        schedule.kept(now);
    }

    @Override
    public ProbeSocket socket() {
        return socket;
    }

    /** The answers to all pings of the node arrive here, ours among them. */
    @Override
    public void received(NativeBuffer buffer, int length, long nanos) {
        int icmp = (buffer.inNetworkOrder().get(0) & 0xf) * 4;
        boolean ours =
                length >= icmp + HEADER && (buffer.inNetworkOrder().getShort(icmp + IDENTIFIER) & 0xffff) == identifier;
        if (ours) {
            log.answered(buffer.inNetworkOrder().getShort(icmp + SEQUENCE) & 0xffff, nanos);
        }
    }

    @Override
    public boolean isComplete() {
        return log.isComplete();
    }

    PingFlow flow() {
        return log.flow(stream.name(), stream.interval().toNanos());
    }

    /** What a reader of the figures must know; when all has ended. */
    List<String> remarks() {
        return schedule.remark(stream.name()).stream().toList();
    }
}
