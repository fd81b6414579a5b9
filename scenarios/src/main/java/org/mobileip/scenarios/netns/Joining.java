package org.mobileip.scenarios.netns;

/** What the JDK leaves to do about the ends of threads. */
final class Joining {

    private Joining() {}

    /** Waits for the end of a thread that has been told to end, even when interrupted meanwhile. */
    static void joinAlways(Thread thread) {
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
