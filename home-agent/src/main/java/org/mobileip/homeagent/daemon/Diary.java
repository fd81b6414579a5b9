package org.mobileip.homeagent.daemon;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Where the lines about what happened go: into the log of the daemon, or wherever a simulator keeps them. */
@FunctionalInterface
public interface Diary {

    /** One line; {@code values} are for the {@code {}} of {@code pattern}, in their order. */
    void write(Level level, String pattern, Object... values);

    /** Whether lines of this level go anywhere: who asks first need not make those that do not. */
    default boolean isWritten(Level level) {
        return true;
    }

    /** The daemon's log. */
    static Diary log() {
        Logger logger = LogManager.getLogger("home-agent");
        return new Diary() {
            @Override
            public void write(Level level, String pattern, Object... values) {
                logger.log(level, pattern, values);
            }

            @Override
            public boolean isWritten(Level level) {
                return logger.isEnabled(level);
            }
        };
    }
}
