package org.mobileip.scenarios.thread;

/** What the JDK leaves to do about threads. */
public final class Threads {

    private Threads() {}

    /** Waits for the end of a thread that has been told to end, even when interrupted meanwhile. */
    public static void joinAlways(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
