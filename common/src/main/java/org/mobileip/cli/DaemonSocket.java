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
     * Which one a command line names.
     *
     * @param control as given on it; empty: as the file says
     * @param file as given; empty: the standard one
     */
    record Given(Optional<Path> control, Optional<Path> file) {

        /** What is behind {@code run} for a daemon that would answer there; empty: nothing. */
        private String options(Path socket) {
            String wanted =
                    control.isPresent() ? ", with control = \"" + socket + "\" under [daemon] of that file" : "";
            return file.map(path -> " -c " + path).orElse(control.isPresent() ? " -c FILE" : "") + wanted;
        }
    }

    /**
     * Asks the daemon.
     *
     * @param command that asks, for messages
     * @return what it answers: one JSON document
     * @throws ControlException with a message that says what to do, and the exit code
     * @throws ConfigException when the given file cannot be read
     */
    Map<String, Object> ask(@Nullable CommandSpec command, Given given, String verb, String... arguments)
            throws ControlException, ConfigException {
        Path socket = of(given.control, given.file);
        try {
            return ControlClient.ask(socket, verb, arguments);
        } catch (ControlException refused) {
            throw switch (refused.exitCode()) {
                case ExitCode.NO_DAEMON ->
                    new ControlException(
                            ExitCode.NO_DAEMON,
                            "no daemon answers at " + socket + "; start it with: sudo " + program(command) + " run"
                                    + given.options(socket));
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
