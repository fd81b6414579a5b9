package org.mobileip.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobileip.config.ConfigException;
import org.mobileip.config.ControlSetting;
import org.mobileip.control.ControlClient;
import org.mobileip.control.ControlException;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Which daemon is asked.
 *
 * @param standardFile to look into where nothing is given
 * @param standardControl the socket where that file is absent or silent
 */
record DaemonSocket(Path standardFile, Path standardControl) {

    /**
     * Where the daemon listens.
     *
     * @param control as given on the command line; empty: as the file says
     * @param file as given; empty: the standard one
     * @throws ConfigException when the given file cannot be read
     */
    Path of(Optional<Path> control, Optional<Path> file) throws ConfigException {
        if (control.isPresent()) {
            return control.get();
        }
        if (file.isPresent()) {
            return ControlSetting.of(file.get(), standardControl);
        }
        return Files.isReadable(standardFile) ? ControlSetting.of(standardFile, standardControl) : standardControl;
    }

    /**
     * Asks the daemon at {@code socket}.
     *
     * @param command that asks, for messages
     * @return what it answers: one JSON document
     * @throws ControlException with a message that says what to do, and the exit code
     */
    static Map<String, Object> ask(@Nullable CommandSpec command, Path socket, String verb, String... arguments)
            throws ControlException {
        try {
            return ControlClient.ask(socket, verb, arguments);
        } catch (ControlException refused) {
            throw switch (refused.exitCode()) {
                case ExitCode.NO_DAEMON ->
                    new ControlException(
                            ExitCode.NO_DAEMON,
                            "no daemon answers at " + socket + "; start it with: sudo " + program(command) + " run");
                case ExitCode.NOT_PERMITTED ->
                    new ControlException(
                            ExitCode.NOT_PERMITTED,
                            refused.reason() + "; this would be: sudo " + commandAsGiven(command));
                default -> refused;
            };
        }
    }

    private static String program(@Nullable CommandSpec command) {
        return command == null ? "" : command.root().name();
    }

    private static String commandAsGiven(@Nullable CommandSpec command) {
        return command == null
                ? ""
                : program(command) + " "
                        + String.join(
                                " ",
                                command.root().commandLine().getParseResult().originalArgs());
    }
}
