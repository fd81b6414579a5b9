package org.mobileip.scenarios.foreignagent.daemon;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;

/** Where the lines about what happened go: into the log of the daemon, or wherever a simulator keeps them. */
@FunctionalInterface
public interface Diary {

    /** One line; {@code values} are for the {@code {}} of {@code pattern}, in their order. */
    void write(Level level, String pattern, Object... values);

    /** The daemon's log. */
    static Diary log() {
        return LogManager.getLogger("foreign-agent")::log;
    }
}
