package org.mobileip.host.linux;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What the kernel has been told of its clock by whoever keeps it, such as chrony or systemd-timesyncd (adjtimex(2)). */
public final class ClockKeeper {

    /** {@code struct timex} of 64-bit Linux; {@code modes} at 0 is left zero: nothing is set. */
    private static final int SIZE = 208;

    private static final int MAXERROR = 24;
    private static final int STATUS = 40;
    private static final int STA_UNSYNC = 0x0040;

    private ClockKeeper() {}

    /** By how much the clock is off at most; empty: nobody says that it is right. */
    public static Optional<Duration> greatestError() {
        NativeBuffer timex = NativeBuffer.allocate(SIZE);
        Kernel.check("adjtimex", Kernel.adjtimex(timex));
        return greatestError(timex);
    }

    static Optional<Duration> greatestError(NativeBuffer timex) {
        boolean isKept = (timex.inNativeOrder().getInt(STATUS) & STA_UNSYNC) == 0;
        return isKept
                ? Optional.of(Duration.of(timex.inNativeOrder().getLong(MAXERROR), ChronoUnit.MICROS))
                : Optional.empty();
    }
}
