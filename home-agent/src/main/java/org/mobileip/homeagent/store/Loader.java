package org.mobileip.homeagent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** Reads what a directory holds. */
final class Loader {

    private final StoreDirectory directory;

    Loader(StoreDirectory directory) {
        this.directory = directory;
    }

    /** All that is there; where the last log is torn, its end is cut off, and where there is no log of this version, one is begun. */
    LogWriter load(RawTable table) throws IOException {
        directory.tidy();
        readPicture(table);
        NavigableMap<Long, Path> logs = directory.logs();
        Optional<LogWriter> last = Optional.empty();
        for (Map.Entry<Long, Path> entry : logs.entrySet()) {
            boolean isLast = entry.getKey().equals(logs.lastKey());
            StoreFile log = StoreFile.open(entry.getValue());
            directory.leaveAsItIs(entry.getValue());
            if (isLast && log.isStillborn()) {
                Files.delete(entry.getValue());
            } else {
                int whole = read(log, table);
                if (isLast) {
                    last = Optional.of(goOn(log, whole, table.index() + 1));
                }
            }
        }
        return last.isPresent() ? last.get() : directory.newLog(table.index() + 1);
    }

    /** A log goes on where all before it ends. */
    private static int read(StoreFile log, RawTable table) throws IOException {
        long first = log.header().orElseThrow(() -> log.damaged(0)).index();
        if (first != table.index() + 1) {
            throw new UnreadableException(
                    log.path() + " begins with batch " + first + ", but batch " + (table.index() + 1)
                            + " is missing: a file of " + log.path().getParent()
                            + " is gone. Bring it back from a copy, or move the"
                            + " directory away: then every node must register anew");
        }
        return log.readLogFrames(table::take);
    }

    /**
     * Where batches are appended from now on: behind those that are whole, or in a log of this version where an earlier one has begun that; who goes back
     * to that version is told so by the head of the new one. Where the disk has no room for another it is the old one all the same.
     */
    private LogWriter goOn(StoreFile log, int whole, long next) throws IOException {
        FileHeader header = log.header().orElseThrow(() -> log.damaged(0));
        LogWriter same = LogWriter.reopen(directory.disk(), log.path(), header, whole);
        if (!header.isOfEarlierVersion() || next == header.index()) {
            return same;
        }
        try {
            LogWriter ours = directory.newLog(next);
            same.close();
            return ours;
        } catch (IOException noRoom) {
            directory
                    .disk()
                    .forceDirectory(directory.path()); // Else a log that was begun and taken back could be there again.
            return same;
        }
    }

    /**
     * All up to the batch {@code last}, while batches are being appended behind it.
     *
     * @param rest called now and then
     */
    RawTable read(long last, Runnable rest) throws IOException {
        RawTable table = new RawTable(directory.octets());
        Map.Entry<Long, Path> picture = directory.pictures().lastEntry();
        if (picture != null && picture.getKey() <= last) {
            StoreFile.open(picture.getValue()).readPictureFrames(frame -> {
                rest.run();
                return table.take(frame);
            });
        }
        for (Path path : directory.logs().tailMap(table.index(), false).values()) {
            StoreFile log = StoreFile.open(path);
            if (log.header().isPresent() && log.header().get().index() <= last) {
                log.readLogFrames(frame -> {
                    rest.run();
                    return frame.index() <= last && table.take(frame) && frame.index() < last;
                });
            }
        }
        if (table.index() != last) {
            throw new UnreadableException("batch " + last + " of " + directory.path() + " is gone");
        }
        return table;
    }

    private void readPicture(RawTable table) throws IOException {
        Map.Entry<Long, Path> picture = directory.pictures().lastEntry();
        if (picture != null) {
            StoreFile.open(picture.getValue()).readPictureFrames(table::take);
        }
    }
}
