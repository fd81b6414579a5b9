package org.mobileip.scenarios.measure;

import java.time.Duration;
import org.mobileip.scenarios.language.ScenarioText;

/** Times as a script writes them. */
public final class ScriptTime {

    private ScriptTime() {}

    /** {@code 5s}, {@code 1.5s}, {@code 250ms}, {@code 0s}, {@code 2min}. */
    public static String of(Duration time) {
        return (time.isNegative() ? "-" : "") + ScenarioText.time(time.abs());
    }
}
