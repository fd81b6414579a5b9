package org.mobileip.scenarios.language;

import org.mobileip.config.BadValue;

/** A number of packets, or a share of them. */
sealed interface Amount {

    /** {@code 0}, {@code 12}. */
    record Count(long packets) implements Amount {}

    /** {@code 1%}: from 0 to 1. */
    record Share(double share) implements Amount {}

    static Amount parse(String text) throws BadValue {
        if (text.matches("[0-9]{1,12}")) {
            return new Count(Long.parseLong(text));
        }
        if (text.endsWith("%")) {
            return new Share(Quantities.share(text));
        }
        throw new BadValue(
                "\"" + Token.shortened(text) + "\" is neither a number of packets nor a percentage",
                "like 0, or like 0.1%");
    }
}
