package org.mobileip.scenarios.sim.tcp;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.measure.TcpFlow;
import org.mobileip.scenarios.sim.machine.Alarm;
import org.mobileip.scenarios.sim.machine.Machine;
import org.mobileip.scenarios.sim.machine.Packet;
import org.mobileip.scenarios.traffic.Digests;
import org.mobileip.scenarios.traffic.OctetPattern;
import org.mobileip.scenarios.traffic.ProgressLog;

/** The end of a connection that receives, and looks at every octet that the application reads. */
public final class TcpSink {

    private static final int ROOM = 4 << 20;
    private static final long DELAY = 40_000_000L;
    private static final int MOST_READINGS = 1 << 20;
    private static final int MOST_BLOCKS = 8;
    private static final int IP_AND_TCP = Packet.IP_HEADER + Segment.HEADER;

    private final Machine machine;
    private final Endpoint local;
    private final OctetPattern pattern;
    private final int first;
    private final MessageDigest digest = Digests.sha256();
    private final ProgressLog progress = new ProgressLog(MOST_READINGS);
    private final TreeMap<Long, byte[]> early = new TreeMap<>();
    private final Set<Integer> connections = new HashSet<>();
    private final Alarm delayed;
    private Endpoint peer;
    private int sourcesFirst;
    private boolean isOpen;
    private boolean inOrder = true;
    private boolean hasEnded;
    private long received;
    private long end = Long.MAX_VALUE;
    private long lastNanos;
    private int unacknowledged;
    private long latest;

    /**
     * Listens from now on.
     *
     * @param first the initial sequence number of what it sends, which is nothing
     */
    public TcpSink(Machine machine, Endpoint local, OctetPattern pattern, int first) {
        this.machine = machine;
        this.local = local;
        this.peer = local;
        this.pattern = pattern;
        this.first = first;
        this.delayed = new Alarm(machine.timeline(), this::acknowledge);
        machine.sockets().bindTcp(local.port(), (link, frame) -> receive(frame));
    }

    private void receive(byte[] frame) {
        if (!Segment.isSound(frame)) {
            return;
        }
        if (Segment.has(frame, Segment.SYN)) {
            opened(frame);
        } else if (isOpen && Packet.source(frame) == peer.address().bits()) {
            long place = received + (Segment.sequence(frame) - (int) (sourcesFirst + received));
            ByteBuffer data = Segment.data(frame);
            if (Segment.has(frame, Segment.FIN)) {
                end = place + data.remaining();
            }
            take(place, data, Segment.has(frame, Segment.FIN));
        }
    }

    private void opened(byte[] frame) {
        connections.add(Segment.sequence(frame));
        if (!isOpen) {
            isOpen = true;
            peer = new Endpoint(new Ipv4(Packet.source(frame)), Segment.sourcePort(frame));
            sourcesFirst = Segment.sequence(frame) + 1;
            note();
        }
        int largest = machine.sockets().mtuTowards(peer.address()) - IP_AND_TCP;
        machine.sockets()
                .sendTcp(Segment.opening(
                        local, peer, first - 1, sourcesFirst, Segment.SYN | Segment.ACK, windowField(), largest));
    }

    private static int windowField() {
        return ROOM >> Segment.WINDOW_SHIFT;
    }

    private void take(long place, ByteBuffer data, boolean isLast) {
        int length = data.remaining();
        boolean isNext = place <= received && place + length > received;
        if (length > 0 && isNext) {
            data.position(data.position() + (int) (received - place));
            read(data);
            readEarly();
        } else if (length > 0 && place > received && place - received < ROOM) {
            byte[] copy = new byte[length];
            data.get(copy);
            latest = place;
            early.merge(place, copy, (old, other) -> old.length >= other.length ? old : other);
        }
        if (received == end) {
            hasEnded = true;
        }
        boolean isPlain = isNext && early.isEmpty() && !isLast;
        if (length > 0 || isLast) {
            answer(isPlain);
        }
    }

    private void readEarly() {
        while (!early.isEmpty() && early.firstKey() <= received) {
            Map.Entry<Long, byte[]> entry = early.pollFirstEntry();
            long skip = received - entry.getKey();
            if (skip < entry.getValue().length) {
                read(ByteBuffer.wrap(entry.getValue(), (int) skip, entry.getValue().length - (int) skip));
            }
        }
    }

    private void read(ByteBuffer octets) {
        digest.update(octets.duplicate());
        long place = received;
        received += octets.remaining();
        if (!pattern.matches(octets, place)) {
            inOrder = false;
        }
        note();
    }

    private void note() {
        lastNanos = machine.timeline().nanos();
        progress.add(lastNanos, received);
    }

    /** Every second segment is acknowledged at once, and whatever is out of the ordinary (RFC 5681 §4.2). */
    private void answer(boolean isPlain) {
        unacknowledged++;
        if (!isPlain || unacknowledged >= 2) {
            acknowledge();
        } else {
            delayed.set(machine.timeline().nanos() + DELAY);
        }
    }

    private void acknowledge() {
        unacknowledged = 0;
        delayed.set(Long.MAX_VALUE);
        long next = hasEnded ? received + 1 : received;
        machine.sockets()
                .sendTcp(Segment.selective(local, peer, first, (int) (sourcesFirst + next), windowField(), blocks()));
    }

    /** What is there beyond what is acknowledged; first, where the latest segment is. */
    private List<Integer> blocks() {
        List<long[]> ranges = new ArrayList<>();
        early.forEach((place, octets) -> {
            long end = place + octets.length;
            long[] last = ranges.isEmpty() ? new long[] {-1, -1} : ranges.get(ranges.size() - 1);
            if (place <= last[1]) {
                last[1] = Math.max(last[1], end);
            } else {
                ranges.add(new long[] {place, end});
            }
        });
        List<Integer> blocks = new ArrayList<>();
        ranges.stream().filter(range -> range[0] <= latest && latest < range[1]).forEach(range -> add(blocks, range));
        ranges.stream().filter(range -> range[0] > latest || latest >= range[1]).forEach(range -> add(blocks, range));
        return blocks.subList(0, Math.min(MOST_BLOCKS, blocks.size()));
    }

    private void add(List<Integer> blocks, long[] range) {
        blocks.add((int) (sourcesFirst + range[0]));
        blocks.add((int) (sourcesFirst + range[1]));
    }

    /** Octets received in order. */
    public long received() {
        return received;
    }

    /** When some were received last; 0 before. */
    public long lastNanos() {
        return lastNanos;
    }

    /** How many connections were opened. */
    public int connections() {
        return connections.size();
    }

    /** The source has said that no more follows, and all was read. */
    public boolean hasEnded() {
        return hasEnded;
    }

    /** Every octet until now was the one that belongs there. */
    public boolean isInOrder() {
        return inOrder;
    }

    /** The SHA-256 of all that was received; once. */
    public Octets hash() {
        return Octets.of(digest.digest());
    }

    public List<TcpFlow.Received> readings() {
        return progress.readings();
    }
}
