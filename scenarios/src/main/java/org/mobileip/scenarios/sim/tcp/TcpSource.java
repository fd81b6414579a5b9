package org.mobileip.scenarios.sim.tcp;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.sim.machine.Alarm;
import org.mobileip.scenarios.sim.machine.Machine;
import org.mobileip.scenarios.sim.machine.Packet;
import org.mobileip.scenarios.traffic.Digests;
import org.mobileip.scenarios.traffic.OctetPattern;

/**
 * The end of a connection that opens it and sends. Places in the stream count from 0; the SYN is at place -1, the FIN behind the
 * last octet.
 */
public final class TcpSource {

    private static final int IP_AND_TCP = Packet.IP_HEADER + Segment.HEADER;
    private static final int WINDOW = 0xffff;
    private static final int LEAST_SEGMENT = 64;

    private final Machine machine;
    private final Endpoint from;
    private final Endpoint to;
    private final OctetPattern pattern;
    private final int first;
    private final RoundTrips roundTrips = new RoundTrips();
    private final MessageDigest digest = Digests.sha256();
    private final Alarm timer;
    private final Scoreboard scoreboard = new Scoreboard();
    private Congestion congestion;
    private int segment;
    private int sinksFirst;
    private boolean isOpen;
    private boolean isFinishing;
    private long written;
    private long acknowledged = -1;
    private long next;
    private long furthest;
    private long recovery;
    private long resend;
    private long window;
    private long timedPlace = -1;
    private long timedSince;

    /**
     * An end that is closed yet.
     *
     * @param first the initial sequence number
     */
    public TcpSource(Machine machine, Endpoint from, Endpoint to, OctetPattern pattern, int first) {
        this.machine = machine;
        this.from = from;
        this.to = to;
        this.pattern = pattern;
        this.first = first;
        this.segment = largest();
        this.congestion = new Congestion(segment);
        this.timer = new Alarm(machine.timeline(), this::timedOut);
        machine.sockets().bindTcp(from.port(), (link, frame) -> receive(frame));
        machine.sockets().onError(this::heardError);
    }

    private int largest() {
        return machine.sockets().mtuTowards(to.address()) - IP_AND_TCP;
    }

    /** Opens the connection. */
    public void open() {
        sendSyn();
    }

    private void sendSyn() {
        machine.sockets().sendTcp(Segment.opening(from, to, first - 1, 0, Segment.SYN, WINDOW, largest()));
        startTimer();
    }

    /** The application writes so many octets more. */
    public void write(int octets) {
        ByteBuffer piece = ByteBuffer.allocate(octets);
        pattern.fill(piece, written);
        digest.update(piece.flip());
        written += octets;
        push();
    }

    /** The application writes no more. */
    public void finish() {
        isFinishing = true;
        push();
    }

    /** Octets written. */
    public long written() {
        return written;
    }

    /** The SHA-256 of all that was written; once. */
    public Octets hash() {
        return Octets.of(digest.digest());
    }

    private void receive(byte[] frame) {
        if (!Segment.isSound(frame) || Packet.source(frame) != to.address().bits()) {
            return;
        }
        if (!isOpen && Segment.has(frame, Segment.SYN) && Segment.acknowledged(frame) == first) {
            isOpen = true;
            acknowledged = 0;
            sinksFirst = Segment.sequence(frame) + 1;
            window = Segment.window(frame);
            segment = Math.min(segment, Segment.largest(frame));
            congestion = new Congestion(segment);
            timer.set(Long.MAX_VALUE);
            machine.sockets().sendTcp(Segment.control(from, to, first, sinksFirst, Segment.ACK, WINDOW));
            push();
        } else if (isOpen && Segment.has(frame, Segment.ACK)) {
            window = Segment.window(frame);
            acknowledge(frame);
        }
    }

    private long place(int sequence) {
        return acknowledged + (sequence - (int) (first + acknowledged));
    }

    private void acknowledge(byte[] frame) {
        List<Integer> blocks = Segment.selective(frame);
        for (int i = 0; i + 1 < blocks.size(); i += 2) {
            scoreboard.add(place(blocks.get(i)), place(blocks.get(i + 1)));
        }
        long place = place(Segment.acknowledged(frame));
        if (place > acknowledged && place <= furthest) {
            advance(place);
        } else if (place == acknowledged && furthest > acknowledged && congestion.isLoss()) {
            congestion.recover(furthest - acknowledged);
            recovery = furthest;
            resend = acknowledged;
            timedPlace = -1;
            startTimer();
        }
        push();
    }

    private void advance(long place) {
        if (timedPlace >= 0 && place >= timedPlace) {
            roundTrips.measured(machine.timeline().nanos() - timedSince);
            timedPlace = -1;
        }
        boolean wasFull = furthest - acknowledged + segment > congestion.window();
        congestion.acknowledged(place - acknowledged, wasFull);
        acknowledged = place;
        scoreboard.forget(place);
        next = Math.max(next, place);
        resend = Math.max(resend, place);
        if (congestion.isRecovering() && place >= recovery) {
            congestion.recovered();
        } else if (congestion.isRecovering() && scoreboard.isEmpty()) {
            resend = place;
        }
        startTimer();
    }

    private long end() {
        return isFinishing ? written + 1 : written;
    }

    /** Sends what may be sent now: in a recovery what is missing comes first (RFC 6675). */
    private void push() {
        if (!isOpen) {
            return;
        }
        int sent = 1;
        while (sent > 0 && onTheWay() < congestion.window()) {
            sent = congestion.isRecovering() ? sendMissing() : 0;
            sent = sent > 0 ? sent : sendNext();
        }
        if (furthest > acknowledged && !timer.isSet()) {
            startTimer();
        }
    }

    /** What is believed to be on the way. */
    private long onTheWay() {
        if (!congestion.isRecovering()) {
            return next - acknowledged - scoreboard.countBetween(acknowledged, next);
        }
        long known = Math.max(scoreboard.highest(), resend);
        long again = resend - acknowledged - scoreboard.countBetween(acknowledged, resend);
        return again + (next - known);
    }

    private int sendMissing() {
        long place = scoreboard.firstMissing(resend);
        boolean isFirst = resend == acknowledged && place < recovery;
        if (!isFirst && place >= scoreboard.highest()) {
            return 0;
        }
        long limit = isFirst ? Math.max(recovery, scoreboard.highest()) : scoreboard.highest();
        int sent = sendAt(place, scoreboard.endOfMissing(place, limit));
        resend = place + sent;
        return sent;
    }

    private int sendNext() {
        next = scoreboard.firstMissing(next);
        if (next >= end() || next - acknowledged >= window) {
            return 0;
        }
        int sent = sendAt(next, scoreboard.endOfMissing(next, Long.MAX_VALUE));
        if (timedPlace < 0 && next >= furthest) {
            timedPlace = next + sent;
            timedSince = machine.timeline().nanos();
        }
        next += sent;
        furthest = Math.max(furthest, next);
        return sent;
    }

    /** Sends the segment at that place, which ends at {@code limit} at the latest; how much of the stream it carries. */
    private int sendAt(long place, long limit) {
        if (place >= written) {
            machine.sockets()
                    .sendTcp(Segment.control(
                            from, to, (int) (first + place), sinksFirst, Segment.ACK | Segment.FIN, WINDOW));
            return 1;
        }
        shrink();
        int length = (int) Math.min(segment, Math.min(written, limit) - place);
        byte[] frame = Segment.withRoom(from, to, (int) (first + place), sinksFirst, WINDOW, length);
        pattern.fill(Segment.data(frame), place);
        Packet.sumTransport(frame);
        machine.sockets().sendTcp(frame);
        return length;
    }

    /** The way has become narrower (RFC 1191 §6.4). */
    private void shrink() {
        int fits = Math.max(LEAST_SEGMENT, largest());
        if (fits < segment) {
            segment = fits;
            congestion.resize(segment);
        }
    }

    private void heardError(byte[] frame) {
        if (isOpen && largest() < segment && furthest > acknowledged) {
            shrink();
            next = acknowledged;
            timedPlace = -1;
            push();
        }
    }

    private void startTimer() {
        boolean isWaiting = !isOpen || furthest > acknowledged;
        timer.set(isWaiting ? machine.timeline().nanos() + roundTrips.timeout() : Long.MAX_VALUE);
    }

    private void timedOut() {
        roundTrips.timedOut();
        if (!isOpen) {
            sendSyn();
            return;
        }
        congestion.timedOut(furthest - acknowledged);
        recovery = furthest;
        timedPlace = -1;
        next = acknowledged;
        push();
        startTimer();
    }
}
