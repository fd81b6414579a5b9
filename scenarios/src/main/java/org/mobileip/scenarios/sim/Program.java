package org.mobileip.scenarios.sim;

/** A daemon on a simulated machine. */
interface Program {

    /** Starts it, unless it runs. */
    void start();

    /** Asks it to end; it takes a moment. */
    void stop();

    /** Ends it at once, as kill -9 does: what it has put into the kernel stays. */
    void kill();

    /** Whether it runs, or is about to end. */
    boolean runs();

    LogBook log();
}
