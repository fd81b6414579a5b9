package org.mobileip.scenarios.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.mobileip.net.Octets;

/**
 * The frames of one interface on disk until all captures are merged, so that a long run costs no memory. One thread adds;
 * reading begins after {@link #close}. Bounded: frames beyond the limit are counted and not kept.
 */
public final class FrameSpool implements AutoCloseable {

    /** Of a spool in which there is something: most of those of many nodes are empty. */
    private static final int BUFFER = 1 << 16;

    /** Time, direction, length on the wire, length here. */
    private static final int ENTRY_HEADER = 17;

    private final CaptureInterface captured;
    private final Path file;
    private final long limit;
    private final OutputStream out;
    private ByteBuffer unwritten = ByteBuffer.allocate(0);
    private long size;
    private int kept;
    private long dropped;

    /**
     * Begins an empty spool.
     *
     * @param file is created, and is the caller's to delete
     * @param limit how many octets of frames to keep
     */
    public FrameSpool(CaptureInterface captured, Path file, long limit) throws IOException {
        this.captured = captured;
        this.file = file;
        this.limit = limit;
        this.out = Files.newOutputStream(file);
    }

    public CaptureInterface captured() {
        return captured;
    }

    /** Keeps a frame; returns its place among the kept ones, counted from 0, or -1 where the limit was reached. */
    public int add(CapturedFrame frame) throws IOException {
        if (size + frame.octets().size() > limit) {
            dropped++;
            return -1;
        }
        size += frame.octets().size();
        int length = frame.octets().size();
        makeRoom(ENTRY_HEADER + length);
        unwritten
                .putLong(frame.nanos())
                .put((byte) (frame.outbound() ? 1 : 0))
                .putInt(frame.length())
                .putInt(length);
        frame.octets().copyTo(unwritten.array(), unwritten.position());
        unwritten.position(unwritten.position() + length);
        return kept++;
    }

    private void makeRoom(int octets) throws IOException {
        if (unwritten.remaining() < octets) {
            flush();
            if (unwritten.capacity() < octets) {
                unwritten = ByteBuffer.allocate(Math.max(BUFFER, octets));
            }
        }
    }

    private void flush() throws IOException {
        if (unwritten.position() > 0) {
            out.write(unwritten.array(), 0, unwritten.position());
            unwritten.clear();
        }
    }

    /** So many frames passed without being seen at all. */
    void missed(long frames) {
        dropped += frames;
    }

    /** How many frames are kept. */
    public int kept() {
        return kept;
    }

    /** How many frames passed and are not kept. */
    public long dropped() {
        return dropped;
    }

    @Override
    public void close() throws IOException {
        try (out) {
            flush();
        }
    }

    /** Reads what was kept, in the order it was added. */
    public Reader read() throws IOException {
        return new Reader(file);
    }

    /** One pass over a spool. */
    public static final class Reader implements AutoCloseable {

        private final InputStream in;
        private ByteBuffer unread = ByteBuffer.allocate(0);

        private Reader(Path file) throws IOException {
            this.in = Files.newInputStream(file);
        }

        /** The next frame, or empty after the last. */
        public Optional<CapturedFrame> next() throws IOException {
            if (!fill(ENTRY_HEADER)) {
                return Optional.empty();
            }
            long nanos = unread.getLong();
            boolean outbound = unread.get() != 0;
            int length = unread.getInt();
            int kept = unread.getInt();
            if (!fill(kept)) {
                return Optional.empty();
            }
            Octets octets = Octets.of(unread.array(), unread.position(), kept);
            unread.position(unread.position() + kept);
            return Optional.of(new CapturedFrame(nanos, outbound, octets, length));
        }

        /** Has at least so many octets in memory; false at the end. */
        private boolean fill(int octets) throws IOException {
            if (unread.remaining() >= octets) {
                return true;
            }
            ByteBuffer next = ByteBuffer.allocate(Math.max(BUFFER, octets)).put(unread);
            int read = 0;
            while (read >= 0 && next.position() < octets) {
                read = in.read(next.array(), next.position(), next.remaining());
                next.position(next.position() + Math.max(0, read));
            }
            unread = next.flip();
            return unread.remaining() >= octets;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
