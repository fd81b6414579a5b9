package org.mobileip.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobileip.config.ConfigException;
import org.mobileip.control.ControlException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --control SOCKET} and {@code -c FILE}, for commands that ask a running daemon. */
public final class ControlOptions implements Asker {

    private final DaemonSocket standard;

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
        standard = new DaemonSocket(standardFile, standardControl);
    }

    /**
     * Where the daemon listens.
     *
     * @throws ConfigException when the given file cannot be read
     */
    public Path socket() throws ConfigException {
        return standard.of(Optional.ofNullable(control), Optional.ofNullable(file));
    }

    @Override
    public Map<String, Object> ask(String verb, String... arguments) throws ControlException, ConfigException {
        return standard.ask(
                command,
                new DaemonSocket.Given(Optional.ofNullable(control), Optional.ofNullable(file)),
                verb,
                arguments);
    }
}
