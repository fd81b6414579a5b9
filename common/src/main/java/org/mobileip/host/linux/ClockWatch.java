package org.mobileip.host.linux;

/**
 * Says that the clock has jumped: somebody has set it, or the machine was suspended and goes on, which the kernel takes for the
 * same (timerfd_create(2), {@code TFD_TIMER_CANCEL_ON_SET}). A deadline that is yet to come wakes nobody then, and a link that was
 * not taken down by the suspend tells nothing.
 */
public final class ClockWatch implements AutoCloseable {

    private static final int CLOCK_REALTIME = 0;
    private static final int TFD_TIMER_ABSTIME = 1;
    private static final int TFD_TIMER_CANCEL_ON_SET = 2;

    /** {@code struct itimerspec}: the interval, which stays zero, and the first time: a thousand years are enough. */
    private static final int SIZE = 32;

    private static final int SECONDS = 16;
    private static final long NEVER = 1L << 35;

    private final Fd fd = Fd.timer(CLOCK_REALTIME);
    private final NativeBuffer never = NativeBuffer.allocate(SIZE);
    private final NativeBuffer read = NativeBuffer.allocate(Long.BYTES);

    /** Watches from now on. */
    public ClockWatch() {
        never.inNativeOrder().putLong(SECONDS, NEVER);
        watch();
    }

    private void watch() {
        int flags = TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET;
        Kernel.check("timerfd_settime", Kernel.timerfdSettime(fd.number(), flags, never));
    }

    /** Becomes readable when the clock has jumped. */
    public Fd fd() {
        return fd;
    }

    /** That is known; watches for the next time. Whether it has jumped. */
    public boolean acknowledge() {
        boolean hasJumped = fd.read(read, 0, Long.BYTES) == -Errno.ECANCELED;
        watch();
        return hasJumped;
    }

    @Override
    public void close() {
        fd.close();
    }
}
