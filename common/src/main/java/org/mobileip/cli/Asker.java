package org.mobileip.cli;

import java.util.Map;
import org.mobileip.config.ConfigException;
import org.mobileip.control.ControlException;

/** Asks a running daemon. */
public interface Asker {

    /**
     * Asks the daemon.
     *
     * @return what it answers: one JSON document
     * @throws ControlException with a message that says what to do, and the exit code
     * @throws ConfigException when the given file cannot be read
     */
    Map<String, Object> ask(String verb, String... arguments) throws ControlException, ConfigException;
}
