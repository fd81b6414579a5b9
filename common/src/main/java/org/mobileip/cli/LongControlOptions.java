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

/** As {@link ControlOptions}, for commands with a {@code -c} of their own. */
public final class LongControlOptions implements Asker {

    private final DaemonSocket standard;

    @Option(names = "--control", paramLabel = "SOCKET", description = "The control socket of the daemon.")
    private @Nullable Path control;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file that names the control socket.")
    private @Nullable Path file;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** The file to look into, and the socket where that file is absent or silent. */
    public LongControlOptions(Path standardFile, Path standardControl) {
        standard = new DaemonSocket(standardFile, standardControl);
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
