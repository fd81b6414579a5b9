package org.mobileip.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code -c FILE}, for commands that read the whole file: {@code run}, {@code check}. */
public final class ConfigFileOption {

    private final Path standard;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration file.")
    private @Nullable Path given;

    /** {@code standard} is the file where the option is left out. */
    public ConfigFileOption(Path standard) {
        this.standard = standard;
    }

    /** The file to read. */
    public Path file() {
        return given == null ? standard : given;
    }
}
