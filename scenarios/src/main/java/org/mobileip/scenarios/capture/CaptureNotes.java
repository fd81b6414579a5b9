package org.mobileip.scenarios.capture;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Adds comments to frames of a capture that {@link PcapngWriter} has written: what is known of them only when all is over. */
public final class CaptureNotes {

    private static final int ENHANCED_PACKET = 6;
    private static final int HEADER = 8;
    private static final int PACKET_FIXED = 20;
    private static final int CAPTURED_LENGTH = 12;
    private static final int TRAILER = 4;
    private static final int LARGEST_BLOCK = 1 << 20;
    private static final int BUFFER = 1 << 18;

    private CaptureNotes() {}

    /**
     * Adds what there is to say; the comments that a frame has stay.
     *
     * @param comments by the numbers of frames, from 1
     * @throws IOException when the file cannot be read or written; it is as it was then
     */
    public static void add(Path file, Map<Integer, List<String>> comments) throws IOException {
        if (comments.isEmpty()) {
            return;
        }
        Path noted = file.resolveSibling(file.getFileName() + ".noted");
        try (InputStream stored = Files.newInputStream(file);
                DataInputStream in = new DataInputStream(new BufferedInputStream(stored, BUFFER));
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(noted), BUFFER)) {
            copy(in, out, comments);
        }
        Files.move(noted, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void copy(DataInputStream in, OutputStream out, Map<Integer, List<String>> comments)
            throws IOException {
        int number = 0;
        for (byte[] block = next(in); block.length > 0; block = next(in)) {
            boolean isFrame = little(block).getInt(0) == ENHANCED_PACKET;
            number += isFrame ? 1 : 0;
            List<String> said = isFrame ? comments.getOrDefault(number, List.of()) : List.of();
            out.write(said.isEmpty() ? block : noted(block, said));
        }
    }

    /** The next block, whole; empty at the end. */
    private static byte[] next(DataInputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        if (header.length == 0) {
            return header;
        }
        int length = header.length < HEADER ? 0 : little(header).getInt(4);
        if (length < HEADER + TRAILER || length > LARGEST_BLOCK) {
            throw new IOException("a block of " + length + " octets");
        }
        ByteBuffer block = ByteBuffer.allocate(length).put(header);
        byte[] rest = in.readNBytes(length - HEADER);
        if (rest.length < length - HEADER) {
            throw new EOFException("the capture ends within a block");
        }
        return block.put(rest).array();
    }

    /** The comments come first of its options. */
    private static byte[] noted(byte[] block, List<String> said) {
        PcapngOptions options = new PcapngOptions();
        said.forEach(text -> options.text(PcapngOptions.COMMENT, text));
        byte[] added = options.encode();
        int captured = little(block).getInt(HEADER + CAPTURED_LENGTH);
        int at = HEADER + PACKET_FIXED + (captured + 3) / 4 * 4;
        boolean hasOptions = block.length - TRAILER > at;
        int extra = hasOptions ? added.length - 4 : added.length; // the end mark is there already
        ByteBuffer noted = ByteBuffer.allocate(block.length + extra).order(ByteOrder.LITTLE_ENDIAN);
        noted.put(block, 0, at).put(added, 0, extra).put(block, at, block.length - at);
        noted.putInt(4, block.length + extra).putInt(block.length + extra - TRAILER, block.length + extra);
        return noted.array();
    }

    private static ByteBuffer little(byte[] block) {
        return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    }
}
