package org.mobileip.scenarios.traffic;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import org.mobileip.host.linux.PunctualThread;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.thread.Threads;

/**
 * The thread that sends everything that is sent at fixed moments. It sleeps until the next of them: what is due less than
 * {@value #SHORTEST_SLEEP} ns later waits as long, so that a fast stream goes out a few datagrams at a time instead of keeping a
 * processor awake.
 */
final class Sender {

    private static final long SHORTEST_SLEEP = 100_000;

    private final RunClock clock;
    private final List<? extends Paced> all;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile Optional<String> failure = Optional.empty();

    Sender(List<? extends Paced> all, RunClock clock) {
        this.all = List.copyOf(all);
        this.clock = clock;
        this.thread = new Thread(this::run, "traffic sender");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            PunctualThread.become();
            sendAll();
        } catch (RuntimeException | Error e) {
            failure = Optional.of("the sender of the streams ended early: " + e);
        }
    }

    private void sendAll() {
        PriorityQueue<Paced> earliestFirst = new PriorityQueue<>(Comparator.comparingLong(Paced::dueNanos));
        long start = clock.nanos();
        for (Paced paced : all) {
            paced.begin(start);
            earliestFirst.add(paced);
        }
        while (!stopping && !earliestFirst.isEmpty()) {
            Paced next = earliestFirst.element();
            long wait = next.dueNanos() - clock.nanos();
            if (wait > 0) {
                LockSupport.parkNanos(Math.max(wait, SHORTEST_SLEEP));
            } else {
                earliestFirst.remove();
                next.send();
                if (next.dueNanos() < Long.MAX_VALUE) {
                    earliestFirst.add(next);
                }
            }
        }
    }

    /** Why it ended by itself, if it did. */
    Optional<String> failure() {
        return failure;
    }

    void stop() {
        stopping = true;
        LockSupport.unpark(thread);
        Threads.joinAlways(thread);
    }
}
