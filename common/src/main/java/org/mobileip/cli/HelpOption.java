package org.mobileip.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code -h}, which every command has: {@link Program} mixes it into the root, and the others inherit it. */
final class HelpOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli sets it, and prints the help
    private boolean help;
}
