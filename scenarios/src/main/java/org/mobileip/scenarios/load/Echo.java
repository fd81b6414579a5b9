package org.mobileip.scenarios.load;

import java.nio.ByteBuffer;
import org.mobileip.host.linux.PollSet;
import org.mobileip.host.linux.UdpReceiveBatch;
import org.mobileip.host.linux.UdpSendBatch;
import org.mobileip.host.linux.UdpSocket;
import org.mobileip.net.Endpoint;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;

/**
 * Answers each Registration Request with what looks like a grant, as fast as it can and without a thought: what a generator
 * reaches against this is its own limit.
 */
final class Echo implements AutoCloseable {

    private static final int BATCH = 64;
    private static final int MESSAGES = 16;
    private static final int ROOM = 1 << 16;
    private static final int LONGEST = 256;
    private static final int LOOK_MILLIS = 20;
    private static final int REQUEST_IDENTIFICATION = 16;
    private static final int REPLY_IDENTIFICATION = 12;

    private final UdpSocket socket;
    private final UdpReceiveBatch requests = new UdpReceiveBatch(MESSAGES, ROOM);
    private final UdpSendBatch replies = new UdpSendBatch(BATCH, LONGEST);
    private final Thread thread = new Thread(this::serve, "echo");
    private volatile boolean isClosed;

    /** Serves at {@code local}, in the network namespace of the calling thread, until it is closed. */
    Echo(Endpoint local) {
        socket = Generator.socket(local);
        thread.setDaemon(true);
        thread.start();
    }

    Endpoint local() {
        return socket.local();
    }

    private void serve() {
        PollSet waiting = new PollSet(socket.fd());
        while (!isClosed) {
            waiting.await(LOOK_MILLIS);
            for (int count = socket.receive(requests); count > 0; count = socket.receive(requests)) {
                answer(count);
            }
        }
    }

    private void answer(int count) {
        for (int done = 0; done < count; done += BATCH) {
            int some = Math.min(BATCH, count - done);
            for (int i = 0; i < some; i++) {
                write(i, done + i);
            }
            for (int sent = 0; sent < some; ) {
                sent += Math.max(1, socket.send(replies, sent, some - sent)); // What the kernel does not take is lost.
            }
        }
    }

    /** The reply is the request with another fixed part: the Extensions stay. */
    private void write(int reply, int request) {
        ByteBuffer octets = replies.payloads();
        int at = replies.at(reply);
        int from = requests.at(request);
        int extensions = Math.max(0, Math.min(requests.length(request), LONGEST) - RegistrationRequest.FIXED_SIZE);
        octets.put(at, requests.payloads(), from, RegistrationReply.FIXED_SIZE);
        octets.put(at, (byte) RegistrationReply.TYPE);
        octets.put(at + 1, (byte) 0);
        octets.putLong(at + REPLY_IDENTIFICATION, requests.payloads().getLong(from + REQUEST_IDENTIFICATION));
        octets.put(
                at + RegistrationReply.FIXED_SIZE,
                requests.payloads(),
                from + RegistrationRequest.FIXED_SIZE,
                extensions);
        replies.address(
                reply,
                requests.toAddress(request),
                0,
                requests.fromAddress(request),
                requests.fromPort(request),
                RegistrationReply.FIXED_SIZE + extensions);
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        socket.close();
    }
}
