package org.mobileip.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/** One client of the daemon: a request line in, an answer line out, the end. Never throws at its owner. */
final class Connection implements Runnable {

    private static final int LONGEST_REQUEST = 4096;

    private final SocketChannel channel;
    private final Dialogue dialogue;
    private final Credentials credentials;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicBoolean beingAnswered = new AtomicBoolean();

    Connection(SocketChannel channel, Dialogue dialogue, Credentials credentials) {
        this.channel = channel;
        this.dialogue = dialogue;
        this.credentials = credentials;
    }

    /** Whether the whole request has arrived: until then the client is nobody's friend yet. */
    boolean hasAsked() {
        return asked.get();
    }

    /** Whether the daemon has yet to find out what to say. */
    boolean isBeingAnswered() {
        return beingAnswered.get();
    }

    @Override
    public void run() {
        try (channel) {
            String request = readLine();
            asked.set(true);
            beingAnswered.set(true);
            String answer = dialogue.answer(request, credentials.mayChange(channel));
            beingAnswered.set(false);
            write(answer + "\n");
        } catch (IOException goneOrTooSlow) {
            return; // A client that hangs up, or was hung up on, gets no answer.
        }
    }

    private String readLine() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST_REQUEST);
        while (buffer.hasRemaining()) {
            int before = buffer.position();
            if (channel.read(buffer) < 0) {
                throw new IOException("hung up within the request");
            }
            for (int at = before; at < buffer.position(); at++) {
                if (buffer.get(at) == '\n') {
                    return new String(buffer.array(), 0, at, StandardCharsets.UTF_8);
                }
            }
        }
        throw new IOException("a request has at most " + LONGEST_REQUEST + " octets");
    }

    private void write(String line) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    /** Wakes a thread that is blocked in this connection; it then ends. */
    void hangUp() {
        try {
            channel.close();
        } catch (IOException nothingLeftToClose) {
            return;
        }
    }
}
