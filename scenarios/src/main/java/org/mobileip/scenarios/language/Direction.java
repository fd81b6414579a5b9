package org.mobileip.scenarios.language;

import java.util.Locale;

/** Which way a flow runs. */
public enum Direction {
    /** To the mobile node; between two of a kind, from the first named to the second. */
    DOWN,
    /** From the mobile node; between two of a kind, from the second named to the first. */
    UP;

    public Direction opposite() {
        return this == DOWN ? UP : DOWN;
    }

    /** As result.json writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
