package org.mobileip.scenarios.load;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import org.mobileip.host.linux.PollSet;
import org.mobileip.host.linux.UdpReceiveBatch;
import org.mobileip.host.linux.UdpSendBatch;
import org.mobileip.host.linux.UdpSocket;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/**
 * Sends requests of the past to a home agent that was restarted, one of each node, and sees what it says to them. The request
 * behind a binding gets its old reply again; any other is answered with code 133.
 */
final class Reckoning {

    private static final int BATCH = 64;
    private static final int MESSAGES = 16;
    private static final int ROOM = 1 << 16;
    private static final int TRIES = 20;
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(2);
    private static final int HOME = 4;
    private static final int IDENTIFICATION = 12;
    private static final long LOW_HALF = 0xffff_ffffL;

    private final UdpSocket socket;
    private final Endpoint agent;
    private final Population population;
    private final Requests requests;
    private final UdpSendBatch toSend;
    private final UdpReceiveBatch received = new UdpReceiveBatch(MESSAGES, ROOM);
    private final PollSet waiting;
    private final long[] asked;
    private final BitSet granted = new BitSet();
    private final BitSet refused = new BitSet();
    private final BitSet otherwise = new BitSet();
    private int silent;

    /** To be made by {@link #ask}. */
    Reckoning(UdpSocket socket, Endpoint agent, Population population, Requests requests) {
        this.socket = socket;
        this.agent = agent;
        this.population = population;
        this.requests = requests;
        this.waiting = new PollSet(socket.fd());
        this.toSend = new UdpSendBatch(BATCH, requests.size());
        this.asked = new long[population.count()];
    }

    /** Which Identification a node's request has; 0: none is sent. */
    interface Past {
        long of(int node);
    }

    /** Sends them until all are answered or nobody answers any more. */
    void ask(Past past) {
        for (int node = 0; node < asked.length; node++) {
            asked[node] = past.of(node);
            silent += asked[node] != 0 ? 1 : 0;
        }
        for (int attempt = 0; attempt < TRIES && silent > 0; attempt++) {
            int due = 0;
            for (int node = 0; node < asked.length; node++) {
                if (asked[node] != 0 && !isAnswered(node)) {
                    put(node, due++);
                }
                if (due == BATCH) {
                    send(due);
                    due = 0;
                }
            }
            send(due);
            read(PATIENCE);
        }
    }

    private void put(int node, int i) {
        requests.put(node, asked[node], toSend.payloads(), toSend.at(i));
        toSend.address(i, Ipv4.UNSPECIFIED.bits(), 0, agent.address().bits(), agent.port(), requests.size());
    }

    /** What the kernel has no room for is asked again. */
    private void send(int due) {
        if (due > 0) {
            socket.send(toSend, 0, due);
            read(BETWEEN_BATCHES);
        }
    }

    private boolean isAnswered(int node) {
        return granted.get(node) || refused.get(node) || otherwise.get(node);
    }

    /** How many were asked and have not answered. */
    int silent() {
        return silent;
    }

    /** Those that got a grant. */
    BitSet granted() {
        return granted;
    }

    /** Those that were told it is old, code 133. */
    BitSet refused() {
        return refused;
    }

    /** Those that were told something else. */
    BitSet otherwise() {
        return otherwise;
    }

    /** What comes until nothing has come for so long, or all have answered. */
    private void read(Duration quiet) {
        while (silent > 0 && waiting.awaitNanos(quiet.toNanos())) {
            int count = socket.receive(received);
            for (int i = 0; i < count; i++) {
                read(i);
            }
        }
    }

    private void read(int i) {
        ByteBuffer octets = received.payloads();
        int at = received.at(i);
        if (received.length(i) < RegistrationReply.FIXED_SIZE || octets.get(at) != RegistrationReply.TYPE) {
            return;
        }
        int node = octets.getInt(at + HOME) - population.home(0).bits();
        boolean isAnswer = node >= 0
                && node < asked.length
                && !isAnswered(node)
                && (octets.getLong(at + IDENTIFICATION) & LOW_HALF) == (asked[node] & LOW_HALF);
        if (isAnswer) {
            ReplyCode code = new ReplyCode(octets.get(at + 1) & 0xff);
            BitSet outcome =
                    code.isAccepted() ? granted : code.equals(ReplyCode.IDENTIFICATION_MISMATCH) ? refused : otherwise;
            outcome.set(node);
            silent--;
        }
    }
}
