package org.mobileip.homeagent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;

/** Merges all that was kept up to a batch into one picture, while batches go on being appended behind it. */
final class Compactor {

    /** Some thousand changes a frame. */
    private static final int CHANGES_A_FRAME = 4096;

    private final StoreDirectory directory;
    private final Portions portions = new Portions();

    Compactor(StoreDirectory directory) {
        this.directory = directory;
    }

    /**
     * Makes the picture up to {@code last}, and deletes what it stands for.
     *
     * @return how many octets it takes
     * @throws IOException where that fails; then everything is as it was
     */
    long compact(long last) throws IOException {
        List<ByteBuffer> changes =
                new Loader(directory).read(last, portions::rest).changes();
        try {
            long size = draw(last, changes);
            directory.publish(last);
            directory.tidy();
            return size;
        } catch (IOException refused) {
            Files.deleteIfExists(directory.draft(last));
            throw refused;
        }
    }

    private long draw(long last, List<ByteBuffer> changes) throws IOException {
        FileHeader header = directory.pictureHeader(last);
        try (Disk.File file = directory.disk().open(directory.draft(last))) {
            file.write(header.encode(), 0);
            long at = FileHeader.SIZE;
            for (int from = 0; from < changes.size(); from += CHANGES_A_FRAME) {
                portions.rest();
                int to = Math.min(changes.size(), from + CHANGES_A_FRAME);
                at += write(file, Frame.encodeRaw(header.salt(), last, changes.subList(from, to)), at);
            }
            at += write(file, Frame.encodeRaw(header.salt(), last, List.of()), at);
            file.force();
            return at;
        }
    }

    private static int write(Disk.File file, ByteBuffer frame, long at) throws IOException {
        int size = frame.remaining();
        file.write(frame, at);
        return size;
    }
}
