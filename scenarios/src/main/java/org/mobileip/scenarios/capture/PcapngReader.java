package org.mobileip.scenarios.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Octets;

/**
 * Reads what {@link PcapngWriter} wrote: one little-endian section of Ethernet interfaces with nanosecond times. Frames are
 * numbered from 1 as other programs number them. Blocks of other kinds are passed over.
 */
public final class PcapngReader implements AutoCloseable {

    private static final int SECTION_HEADER = 0x0a0d_0d0a;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
    private static final int BLOCK_HEADER = 8;
    private static final int BLOCK_OVERHEAD = 12;
    private static final int LARGEST_BLOCK = 1 << 20;
    private static final int FLAG_OUTBOUND = 2;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST_BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    private final List<String> interfaces = new ArrayList<>();
    private int number;

    /**
     * One frame of the file.
     *
     * @param number counted from 1 over all interfaces
     * @param captured the interface's name, like {@code mn:cafe}
     */
    public record Numbered(int number, String captured, CapturedFrame frame) {}

    private PcapngReader(FileChannel channel) {
        this.channel = channel;
        buffer.flip();
    }

    /**
     * Opens a file.
     *
     * @throws IOException when it cannot be read, or is not such a file
     */
    public static PcapngReader open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        PcapngReader reader = new PcapngReader(channel);
        try {
            ByteBuffer block = reader.nextBlock()
                    .orElseThrow(() -> new IOException(file + " ends before its section header does"));
            if (block.getInt(0) != SECTION_HEADER || block.getInt(BLOCK_HEADER) != BYTE_ORDER_MAGIC) {
                throw new IOException(file + " is not a capture of ours: no little-endian pcapng section header");
            }
            return reader;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The next frame, or empty after the last, also where the file was cut off. */
    public Optional<Numbered> next() throws IOException {
        for (Optional<ByteBuffer> block = nextBlock(); block.isPresent(); block = nextBlock()) {
            int type = block.get().getInt(0);
            if (type == INTERFACE_DESCRIPTION) {
                interfaces.add(nameOf(block.get()));
            } else if (type == ENHANCED_PACKET) {
                return Optional.of(frame(block.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<ByteBuffer> nextBlock() throws IOException {
        if (!fill(BLOCK_OVERHEAD)) {
            return Optional.empty();
        }
        int length = buffer.getInt(buffer.position() + 4);
        if (length < BLOCK_OVERHEAD || length > LARGEST_BLOCK || length % 4 != 0) {
            throw new IOException("a block of " + length + " octets after frame " + number);
        }
        if (!fill(length)) {
            return Optional.empty();
        }
        ByteBuffer block = buffer.slice(buffer.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.position(buffer.position() + length);
        return Optional.of(block);
    }

    /** Has at least so many octets in the buffer; false at the end of the file. */
    private boolean fill(int octets) throws IOException {
        if (buffer.remaining() >= octets) {
            return true;
        }
        buffer.compact();
        while (buffer.position() < octets && channel.read(buffer) >= 0) {
            // until there is enough
        }
        buffer.flip();
        return buffer.remaining() >= octets;
    }

    private static String nameOf(ByteBuffer block) {
        return option(block, BLOCK_HEADER + 8, PcapngOptions.INTERFACE_NAME)
                .map(value -> StandardCharsets.UTF_8.decode(value).toString())
                .orElse("");
    }

    private Numbered frame(ByteBuffer block) throws IOException {
        int captured = block.getInt(BLOCK_HEADER);
        long nanos = ((long) block.getInt(BLOCK_HEADER + 4) << 32) | (block.getInt(BLOCK_HEADER + 8) & 0xffff_ffffL);
        int kept = block.getInt(BLOCK_HEADER + 12);
        int length = block.getInt(BLOCK_HEADER + 16);
        int data = BLOCK_HEADER + 20;
        number++;
        if (captured < 0 || captured >= interfaces.size() || kept < 0 || kept > block.capacity() - data - 4) {
            throw new IOException("frame " + number + " does not fit its block");
        }
        boolean outbound = option(block, data + (kept + 3) / 4 * 4, PcapngOptions.PACKET_FLAGS)
                .map(value -> (value.getInt(value.position()) & 3) == FLAG_OUTBOUND)
                .orElse(false);
        Octets octets = Octets.of(block.slice(data, kept));
        return new Numbered(
                number, interfaces.get(captured), new CapturedFrame(nanos, outbound, octets, Math.max(length, kept)));
    }

    private static Optional<ByteBuffer> option(ByteBuffer block, int from, int wanted) {
        int end = block.capacity() - 4;
        int at = from;
        while (at + 4 <= end) {
            int code = block.getShort(at) & 0xffff;
            int length = block.getShort(at + 2) & 0xffff;
            if (code == 0 || at + 4 + length > end) {
                return Optional.empty();
            }
            if (code == wanted) {
                return Optional.of(block.slice(at + 4, length).order(ByteOrder.LITTLE_ENDIAN));
            }
            at += 4 + (length + 3) / 4 * 4;
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
