package org.mobileip.host.linux;

import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;

/** {@code CLOCK_BOOTTIME}: goes on during suspend, unlike {@link System#nanoTime}. Safe for use by several threads. */
public final class BootTimeTicker implements Ticker {

    static final int CLOCK_BOOTTIME = 7;
    static final int TIMESPEC_SIZE = 16;
    private static final long NANOS = 1_000_000_000L;

    /** 10 ms. */
    private static final long MOMENT_NANOS = 10_000_000;

    private final ThreadLocal<NativeBuffer> timespec =
            ThreadLocal.withInitial(() -> NativeBuffer.allocate(TIMESPEC_SIZE));

    @Override
    public Tick now() {
        return new Tick(nanos(CLOCK_BOOTTIME, timespec.get()));
    }

    @Override
    public Tick lately(Tick earlier) {
        long nanos = nanos(CLOCK_BOOTTIME, timespec.get());
        long passed = nanos - earlier.nanos();
        return passed >= 0 && passed < MOMENT_NANOS ? earlier : new Tick(nanos);
    }

    /** What that clock of clock_gettime(2) shows; {@code memory} has room for a {@code struct timespec}. */
    static long nanos(int clock, NativeBuffer memory) {
        Kernel.check("clock_gettime", Kernel.clockGettime(clock, memory));
        long seconds = memory.inNativeOrder().getLong(0);
        return seconds * NANOS + memory.inNativeOrder().getLong(Long.BYTES);
    }
}
