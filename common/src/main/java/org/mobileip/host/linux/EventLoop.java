package org.mobileip.host.linux;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;

/**
 * One thread that waits for descriptors, for a deadline and for tasks from other threads, and runs what belongs to each.
 * A {@link RuntimeException} of a handler, task or deadline goes to the failure handler and the loop goes on; an
 * {@link Error} is our own bug and ends it.
 *
 * <p>Deadlines are kept to the microsecond, and the one that passed during suspend comes at resume (a timer on
 * {@code CLOCK_BOOTTIME}).
 */
public final class EventLoop implements AutoCloseable {

    private static final int FOREVER = -1;
    private static final int FIXED = 2;

    private final Ticker ticker = new BootTimeTicker();
    private final Consumer<RuntimeException> onFailure;
    private final Map<Fd, Runnable> handlers = new LinkedHashMap<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Fd wakeUp = Fd.eventCounter();
    private final BootTimer timer = new BootTimer();
    private final NativeBuffer one = NativeBuffer.allocate(Long.BYTES);
    private final NativeBuffer drained = NativeBuffer.allocate(Long.BYTES);
    private @Nullable PollSet pollSet;
    private boolean isUrgent;
    private int done;
    private boolean isMore;
    private boolean wasInVain;
    private volatile boolean stopping;

    /** A loop that has yet to be {@link #run}; {@code onFailure} hears of every exception, on the loop's thread. */
    public EventLoop(Consumer<RuntimeException> onFailure) {
        this.onFailure = onFailure;
        one.inNativeOrder().putLong(0, 1);
    }

    /** The clock of the deadlines. */
    public Ticker ticker() {
        return ticker;
    }

    /**
     * Runs {@code handler} whenever {@code fd} has something to read, as long as it has: a handler that leaves something
     * is run again. Only before {@link #run} or on the loop's thread. Replaces the handler that {@code fd} had.
     */
    public void onReadable(Fd fd, Runnable handler) {
        handlers.put(fd, handler);
        pollSet = null;
    }

    /** Forgets {@code fd}, which is left open. Only before {@link #run} or on the loop's thread. */
    public void remove(Fd fd) {
        handlers.remove(fd);
        pollSet = null;
    }

    /** Has the kernel run the loop's thread before others whenever it has something to do. Before {@link #run}. */
    public void beUrgent() {
        isUrgent = true;
    }

    /**
     * So many of what may come in streams were just handled, such as requests: a loop that has a stream to handle makes short
     * pauses, so that some are handled together. On the loop's thread.
     *
     * @param isMoreThere not all that have come were handled: no pause now
     * @param isInVain all of them came to nothing: a longer pause
     */
    public void did(int count, boolean isMoreThere, boolean isInVain) {
        done += count;
        isMore = isMoreThere;
        wasInVain = isInVain;
    }

    /** Runs {@code task} on the loop's thread soon, in the order of the calls. From any thread; not after close. */
    public void execute(Runnable task) {
        tasks.add(task);
        wake();
    }

    /** Makes {@link #run} return soon. From any thread. */
    public void stop() {
        stopping = true;
        wake();
    }

    /**
     * Runs until {@link #stop}.
     *
     * @param nextDeadline asked after everything that ran; {@link Tick#NEVER} for none
     * @param onDeadline run when the deadline has come; must move it, or is run again at once
     */
    public void run(Supplier<Tick> nextDeadline, Runnable onDeadline) {
        Urgency urgency = isUrgent ? Urgency.pacedOfThisThread() : null;
        while (!stopping) {
            Tick deadline = nextDeadline.get();
            boolean due = deadline.hasCome(ticker.now());
            if (due) {
                guarded(onDeadline);
            } else {
                timer.set(deadline);
            }
            PollSet waiting = pollSet();
            long begin = System.nanoTime();
            if (urgency != null && !due) {
                long pause = urgency.pause(begin, isMore, wasInVain);
                isMore = false;
                wasInVain = false;
                if (pause > 0) {
                    LockSupport.parkNanos(pause);
                }
            }
            boolean isReady = waiting.await(due ? 0 : urgency == null ? FOREVER : urgency.patience());
            if (urgency != null) {
                urgency.did(done);
                done = 0;
                urgency.waited(begin, System.nanoTime());
            }
            if (isReady) {
                dispatch(waiting);
            }
            runTasks();
        }
    }

    private PollSet pollSet() {
        PollSet current = pollSet;
        if (current == null) {
            List<Fd> fds = new ArrayList<>(List.of(wakeUp, timer.fd()));
            fds.addAll(handlers.keySet());
            current = new PollSet(fds);
            pollSet = current;
        }
        return current;
    }

    private void dispatch(PollSet waiting) {
        if (waiting.isReady(0)) {
            wakeUp.read(drained, 0, Long.BYTES);
        }
        if (waiting.isReady(1)) {
            timer.acknowledge();
        }
        for (int i = FIXED; i < waiting.size() && !stopping; i++) {
            Fd fd = waiting.fd(i);
            Runnable handler = handlers.get(fd);
            if (waiting.isGone(i) && handler != null) {
                remove(fd);
                onFailure.accept(new IllegalStateException(fd + " was closed before it was removed from its loop"));
            } else if (waiting.isReady(i) && handler != null) {
                guarded(handler);
            }
        }
    }

    /** Only what is there now: a task that adds tasks must not starve the sockets. */
    private void runTasks() {
        for (int left = tasks.size(); left > 0 && !stopping; left--) {
            Runnable task = tasks.poll();
            if (task != null) {
                guarded(task);
            }
        }
        if (!tasks.isEmpty()) {
            wake();
        }
    }

    private void guarded(Runnable handler) {
        try {
            handler.run();
        } catch (RuntimeException e) {
            onFailure.accept(e);
        }
    }

    private void wake() {
        wakeUp.write(one, 0, Long.BYTES);
    }

    @Override
    public void close() {
        wakeUp.close();
        timer.close();
    }
}
