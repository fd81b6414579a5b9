package org.mobileip.homeagent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Room on the disk that is kept for bad days: a file full of zeros. When the disk is full it is given up, and what renews or ends
 * a binding is still served. For several threads.
 */
final class Reserve {

    private static final int BLOCK = 1 << 16;

    private final Disk disk;
    private final Path path;
    private long size;

    Reserve(Disk disk, Path path) throws IOException {
        this.disk = disk;
        this.path = path;
        this.size = Files.exists(path) ? Files.size(path) : 0;
    }

    /** Whether there is as much as {@code wanted}. */
    synchronized boolean has(long wanted) {
        return size >= wanted;
    }

    /** Sees that there is as much as {@code wanted}; on failure there is as much as before, or none. */
    synchronized void grow(long wanted) throws IOException {
        if (has(wanted)) {
            return;
        }
        try (Disk.File file = disk.open(path)) {
            ByteBuffer zeros = ByteBuffer.allocate(BLOCK);
            for (long at = size; at < wanted; at += BLOCK) {
                file.write(zeros.clear(), at);
            }
            file.force();
            size = wanted;
        } catch (IOException full) {
            release();
            throw full;
        }
    }

    /** Gives the room up; whether there was any. */
    synchronized boolean release() throws IOException {
        size = 0;
        return Files.deleteIfExists(path);
    }
}
