package org.mobileip.scenarios.capture;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
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

    private final CaptureInterface captured;
    private final Path file;
    private final long limit;
    private final DataOutputStream out;
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
        this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
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
        out.writeLong(frame.nanos());
        out.writeBoolean(frame.outbound());
        out.writeInt(frame.length());
        out.writeInt(frame.octets().size());
        out.write(frame.octets().toArray());
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

        private final DataInputStream in;

        private Reader(Path file) throws IOException {
            this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
        }

        /** The next frame, or empty after the last. */
        public Optional<CapturedFrame> next() throws IOException {
            long nanos;
            try {
                nanos = in.readLong();
            } catch (EOFException afterTheLast) {
                return Optional.empty();
            }
            boolean outbound = in.readBoolean();
            int length = in.readInt();
            byte[] octets = new byte[in.readInt()];
            in.readFully(octets);
            return Optional.of(new CapturedFrame(nanos, outbound, Octets.of(octets), length));
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
