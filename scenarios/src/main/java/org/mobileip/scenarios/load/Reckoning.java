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
    private static final int PATIENCE_MILLIS = 500;
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

    /** To be made by {@link #ask}. */
    Reckoning(UdpSocket socket, Endpoint agent, Population population, Requests requests) {
        this.socket = socket;
        this.agent = agent;
        this.population = population;
        this.requests = requests;
        this.waiting = new PollSet(socket.fd());
        this.toSend = new UdpSendBatch(1, requests.size());
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
        }
        for (int attempt = 0; attempt < TRIES && silent() > 0; attempt++) {
            for (int node = 0; node < asked.length; node++) {
                if (asked[node] != 0 && !isAnswered(node)) {
                    requests.put(node, asked[node], toSend.payloads(), toSend.at(0));
                    toSend.address(
                            0, Ipv4.UNSPECIFIED.bits(), 0, agent.address().bits(), agent.port(), requests.size());
                    socket.send(toSend, 0, 1);
                    if (node % BATCH == 0) {
                        read(Duration.ofMillis(2));
                    }
                }
            }
            read(Duration.ofMillis(PATIENCE_MILLIS));
        }
    }

    private boolean isAnswered(int node) {
        return granted.get(node) || refused.get(node) || otherwise.get(node);
    }

    /** How many were asked and have not answered. */
    int silent() {
        int silent = 0;
        for (int node = 0; node < asked.length; node++) {
            silent += asked[node] != 0 && !isAnswered(node) ? 1 : 0;
        }
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

    /** What comes until nothing has come for so long. */
    private void read(Duration quiet) {
        while (waiting.awaitNanos(quiet.toNanos())) {
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
                && (octets.getLong(at + IDENTIFICATION) & LOW_HALF) == (asked[node] & LOW_HALF);
        if (isAnswer) {
            ReplyCode code = new ReplyCode(octets.get(at + 1) & 0xff);
            BitSet outcome =
                    code.isAccepted() ? granted : code.equals(ReplyCode.IDENTIFICATION_MISMATCH) ? refused : otherwise;
            outcome.set(node);
        }
    }
}
