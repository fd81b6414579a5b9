package org.mobileip.homeagent.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.mobileip.homeagent.store.FileHeader.Kind;

/**
 * The files of a store: logs, each named by its first batch, and a picture, named by the last batch in it, that stands for all
 * logs before. One process at a time has the directory.
 */
final class StoreDirectory implements Closeable {

    private static final String DRAFT = ".new";
    private static final int DIGITS = 20;
    private static final String SPARE = "spare";

    /** A longer log is not kept: what lies behind the last batch is searched at the next start. */
    private static final long LONGEST_SPARE = 64 << 20;

    private final Path path;
    private final Disk disk;
    private final SecureRandom salts = new SecureRandom();
    private final FileChannel lockFile;

    /** Files that are mapped, of which everything is decoded only when it is asked for. */
    private final Set<Path> read = ConcurrentHashMap.newKeySet();

    /** Takes the directory, which is made where it is not there. */
    StoreDirectory(Path path, Disk disk) throws IOException {
        this.path = Files.createDirectories(path);
        this.disk = disk;
        this.lockFile = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked()) {
            lockFile.close();
            throw new IOException(
                    path + " is in use by another home agent; give one of them a [daemon] state of its own");
        }
    }

    private boolean isLocked() throws IOException {
        try {
            Optional<FileLock> lock = Optional.ofNullable(lockFile.tryLock());
            return lock.isPresent();
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    Disk disk() {
        return disk;
    }

    /** The logs by their first batch. */
    NavigableMap<Long, Path> logs() throws IOException {
        return files(Kind.LOG);
    }

    /** The pictures by the last batch in them; more than one only while an old one is on its way out. */
    NavigableMap<Long, Path> pictures() throws IOException {
        return files(Kind.PICTURE);
    }

    private NavigableMap<Long, Path> files(Kind kind) throws IOException {
        NavigableMap<Long, Path> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + kind.suffix())) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String digits = name.substring(0, name.length() - kind.suffix().length());
                if (digits.matches("[0-9]{" + DIGITS + "}")) {
                    found.put(Long.parseLong(digits), file);
                }
            }
        }
        return Collections.unmodifiableNavigableMap(found);
    }

    /** About how many octets stand for what there is: a log may be all renewals, or all new. */
    long octets() throws IOException {
        long octets = 0;
        for (Path picture : pictures().values()) {
            octets = Files.size(picture);
        }
        long most = 2 * octets;
        for (Path log : logs().values()) {
            octets += Files.size(log);
        }
        return Math.min(octets, most);
    }

    /** Deletes drafts, and what the newest picture stands for. */
    void tidy() throws IOException {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(path, "*" + DRAFT)) {
            for (Path draft : drafts) {
                Files.delete(draft);
            }
        }
        NavigableMap<Long, Path> pictures = pictures();
        if (!pictures.isEmpty()) {
            long newest = pictures.lastKey();
            for (Path old : pictures.headMap(newest).values()) {
                Files.delete(old);
            }
            for (Path old : logs().headMap(newest, true).values()) {
                spare(old);
            }
        }
    }

    /**
     * Keeps a log that counts no more for the next one. What is written over has its place on the disk, so that fdatasync takes
     * half as long as where a file grows; what it held is nothing to the next one, whose frames have another salt.
     */
    private void spare(Path old) throws IOException {
        Path spare = path.resolve(SPARE);
        if (read.contains(old) || Files.exists(spare) || Files.size(old) > LONGEST_SPARE) {
            Files.delete(old);
        } else {
            Files.move(old, spare, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** It may be deleted, but is never written over. */
    void leaveAsItIs(Path log) {
        read.add(log);
    }

    /** Gives up the room of a log that is kept for the next one; whether there was any. */
    boolean dropSpare() throws IOException {
        return Files.deleteIfExists(path.resolve(SPARE));
    }

    LogWriter newLog(long first) throws IOException {
        FileHeader header = new FileHeader(Kind.LOG, first, salts.nextLong());
        Path log = file(first, Kind.LOG);
        Path spare = path.resolve(SPARE);
        return Files.exists(spare)
                ? LogWriter.recreate(disk, path, spare, log, header)
                : LogWriter.create(disk, path, log, header);
    }

    /** A picture that is being made, under a name that does not count yet. */
    Path draft(long last) {
        Path whole = file(last, Kind.PICTURE);
        return whole.resolveSibling(whole.getFileName() + DRAFT);
    }

    FileHeader pictureHeader(long last) {
        return new FileHeader(Kind.PICTURE, last, salts.nextLong());
    }

    /** From now on this picture counts. */
    void publish(long last) throws IOException {
        Files.move(draft(last), file(last, Kind.PICTURE), StandardCopyOption.ATOMIC_MOVE);
        disk.forceDirectory(path);
    }

    private Path file(long index, Kind kind) {
        return path.resolve(String.format(Locale.ROOT, "%0" + DIGITS + "d", index) + kind.suffix());
    }

    Reserve reserve() throws IOException {
        return new Reserve(disk, path.resolve("reserve"));
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
