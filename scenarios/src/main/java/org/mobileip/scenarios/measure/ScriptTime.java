package org.mobileip.scenarios.measure;

import java.math.BigDecimal;
import java.time.Duration;

/** Times as a script writes them. */
public final class ScriptTime {

    private ScriptTime() {}

    /** {@code 5s}, {@code 1.5s}, {@code 250ms}, {@code 0s}. */
    public static String of(Duration time) {
        boolean isShort = !time.isZero() && time.abs().compareTo(Duration.ofSeconds(1)) < 0;
        String number = BigDecimal.valueOf(time.toNanos(), isShort ? 6 : 9)
                .stripTrailingZeros()
                .toPlainString();
        return number + (isShort ? "ms" : "s");
    }
}
