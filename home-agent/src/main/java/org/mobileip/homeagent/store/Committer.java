package org.mobileip.homeagent.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.StoreState;
import org.mobileip.homeagent.store.FileStore.Options;
import org.mobileip.homeagent.store.FileStore.Watcher;

/**
 * Makes durable what is appended, on a thread of its own: all that came while the disk was busy goes to it together, with one
 * fdatasync. A disk that is full is waited for. A disk that fails is not believed any more, for after a failed fdatasync the
 * kernel holds what it could not write for written.
 */
final class Committer {

    private static final int MOST_CHANGES_A_BATCH = 16_384;

    /** From so many changes at once on others will follow: then they wait for company. */
    private static final int MANY_CHANGES = 8;

    /** A commit costs the processor as much as many registrations, and the disk has as many as one waits for. */
    private static final long BETWEEN_COMMITS_NANOS = 400_000;

    private static final long PATIENCE_NANOS = 1_000_000_000L;
    private static final long LONGEST_CLOSE_MILLIS = 15_000;

    private record Entry(List<Change> changes, Runnable whenDurable) {}

    private final StoreDirectory directory;
    private final Executor executor;
    private final Watcher watcher;
    private final Upkeep upkeep;
    private final Thread thread;
    private final Object monitor = new Object();
    private final AtomicInteger waiting = new AtomicInteger();
    private List<Entry> queue = new ArrayList<>();
    private boolean isClosing;
    private final AtomicLong durable;
    private volatile StoreState state = StoreState.READY;
    private volatile String problem = "";
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private volatile long lastCommitMicros;
    private boolean hasFailed;

    Committer(
            StoreDirectory directory,
            Options options,
            Executor executor,
            Watcher watcher,
            LogWriter log,
            long lastIndex)
            throws IOException {
        this.directory = directory;
        this.executor = executor;
        this.watcher = watcher;
        this.durable = new AtomicLong(lastIndex);
        this.upkeep = new Upkeep(directory, options, log, this::troubled);
        this.thread = new Thread(() -> run(options.onCommitter()), "store");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void append(List<Change> changes, Runnable whenDurable) {
        synchronized (monitor) {
            if (hasFailed || isClosing) {
                return;
            }
            if (!changes.isEmpty() || waiting.get() > 0) {
                queue.add(new Entry(changes, whenDurable));
                waiting.incrementAndGet();
                monitor.notifyAll();
                return;
            }
        }
        whenDurable.run();
    }

    int waiting() {
        return waiting.get();
    }

    /** The last batch that is durable. */
    long durable() {
        return durable.get();
    }

    StoreStatus status() {
        return new StoreStatus(
                state,
                directory.path().toString(),
                problem,
                batches.get(),
                changes.get(),
                upkeep.octets(),
                lastCommitMicros);
    }

    private void run(Runnable first) {
        try {
            first.run();
            upkeep.tend(state, durable.get());
            tellWhetherThereIsRoom();
            for (List<Entry> taken = take(); !taken.isEmpty() || !isClosing(); taken = take()) {
                long begin = System.nanoTime();
                int changes = commit(taken);
                upkeep.tend(state, durable.get());
                tellWhetherThereIsRoom();
                if (changes >= MANY_CHANGES) {
                    LockSupport.parkNanos(BETWEEN_COMMITS_NANOS - (System.nanoTime() - begin));
                }
            }
        } catch (IOException | RuntimeException | Error broken) {
            fail(broken);
        } finally {
            upkeep.close();
        }
    }

    private boolean isClosing() {
        synchronized (monitor) {
            return isClosing;
        }
    }

    /** What has come; nothing when it is time to look after the disk, or to end. */
    private List<Entry> take() {
        synchronized (monitor) {
            boolean isCalm = state == StoreState.READY && !upkeep.isBusy();
            waitWhile(() -> queue.isEmpty() && !isClosing, isCalm ? Long.MAX_VALUE : PATIENCE_NANOS);
            List<Entry> all = queue;
            queue = new ArrayList<>();
            return all;
        }
    }

    /** For so long at most; holding the monitor. */
    private void waitWhile(BooleanSupplier condition, long nanos) {
        long begin = System.nanoTime();
        try {
            while (condition.getAsBoolean() && System.nanoTime() - begin < nanos) {
                monitor.wait(Math.min(PATIENCE_NANOS, nanos - (System.nanoTime() - begin)) / 1_000_000 + 1);
            }
        } catch (InterruptedException ended) {
            isClosing = true;
        }
    }

    /** Makes durable what was taken: how many changes. */
    private int commit(List<Entry> taken) throws IOException {
        int all = 0;
        List<Change> batch = new ArrayList<>();
        List<Runnable> done = new ArrayList<>();
        for (Entry entry : taken) {
            all += entry.changes().size();
            batch.addAll(entry.changes());
            done.add(entry.whenDurable());
            if (batch.size() >= MOST_CHANGES_A_BATCH) {
                commit(batch, done);
                batch = new ArrayList<>();
                done = new ArrayList<>();
            }
        }
        commit(batch, done);
        return all;
    }

    private void commit(List<Change> batch, List<Runnable> done) throws IOException {
        if (!batch.isEmpty()) {
            long begin = System.nanoTime();
            LogWriter log = upkeep.log();
            int size = write(log, batch);
            log.force(size);
            durable.incrementAndGet();
            batches.incrementAndGet();
            changes.addAndGet(batch.size());
            lastCommitMicros = (System.nanoTime() - begin) / 1000;
        }
        if (!done.isEmpty()) {
            executor.execute(() -> {
                waiting.addAndGet(-done.size());
                done.forEach(Runnable::run);
            });
        }
    }

    /** A full disk is waited for; what was half written is written over. */
    private int write(LogWriter log, List<Change> batch) throws IOException {
        while (true) {
            try {
                return log.write(durable.get() + 1, batch);
            } catch (IOException refused) {
                if (!Upkeep.isFull(directory.path(), refused)) {
                    throw refused;
                }
                boolean hadReserve = upkeep.hasReserve();
                if (upkeep.releaseReserve() || hadReserve) {
                    become(StoreState.NEARLY_FULL, "the disk is full, and the reserve is in use");
                } else {
                    become(StoreState.HALTED, "the disk is full to the last octet");
                    pause(refused);
                }
            }
        }
    }

    private void pause(IOException refused) throws IOException {
        synchronized (monitor) {
            if (isClosing) {
                throw refused;
            }
            waitWhile(() -> !isClosing, PATIENCE_NANOS);
        }
    }

    private void tellWhetherThereIsRoom() {
        if (upkeep.hasReserve()) {
            become(StoreState.READY, "");
        } else {
            become(StoreState.NEARLY_FULL, "the disk has no room for a reserve");
        }
    }

    private void become(StoreState next, String why) {
        if (state != next) {
            state = next;
            problem = why;
            executor.execute(() -> watcher.storeIs(next, why));
        }
    }

    private void troubled(String event, Throwable cause) {
        executor.execute(() -> watcher.troubled(event, cause));
    }

    /** For ever: whoever waits waits in vain, and nothing more is taken. */
    private void fail(Throwable broken) {
        synchronized (monitor) {
            hasFailed = true;
            queue = new ArrayList<>();
            waiting.set(0);
        }
        if (!isClosing()) {
            troubled("store-failed", broken);
            become(StoreState.HALTED, "the disk failed and is not believed any more: " + broken.getMessage());
        }
    }

    void close() {
        synchronized (monitor) {
            isClosing = true;
            monitor.notifyAll();
        }
        try {
            thread.join(LONGEST_CLOSE_MILLIS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
