package org.mobileip.scenarios.sim;

import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.language.Stream;
import org.mobileip.scenarios.measure.PingFlow;
import org.mobileip.scenarios.sim.machine.Machine;
import org.mobileip.scenarios.sim.machine.Packet;
import org.mobileip.scenarios.traffic.EchoLog;

/** A ping stream: echo requests (RFC 792) with an identifier of its own, answered by the other's kernel. */
final class EchoStream implements Flowing {

    private final Stream stream;
    private final Machine machine;
    private final Ipv4 from;
    private final Ipv4 to;
    private final int identifier;
    private final Beat beat;
    private final EchoLog log = new EchoLog();

    /** Pings {@code to}; no other ping of the run has that identifier. */
    EchoStream(Stream stream, Machine machine, Ipv4 from, Ipv4 to, int identifier, long offset) {
        this.stream = stream;
        this.machine = machine;
        this.from = from;
        this.to = to;
        this.identifier = identifier;
        this.beat = new Beat(machine.timeline(), offset, stream.interval().toNanos(), this::send);
        machine.sockets()
                .bindEcho(
                        identifier,
                        (link, frame) -> log.answered(
                                Packet.u16(frame, Packet.payload(frame) + 6),
                                machine.timeline().nanos()));
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
        int sequence = log.sent(machine.timeline().nanos());
        machine.sockets().sendEcho(from, to, identifier, sequence, stream.payload());
    }

    PingFlow flow() {
        return log.flow(stream.name(), stream.interval().toNanos());
    }
}
