package org.mobileip.homeagent.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.StoreState;

/** A store in a directory of this machine, which one process at a time has. */
public final class FileStore implements Store {

    /**
     * Who is told what the store does, on the thread of the executor.
     *
     * <p>{@code why} is one sentence for a person.
     */
    public interface Watcher {
        void storeIs(StoreState state, String why);

        /** Something went wrong that the store survives. */
        void troubled(String event, Throwable cause);
    }

    /**
     * How a store behaves.
     *
     * @param compactAfter a log is merged into the picture when it is larger than this and twice the picture; octets
     * @param leastReserve so many octets of the disk are kept for when it is full; twice the picture comes on top
     * @param onCommitter runs first on the thread that writes
     * @param afterReading is given each mapped file that nobody is about to look at again
     */
    public record Options(
            long compactAfter, long leastReserve, Runnable onCommitter, Consumer<ByteBuffer> afterReading) {

        /** For whom a file may be mapped for as long as it likes. */
        public Options(long compactAfter, long leastReserve, Runnable onCommitter) {
            this(compactAfter, leastReserve, onCommitter, mapped -> {});
        }

        /** What a daemon uses. */
        public static Options usual(Runnable onCommitter, Consumer<ByteBuffer> afterReading) {
            return new Options(32 << 20, 1 << 20, onCommitter, afterReading);
        }

        /** The same without a machine to think of. */
        public static Options usual(Runnable onCommitter) {
            return usual(onCommitter, mapped -> {});
        }
    }

    private final StoreDirectory directory;
    private final Committer committer;
    private Optional<Contents> loaded;

    FileStore(StoreDirectory directory, Committer committer, Contents loaded) {
        this.directory = directory;
        this.committer = committer;
        this.loaded = Optional.of(loaded);
    }

    /**
     * Opens the store in {@code state}, and looks at all of it, and at what earlier versions have kept there.
     *
     * @param executor runs one task after the other, on whatever thread
     * @throws UnreadableException where it is damaged or of a later version
     * @throws IOException where the directory cannot be used, or is in use
     */
    public static FileStore open(Path state, Options options, Executor executor, Watcher watcher) throws IOException {
        return open(state, options, executor, watcher, Disk.ofThisMachine());
    }

    static FileStore open(Path state, Options options, Executor executor, Watcher watcher, Disk disk)
            throws IOException {
        return LoadedStore.of(state, disk).start(options, executor, watcher);
    }

    @Override
    public void append(List<Change> changes, Runnable whenDurable) {
        committer.append(changes, whenDurable);
    }

    @Override
    public int waiting() {
        return committer.waiting();
    }

    @Override
    public Contents readAll() throws IOException {
        Optional<Contents> atStart = loaded.filter(contents -> contents.index() == committer.durable());
        loaded = Optional.empty(); // Large, and soon old.
        return atStart.isPresent()
                ? atStart.get()
                : new Loader(directory).read(committer.durable(), () -> {}).contents();
    }

    @Override
    public List<Batch> after(long index, int most) throws IOException {
        long durable = committer.durable();
        Map.Entry<Long, Path> holder = directory.logs().floorEntry(index + 1);
        if (index >= durable || most == 0) {
            return List.of();
        }
        if (holder == null) {
            throw new CompactedException(index);
        }
        List<Batch> batches = new ArrayList<>();
        try {
            for (Path log : directory.logs().tailMap(holder.getKey(), true).values()) {
                StoreFile.open(log).readLog(batch -> {
                    if (batch.index() > index && batch.index() <= durable && batches.size() < most) {
                        batches.add(batch);
                    }
                    return batch.index() < durable && batches.size() < most;
                });
            }
        } catch (NoSuchFileException | UnreadableException unreadable) {
            if (Files.exists(holder.getValue())) {
                throw unreadable;
            }
            throw new CompactedException(index); // It was merged meanwhile, and perhaps written over.
        }
        return batches;
    }

    @Override
    public StoreStatus status() {
        return committer.status();
    }

    @Override
    public void close() {
        committer.close();
    }
}
