package org.mobileip.scenarios.sim;

/** A stream, or one direction of it, while it runs. */
interface Flowing {

    /** Begins to send. */
    void start();

    /** Sends no more. */
    void finish();

    /** Whether nothing more is on its way. */
    boolean isComplete();
}
