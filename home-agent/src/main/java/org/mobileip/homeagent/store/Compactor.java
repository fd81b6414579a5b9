package org.mobileip.homeagent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Merges all that was kept up to a batch into one picture, while batches go on being appended behind it. */
final class Compactor {

    /** Some thousand changes a frame. */
    private static final int CHANGES_A_FRAME = 4096;

    private final StoreDirectory directory;
    private final Portions portions = new Portions();

    private final Consumer<ByteBuffer> afterReading;

    /** @param afterReading as {@link FileStore.Options} has it */
    Compactor(StoreDirectory directory, Consumer<ByteBuffer> afterReading) {
        this.directory = directory;
        this.afterReading = afterReading;
    }

    /**
     * Makes the picture up to {@code last}, and deletes what it stands for.
     *
     * @return how many octets it takes
     * @throws IOException where that fails; then everything is as it was
     */
    long compact(long last) throws IOException {
        RawTable all = new Loader(directory).read(last, portions::rest);
        try {
            long size = draw(last, all);
            directory.publish(last);
            directory.tidy();
            return size;
        } catch (IOException refused) {
            Files.deleteIfExists(directory.draft(last));
            throw refused;
        } finally {
            all.forEachFile(afterReading);
        }
    }

    private long draw(long last, RawTable all) throws IOException {
        FileHeader header = directory.pictureHeader(last);
        try (Disk.File file = directory.disk().open(directory.draft(last))) {
            file.write(header.encode(), 0);
            Drawing drawing = new Drawing(file, header.salt(), last);
            all.forEachChange(drawing::add);
            drawing.end();
            file.force();
            return drawing.size;
        }
    }

    /** A picture that is being written. */
    private final class Drawing {
        private final Disk.File file;
        private final long salt;
        private final long last;
        private final List<ByteBuffer> frame = new ArrayList<>(CHANGES_A_FRAME);
        private long size = FileHeader.SIZE;

        Drawing(Disk.File file, long salt, long last) {
            this.file = file;
            this.salt = salt;
            this.last = last;
        }

        void add(ByteBuffer change) throws IOException {
            frame.add(change);
            if (frame.size() == CHANGES_A_FRAME) {
                write();
                portions.rest();
            }
        }

        /** An empty frame says that this is all. */
        void end() throws IOException {
            if (!frame.isEmpty()) {
                write();
            }
            write();
        }

        private void write() throws IOException {
            ByteBuffer encoded = Frame.encodeRaw(salt, last, frame);
            int octets = encoded.remaining();
            file.write(encoded, size);
            size += octets;
            frame.clear();
        }
    }
}
