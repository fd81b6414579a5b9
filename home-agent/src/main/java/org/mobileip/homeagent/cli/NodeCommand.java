package org.mobileip.homeagent.cli;

import picocli.CommandLine.Command;

/** {@code node}: who is served, in files of their own. */
@Command(
        name = "node",
        description = "Manage [[node]] entries: each in a file of its own, in the directory that include names.",
        synopsisSubcommandLabel = "(add | list | remove)",
        subcommands = {NodeAddCommand.class, NodeListCommand.class, NodeRemoveCommand.class})
final class NodeCommand {}
