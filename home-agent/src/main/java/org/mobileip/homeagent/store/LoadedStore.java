package org.mobileip.homeagent.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import org.mobileip.homeagent.Change;

/** A store of which all has been looked at, and that nothing is appended to yet: so that a start need not wait to begin with that. */
public final class LoadedStore implements Closeable {

    private final StoreDirectory directory;
    private final LogWriter log;
    private final Contents contents;

    private LoadedStore(StoreDirectory directory, LogWriter log, Contents contents) {
        this.directory = directory;
        this.log = log;
        this.contents = contents;
    }

    /**
     * Takes the store in {@code state}, and looks at all of it, and at what earlier versions have kept there.
     *
     * @throws UnreadableException where it is damaged or of a later version
     * @throws IOException where the directory cannot be used, or is in use
     */
    public static LoadedStore of(Path state) throws IOException {
        return of(state, Disk.ofThisMachine());
    }

    static LoadedStore of(Path state, Disk disk) throws IOException {
        StoreDirectory directory = new StoreDirectory(state.resolve("journal"), disk);
        try {
            RawTable table = new RawTable(directory.octets());
            LogWriter log = new Loader(directory).load(table);
            migrate(new OldReplayDirectory(state), log, table);
            return new LoadedStore(directory, log, table.contents());
        } catch (IOException | RuntimeException refused) {
            directory.close();
            throw refused;
        }
    }

    private static void migrate(OldReplayDirectory old, LogWriter log, RawTable table) throws IOException {
        List<Change> newest = old.load();
        if (!newest.isEmpty()) {
            Batch batch = new Batch(table.index() + 1, newest);
            log.force(log.write(batch.index(), batch.changes()));
            ByteBuffer frame = Frame.encode(0, batch.index(), batch.changes());
            table.take(Frame.at(0, frame, 0).orElseThrow());
        }
        old.setAside();
    }

    /**
     * The store, which has all that is here: this is not to be used any more, nor closed.
     *
     * @param executor runs one task after the other, on whatever thread
     * @throws IOException where the disk refuses what the store needs of it
     */
    public FileStore start(FileStore.Options options, Executor executor, FileStore.Watcher watcher) throws IOException {
        try {
            Committer committer = new Committer(directory, options, executor, watcher, log, contents.index());
            committer.start();
            return new FileStore(directory, committer, contents);
        } catch (IOException | RuntimeException refused) {
            directory.close();
            throw refused;
        }
    }

    /** Gives the store back as it is. */
    @Override
    public void close() throws IOException {
        try (directory) {
            log.close();
        }
    }
}
