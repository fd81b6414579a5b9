package org.mobileip.host.linux;

/** How long the calling thread has had a processor, in nanoseconds: what others do on the machine does not make it more. */
public final class ThreadTime {

    private static final int CLOCK_THREAD_CPUTIME_ID = 3;
    private static final int TIMESPEC_SIZE = 16;
    private static final long NANOS = 1_000_000_000L;

    private ThreadTime() {}

    /** Since the thread began. */
    public static long nanos() {
        NativeBuffer memory = NativeBuffer.allocate(TIMESPEC_SIZE);
        Kernel.check("clock_gettime", Kernel.clockGettime(CLOCK_THREAD_CPUTIME_ID, memory));
        return memory.inNativeOrder().getLong(0) * NANOS
                + memory.inNativeOrder().getLong(Long.BYTES);
    }
}
