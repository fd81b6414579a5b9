package org.mobileip.homeagent.daemon;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.mobileip.homeagent.Effect;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.SocketFilter;
import org.mobileip.host.linux.TimeOfDay;
import org.mobileip.host.linux.UdpReceiveBatch;
import org.mobileip.host.linux.UdpSendBatch;
import org.mobileip.host.linux.UdpSocket;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;

/**
 * UDP port 434: requests come many with one call, and replies leave so. A reply that is too long for that leaves alone, in its
 * turn. For one thread.
 */
final class RegistrationPort implements Performer.Outbox, AutoCloseable {

    /**
     * Some ten thousand requests may wait, which is less time than a node waits before it asks again: every node asks at once when
     * the agent comes back, and the first of a flood of forged ones are looked at by code that is not compiled yet.
     */
    private static final int ROOM_FOR_REQUESTS = 16 << 20;

    /** So many requests {@link #receive} returns at most. */
    static final int MOST_AT_ONCE = 256;

    private static final int LONGEST_REQUEST = 4096;
    private static final int LONGEST_USUAL_REPLY = 512;

    private final UdpSocket socket;
    private final Ipv4 known;
    private final Ipv4 own;
    private final Journal journal;
    private final InstantSource timeOfDay = TimeOfDay.source();
    private final UdpReceiveBatch received = new UdpReceiveBatch(MOST_AT_ONCE, LONGEST_REQUEST);
    private final UdpSendBatch toSend = new UdpSendBatch(MOST_AT_ONCE, LONGEST_USUAL_REPLY);
    private int waiting;

    private RegistrationPort(UdpSocket socket, Ipv4 known, Ipv4 own, Journal journal) {
        this.socket = socket;
        this.known = known;
        this.own = own;
        this.journal = journal;
    }

    /**
     * Binds it.
     *
     * @param known the address that the home agent is known by: what it sends from there leaves from {@code own}
     */
    RegistrationPort(Endpoint local, Ipv4 known, Ipv4 own, Journal journal) {
        this(UdpSocket.bind(local, UdpSocket.Options.PLAIN.withReceiveBuffer(ROOM_FOR_REQUESTS)), known, own, journal);
        socket.setFilter(SocketFilter.registrations());
    }

    /** The one that another process has bound, with what waits there. */
    static RegistrationPort inherited(Fd bound, Ipv4 known, Ipv4 own, Journal journal) {
        return new RegistrationPort(UdpSocket.inherited(bound), known, own, journal);
    }

    Fd fd() {
        return socket.fd();
    }

    Endpoint local() {
        return socket.local();
    }

    /** Receives what is sent to {@code group} on that interface too. */
    void join(int interfaceIndex, Ipv4 group) {
        socket.join(interfaceIndex, group);
    }

    /** The next that wait, as many as one call gives; none when none do. What is longer than any request is discarded. */
    List<Datagram> receive() {
        int count = socket.receive(received);
        Instant now = count > 0 ? timeOfDay.instant() : Instant.EPOCH;
        List<Datagram> datagrams = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Datagram datagram = datagram(i, now);
            if (received.isCut(i)) {
                journal.cut(datagram);
            } else {
                datagrams.add(datagram);
            }
        }
        return datagrams;
    }

    private Datagram datagram(int i, Instant now) {
        return new Datagram(
                new Endpoint(new Ipv4(received.fromAddress(i)), received.fromPort(i)),
                new Endpoint(new Ipv4(received.toAddress(i)), socket.local().port()),
                received.interfaceIndex(i),
                now,
                received.octets(i));
    }

    @Override
    public void send(Effect.Send datagram) {
        int length = datagram.octets().size();
        if (length > LONGEST_USUAL_REPLY) {
            flush();
            socket.send(sourceOf(datagram), datagram.to(), datagram.onto(), datagram.octets());
            return;
        }
        toSend.put(waiting, datagram.octets());
        toSend.address(waiting, sourceOf(datagram), datagram.onto().orElse(0), datagram.to(), length);
        waiting++;
        if (waiting == toSend.capacity()) {
            flush();
        }
    }

    private Ipv4 sourceOf(Effect.Send datagram) {
        return datagram.source().equals(known) ? own : datagram.source();
    }

    /** What the kernel does not take is lost, as it may be on any wire: the node asks again. */
    @Override
    public void flush() {
        int done = 0;
        while (done < waiting) {
            int sent = socket.send(toSend, done, waiting - done);
            if (sent < 0) {
                journal.failure("reply-not-sent", refusal(-sent));
            }
            done += Math.max(1, sent);
        }
        waiting = 0;
    }

    private static HostException refusal(int errno) {
        return new HostException("send a reply (errno " + errno + ")", errno);
    }

    @Override
    public void close() {
        socket.close();
    }
}
