package org.mobileip.scenarios.capture;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
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

    private static final int BUFFER = 1 << 18;

    /** Time, direction, length on the wire, length here. */
    private static final int ENTRY_HEADER = 17;

    private final CaptureInterface captured;
    private final Path file;
    private final long limit;
    private final OutputStream out;
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
        this.out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
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
        byte[] entry = new byte[ENTRY_HEADER + frame.octets().size()];
        ByteBuffer.wrap(entry)
                .putLong(frame.nanos())
                .put((byte) (frame.outbound() ? 1 : 0))
                .putInt(frame.length())
                .putInt(frame.octets().size());
        frame.octets().copyTo(entry, ENTRY_HEADER);
        out.write(entry);
        return kept++;
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
        out.close();
    }

    /** Reads what was kept, in the order it was added. */
    public Reader read() throws IOException {
        return new Reader(file);
    }

    /** One pass over a spool. */
    public static final class Reader implements AutoCloseable {

        private final InputStream in;

        private Reader(Path file) throws IOException {
            this.in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        }

        /** The next frame, or empty after the last. */
        public Optional<CapturedFrame> next() throws IOException {
            byte[] header = in.readNBytes(ENTRY_HEADER);
            if (header.length < ENTRY_HEADER) {
                return Optional.empty();
            }
            ByteBuffer entry = ByteBuffer.wrap(header);
            long nanos = entry.getLong();
            boolean outbound = entry.get() != 0;
            int length = entry.getInt();
            byte[] octets = in.readNBytes(entry.getInt());
            return Optional.of(new CapturedFrame(nanos, outbound, Octets.of(octets), length));
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
