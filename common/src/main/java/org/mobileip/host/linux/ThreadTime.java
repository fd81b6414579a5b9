package org.mobileip.host.linux;

/**
 * How long the calling thread has had a processor, in nanoseconds: what others do on the machine does not make it more. The JDK's
 * {@code ThreadMXBean} says so too, but loading it would take some of the start that this is to keep short.
 */
public final class ThreadTime {

    private static final int CLOCK_THREAD_CPUTIME_ID = 3;

    private ThreadTime() {}

    /** Since the thread began. */
    public static long nanos() {
        return BootTimeTicker.nanos(CLOCK_THREAD_CPUTIME_ID, NativeBuffer.allocate(BootTimeTicker.TIMESPEC_SIZE));
    }
}
