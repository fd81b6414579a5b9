package org.mobileip.scenarios.language;

import java.util.Arrays;
import java.util.Optional;

/** How a measured value is held against a limit. */
public enum Comparison {
    BELOW("<"),
    AT_MOST("<="),
    EQUAL("="),
    AT_LEAST(">="),
    ABOVE(">");

    private final String sign;

    Comparison(String sign) {
        this.sign = sign;
    }

    /** As the language writes it. */
    public String sign() {
        return sign;
    }

    public static Optional<Comparison> of(String sign) {
        return Arrays.stream(values()).filter(it -> it.sign.equals(sign)).findFirst();
    }

    public boolean holds(double measured, double limit) {
        return switch (this) {
            case BELOW -> measured < limit;
            case AT_MOST -> measured <= limit;
            case EQUAL -> measured == limit;
            case AT_LEAST -> measured >= limit;
            case ABOVE -> measured > limit;
        };
    }
}
