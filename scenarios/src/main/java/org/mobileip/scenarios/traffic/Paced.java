package org.mobileip.scenarios.traffic;

/** Something that is sent again and again, each time at a moment fixed beforehand. */
interface Paced {

    /** Fixes the moments. */
    void begin(long startNanos);

    /** When the next one is to be sent, on the run's clock; {@link Long#MAX_VALUE}: never. */
    long dueNanos();

    /** Sends the next one, late or not. */
    void send();
}
