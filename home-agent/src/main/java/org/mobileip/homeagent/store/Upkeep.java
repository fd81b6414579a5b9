package org.mobileip.homeagent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.mobileip.homeagent.StoreState;
import org.mobileip.homeagent.store.FileStore.Options;

/**
 * Keeps the files of a store few and small: goes on in a new log when the old one has grown; has the old one merged, and the
 * reserve filled, by another thread. For the thread that writes.
 */
final class Upkeep {

    /** On a full disk logs are merged early: what they hold twice is room. */
    private static final long COMPACT_WHEN_FULL_AFTER = 1 << 16;

    private static final long BETWEEN_TRIALS_NANOS = 1_000_000_000L;

    /** With less than this a disk is full, whatever it says. */
    private static final long NO_ROOM = 1 << 16;

    private final StoreDirectory directory;
    private final Options options;
    private final BiConsumer<String, Throwable> troubled;
    private final Reserve reserve;
    private LogWriter log;
    private long lastTrial = System.nanoTime() - BETWEEN_TRIALS_NANOS;
    private Thread helper = new Thread(() -> {});
    private volatile long unmerged;
    private volatile long pictureSize;
    private volatile boolean isBusy;
    private volatile boolean lacksReserve;
    private volatile long octets;

    Upkeep(StoreDirectory directory, Options options, LogWriter log, BiConsumer<String, Throwable> troubled)
            throws IOException {
        this.directory = directory;
        this.options = options;
        this.log = log;
        this.troubled = troubled;
        this.reserve = directory.reserve();
        for (Path picture : directory.pictures().values()) {
            pictureSize = Files.size(picture);
        }
        if (directory.logs().size() > 1) {
            unmerged = log.first() - 1;
        }
        octets = log.end() + pictureSize;
    }

    /** Where to write. */
    LogWriter log() {
        return log;
    }

    /** How much there is to read at the next start: the log and the picture. */
    long octets() {
        return octets;
    }

    boolean hasReserve() {
        return !lacksReserve;
    }

    /** Whether something is going on that should be looked at again soon. */
    boolean isBusy() {
        return isBusy;
    }

    /** Gives up the reserve and the log that is kept for the next one; whether there was any of either. */
    boolean releaseReserve() throws IOException {
        boolean hadSpare = directory.dropSpare();
        synchronized (reserve) { // Not between the two steps of the helper that fills it.
            lacksReserve = true;
            return reserve.release() || hadSpare;
        }
    }

    /** Does what there is to do, or has it done; {@code durable} is the last batch in the log. */
    void tend(StoreState state, long durable) throws IOException {
        if (isBusy) {
            return;
        }
        long limit = state == StoreState.READY ? options.compactAfter() : COMPACT_WHEN_FULL_AFTER;
        if (unmerged == 0 && log.end() > Math.max(limit, 2 * pictureSize) && goOnInANewLog(durable + 1)) {
            unmerged = durable;
            lastTrial = System.nanoTime() - BETWEEN_TRIALS_NANOS;
        }
        boolean isWanted = unmerged > 0 || !reserve.has(wantedReserve());
        if (isWanted && System.nanoTime() - lastTrial >= BETWEEN_TRIALS_NANOS) {
            lastTrial = System.nanoTime();
            isBusy = true;
            helper = new Thread(this::work, "store-upkeep");
            helper.setDaemon(true);
            helper.start();
        }
        octets = log.end() + pictureSize;
    }

    private long wantedReserve() {
        return options.leastReserve() + 2 * pictureSize;
    }

    /** Whether there is one; a full disk has no room for it. */
    private boolean goOnInANewLog(long first) throws IOException {
        try {
            LogWriter next = directory.newLog(first);
            log.close();
            log = next;
            return true;
        } catch (IOException refused) {
            if (isFull(directory.path(), refused)) {
                return false;
            }
            throw refused;
        }
    }

    private void work() {
        try {
            if (unmerged > 0) {
                pictureSize = new Compactor(directory, options.afterReading()).compact(unmerged);
                unmerged = 0;
            }
            if (lacksReserve) {
                directory.dropSpare();
            }
            fillReserve();
        } catch (IOException | RuntimeException | Error refused) {
            troubled.accept("store-upkeep-failed", refused);
        } finally {
            isBusy = false;
        }
    }

    private void fillReserve() throws IOException {
        long wanted = wantedReserve();
        if (usable(directory.path()) < wanted + NO_ROOM && !reserve.has(wanted)) {
            lacksReserve = true;
            return;
        }
        try {
            synchronized (reserve) {
                reserve.grow(wanted);
                lacksReserve = false;
            }
        } catch (IOException refused) {
            lacksReserve = true;
            if (!isFull(directory.path(), refused)) {
                throw refused;
            }
        }
    }

    /** Whether {@code refused} says that the disk is full, in whatever language. */
    static boolean isFull(Path path, IOException refused) throws IOException {
        String message = String.valueOf(refused.getMessage());
        return message.contains("No space left on device")
                || message.contains("Disk quota exceeded")
                || usable(path) < NO_ROOM;
    }

    private static long usable(Path path) throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    /** Ends when nothing is going on any more. */
    void close() {
        try {
            helper.join();
            log.close();
            directory.close();
        } catch (IOException unwilling) {
            troubled.accept("store-close-failed", unwilling);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
