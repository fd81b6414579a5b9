package org.mobileip.host.linux;

import org.mobileip.time.Tick;

/** A timer of the kernel on {@code CLOCK_BOOTTIME}; setting it to what it is set to already costs nothing. */
final class BootTimer implements AutoCloseable {

    private static final int TFD_TIMER_ABSTIME = 1;
    /** {@code struct itimerspec}: a timespec for the interval, which stays zero, and one for the first time. */
    private static final int SIZE = 32;

    private static final int SECONDS = 16;
    private static final int NANOSECONDS = 24;
    private static final long NANOS = 1_000_000_000L;

    private final Fd fd = Fd.timer(BootTimeTicker.CLOCK_BOOTTIME);
    private final NativeBuffer setting = NativeBuffer.allocate(SIZE);
    private final NativeBuffer expirations = NativeBuffer.allocate(Long.BYTES);
    private Tick current = Tick.NEVER;

    /** Becomes readable when this has come. */
    Fd fd() {
        return fd;
    }

    /** A later one than before may be told when the one before comes: to be asked again then costs less than to be told each. */
    void set(Tick deadline) {
        if (deadline.compareTo(current) >= 0) {
            return;
        }
        current = deadline;
        long nanos = deadline.equals(Tick.NEVER) ? 0 : Math.max(1, deadline.nanos());
        setting.inNativeOrder().putLong(SECONDS, nanos / NANOS);
        setting.inNativeOrder().putLong(NANOSECONDS, nanos % NANOS);
        Kernel.check("timerfd_settime", Kernel.timerfdSettime(fd.number(), TFD_TIMER_ABSTIME, setting));
    }

    /** It has come; the next {@link #set} counts, whatever it is. */
    void acknowledge() {
        fd.read(expirations, 0, Long.BYTES);
        current = Tick.NEVER;
    }

    @Override
    public void close() {
        fd.close();
    }
}
