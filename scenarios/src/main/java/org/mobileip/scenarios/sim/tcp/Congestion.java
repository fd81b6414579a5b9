package org.mobileip.scenarios.sim.tcp;

/** How much may be on the way: slow start, congestion avoidance and recovery (RFC 5681, RFC 6675), in octets. */
final class Congestion {

    /** RFC 6928. */
    private static final int FIRST_SEGMENTS = 10;

    private static final int DUPLICATES = 3;

    private int segment;
    private long window;
    private long threshold = Long.MAX_VALUE / 2;
    private int duplicates;
    private boolean isRecovering;

    Congestion(int segment) {
        resize(segment);
        window = (long) FIRST_SEGMENTS * segment;
    }

    /** The largest segment is another one. */
    void resize(int octets) {
        segment = octets;
        window = Math.max(window, octets);
    }

    long window() {
        return window;
    }

    boolean isRecovering() {
        return isRecovering;
    }

    /**
     * So many octets more were acknowledged.
     *
     * @param wasFull whether all was sent that might be: a window that is not used tells nothing of the path (RFC 7661)
     */
    void acknowledged(long octets, boolean wasFull) {
        duplicates = 0;
        if (isRecovering || !wasFull) {
            return;
        }
        window += window < threshold ? Math.min(octets, 2L * segment) : Math.max(1, (long) segment * segment / window);
    }

    /** The same was acknowledged again: whether that is the third time, and a loss. */
    boolean isLoss() {
        duplicates++;
        return !isRecovering && duplicates >= DUPLICATES;
    }

    /** A loss was noticed while so much was on the way. */
    void recover(long onTheWay) {
        threshold = Math.max(onTheWay / 2, 2L * segment);
        window = threshold;
        isRecovering = true;
    }

    /** All that was sent before the loss was noticed has arrived. */
    void recovered() {
        isRecovering = false;
        window = threshold;
    }

    /** Nothing was acknowledged in time. */
    void timedOut(long onTheWay) {
        threshold = Math.max(onTheWay / 2, 2L * segment);
        window = segment;
        duplicates = 0;
        isRecovering = false;
    }
}
