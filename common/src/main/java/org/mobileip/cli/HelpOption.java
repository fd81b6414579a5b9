package org.mobileip.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code -h}, to be mixed into the root command: every subcommand inherits it. */
public final class HelpOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    /** Whether help was asked for; picocli prints it. */
    public boolean isAskedFor() {
        return help;
    }
}
