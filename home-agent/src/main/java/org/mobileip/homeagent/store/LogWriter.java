package org.mobileip.homeagent.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.mobileip.homeagent.Change;

/** A log that batches are appended to. For one thread. */
final class LogWriter implements Closeable {

    private final Disk.File file;
    private final FileHeader header;
    private long end;

    private LogWriter(Disk.File file, FileHeader header, long end) {
        this.file = file;
        this.header = header;
        this.end = end;
    }

    /** A new log in {@code directory}, durable before this returns. */
    static LogWriter create(Disk disk, Path directory, Path path, FileHeader header) throws IOException {
        Disk.File file = disk.open(path);
        try {
            file.write(header.encode(), 0);
            file.force();
            disk.forceDirectory(directory);
            return new LogWriter(file, header, FileHeader.SIZE);
        } catch (IOException refused) {
            file.close();
            Files.deleteIfExists(path); // It would be taken for the last one.
            throw refused;
        }
    }

    /** As {@link #create}, by writing over {@code spare}. Until it has its name it is nobody's. */
    static LogWriter recreate(Disk disk, Path directory, Path spare, Path path, FileHeader header) throws IOException {
        try (Disk.File file = disk.open(spare)) {
            file.write(header.encode(), 0);
            file.force();
        }
        Files.move(spare, path, StandardCopyOption.ATOMIC_MOVE);
        try {
            disk.forceDirectory(directory);
            return new LogWriter(disk.open(path), header, FileHeader.SIZE);
        } catch (IOException refused) {
            Files.deleteIfExists(path); // As there.
            throw refused;
        }
    }

    /** A log that there is; what lies behind {@code end} is cut off. */
    static LogWriter reopen(Disk disk, Path path, FileHeader header, long end) throws IOException {
        Disk.File file = disk.open(path);
        file.truncate(end);
        file.force();
        return new LogWriter(file, header, end);
    }

    /**
     * Writes a batch, which is not durable yet. After a failure it may be written again.
     *
     * @return how many octets that takes
     */
    int write(long index, List<Change> changes) throws IOException {
        ByteBuffer frame = Frame.encode(header.salt(), index, changes);
        int size = frame.remaining();
        file.write(frame, end);
        return size;
    }

    /** Makes the batch durable that was written last. A failure is for ever: the kernel forgets what it could not write. */
    void force(int size) throws IOException {
        file.force();
        end += size;
    }

    /** The index of its first batch. */
    long first() {
        return header.index();
    }

    long end() {
        return end;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
