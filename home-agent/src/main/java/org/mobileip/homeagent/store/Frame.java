package org.mobileip.homeagent.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.mobileip.homeagent.Change;

/**
 * A batch as octets.
 *
 * <pre>
 *   "MIPB" 4 | size of the changes 4 | index 8 | CRC-32C 4 | changes
 * </pre>
 *
 * The checksum is of the salt of the file, and of everything but itself.
 *
 * @param file that it is in
 * @param from where its changes begin
 * @param length how many octets these are
 */
record Frame(long index, ByteBuffer file, int from, int length) {

    static final int HEADER = 20;

    private static final int MAGIC = 0x4d49_5042;

    static ByteBuffer encode(long salt, long index, List<Change> changes) {
        int size = 0;
        for (Change change : changes) {
            size += ChangeCodec.size(change);
        }
        ByteBuffer octets = begun(index, size);
        changes.forEach(change -> ChangeCodec.put(change, octets));
        return finished(salt, octets);
    }

    /** The same of changes that are encoded already. */
    static ByteBuffer encodeRaw(long salt, long index, List<ByteBuffer> changes) {
        int size = changes.stream().mapToInt(ByteBuffer::limit).sum();
        ByteBuffer octets = begun(index, size);
        changes.forEach(change -> octets.put(change.duplicate().position(0)));
        return finished(salt, octets);
    }

    private static ByteBuffer begun(long index, int size) {
        return ByteBuffer.allocate(HEADER + size)
                .putInt(MAGIC)
                .putInt(size)
                .putLong(index)
                .putInt(0);
    }

    private static ByteBuffer finished(long salt, ByteBuffer octets) {
        return octets.flip().putInt(HEADER - 4, checksum(salt, octets));
    }

    /** The frame that begins at {@code at}; empty where none does that is whole. */
    static Optional<Frame> at(long salt, ByteBuffer file, int at) {
        if (file.limit() - at < HEADER || file.getInt(at) != MAGIC) {
            return Optional.empty();
        }
        int size = file.getInt(at + 4);
        if (size < 0 || size > file.limit() - at - HEADER) {
            return Optional.empty();
        }
        ByteBuffer octets = file.slice(at, HEADER + size);
        return octets.getInt(HEADER - 4) == checksum(salt, octets)
                ? Optional.of(new Frame(octets.getLong(8), file, at + HEADER, size))
                : Optional.empty();
    }

    private static int checksum(long salt, ByteBuffer octets) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(8).putLong(0, salt));
        crc.update(octets.duplicate().limit(HEADER - 4));
        crc.update(octets.duplicate().position(HEADER));
        return (int) crc.getValue();
    }

    /** How many octets it occupies. */
    int size() {
        return HEADER + length;
    }

    /** Its batch. */
    Batch batch() throws UnreadableException {
        return new Batch(index, ChangeCodec.readAll(file.slice(from, length)));
    }
}
