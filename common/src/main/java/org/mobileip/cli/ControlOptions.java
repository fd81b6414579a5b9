package org.mobileip.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mobileip.config.ConfigException;
import org.mobileip.config.ControlSetting;
import org.mobileip.control.ControlClient;
import org.mobileip.control.ControlException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --control SOCKET} and {@code -c FILE}, for commands that ask a running daemon. */
public final class ControlOptions {

    private final Path standardFile;
    private final Path standardControl;

    @Option(names = "--control", paramLabel = "SOCKET", description = "The control socket of the daemon.")
    private @Nullable Path control;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration file that names the control socket.")
    private @Nullable Path file;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** The file to look into, and the socket where that file is absent or silent. */
    public ControlOptions(Path standardFile, Path standardControl) {
        this.standardFile = standardFile;
        this.standardControl = standardControl;
    }

    /**
     * Where the daemon listens.
     *
     * @throws ConfigException when the given file cannot be read
     */
    public Path socket() throws ConfigException {
        if (control != null) {
            return control;
        }
        if (file != null) {
            return ControlSetting.of(file, standardControl);
        }
        return Files.isReadable(standardFile) ? ControlSetting.of(standardFile, standardControl) : standardControl;
    }

    /**
     * Asks the daemon.
     *
     * @return what it answers: one JSON document
     * @throws ControlException with a message that says what to do, and the exit code
     * @throws ConfigException when the given file cannot be read
     */
    public Map<String, Object> ask(String verb, String... arguments) throws ControlException, ConfigException {
        Path socket = socket();
        try {
            return ControlClient.ask(socket, verb, arguments);
        } catch (ControlException refused) {
            throw switch (refused.exitCode()) {
                case ExitCode.NO_DAEMON ->
                    new ControlException(
                            ExitCode.NO_DAEMON,
                            "no daemon answers at " + socket + "; start it with: sudo " + program() + " run");
                case ExitCode.NOT_PERMITTED ->
                    new ControlException(
                            ExitCode.NOT_PERMITTED, refused.reason() + "; this would be: sudo " + commandAsGiven());
                default -> refused;
            };
        }
    }

    private String program() {
        return command == null ? "" : command.root().name();
    }

    private String commandAsGiven() {
        return command == null
                ? ""
                : program() + " "
                        + String.join(
                                " ",
                                command.root().commandLine().getParseResult().originalArgs());
    }
}
