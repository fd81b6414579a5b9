package org.mobileip.scenarios.load;

import java.nio.ByteBuffer;
import org.mobileip.host.linux.PollSet;
import org.mobileip.host.linux.UdpBatch;
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
    private static final int ROOM = 256;
    private static final int LOOK_MILLIS = 20;
    private static final int REQUEST_IDENTIFICATION = 16;
    private static final int REPLY_IDENTIFICATION = 12;

    private final UdpSocket socket;
    private final UdpBatch batch = new UdpBatch(BATCH, ROOM);
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
            for (int count = socket.receive(batch); count > 0; count = socket.receive(batch)) {
                answer(count);
            }
        }
    }

    private void answer(int count) {
        ByteBuffer octets = batch.payloads();
        for (int i = 0; i < count; i++) {
            int at = batch.at(i);
            long identification = octets.getLong(at + REQUEST_IDENTIFICATION);
            octets.put(at, (byte) RegistrationReply.TYPE);
            octets.put(at + 1, (byte) 0);
            octets.putLong(at + REPLY_IDENTIFICATION, identification);
            int length = batch.length(i) - RegistrationRequest.FIXED_SIZE + RegistrationReply.FIXED_SIZE;
            batch.address(i, batch.toAddress(i), 0, batch.fromAddress(i), batch.fromPort(i), length);
        }
        for (int done = 0; done < count; ) {
            done += Math.max(1, socket.send(batch, done, count - done)); // What the kernel does not take is lost.
        }
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
