package org.mobileip.scenarios.netns;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Where the thread of a run waits, and where another thread tells it to give up. The thread is never interrupted: that
 * would hit it in the middle of a system call as well.
 */
final class Halt {

    private static final long LOOK_EVERY_NANOS = 2_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition requestMade = lock.newCondition();
    private boolean requested;

    /** Somebody wants the run to end now. */
    static final class HaltedException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Makes whoever waits, or will wait, give up. From any thread. */
    void request() {
        lock.lock();
        try {
            requested = true;
            requestMade.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Gives up if somebody has asked for it. */
    void check() throws HaltedException {
        sleepUntil(System.nanoTime());
    }

    /** Waits until {@link System#nanoTime} is {@code nanos}. */
    void sleepUntil(long nanos) throws HaltedException {
        lock.lock();
        try {
            long left = nanos - System.nanoTime();
            while (!requested && left > 0) {
                left = requestMade.awaitNanos(left);
            }
            if (requested) {
                throw new HaltedException();
            }
        } catch (InterruptedException e) {
            throw new AssertionError("somebody interrupted the thread of a run", e);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until {@code condition} holds, looking every few milliseconds; whether it did so in time. */
    boolean await(BooleanSupplier condition, long millis) throws HaltedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!condition.getAsBoolean()) {
            long now = System.nanoTime();
            if (now - end >= 0) {
                return false;
            }
            sleepUntil(now + LOOK_EVERY_NANOS);
        }
        return true;
    }
}
