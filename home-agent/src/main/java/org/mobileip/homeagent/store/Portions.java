package org.mobileip.homeagent.store;

import java.util.concurrent.locks.LockSupport;

/**
 * Long work that nobody waits for, in portions: who serves requests gets the processor in between. A thread of a low priority would not
 * do, for all threads of a JVM have to come to a halt for a collection, and wait for it then. For one thread.
 */
final class Portions {

    private static final long WORK_NANOS = 1_000_000;
    private static final long REST_NANOS = 3_000_000;

    private long begin = System.nanoTime();

    /** Rests if it is time to. */
    void rest() {
        if (System.nanoTime() - begin >= WORK_NANOS) {
            LockSupport.parkNanos(REST_NANOS);
            begin = System.nanoTime();
        }
    }
}
