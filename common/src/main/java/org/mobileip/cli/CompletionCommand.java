package org.mobileip.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion [bash|zsh|fish]}: a script for the shell to complete our command lines with. */
@Command(name = "completion", description = "Print a completion script for a shell.")
public final class CompletionCommand implements Callable<Integer> {

    /** The shells that are known. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(
            paramLabel = "SHELL",
            arity = "0..1",
            defaultValue = "bash",
            description = "bash, zsh or fish; bash where it is left out.")
    private Shell shell = Shell.bash;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        CommandLine line = Output.of(command).line();
        CommandSpec root = line.getCommandSpec().root();
        PrintWriter out = line.getOut();
        switch (shell) {
            case bash -> out.print(AutoComplete.bash(root.name(), root.commandLine()));
            case zsh ->
                out.print("autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"
                        + AutoComplete.bash(root.name(), root.commandLine()));
            case fish -> out.print(fish(root));
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static String fish(CommandSpec root) {
        StringBuilder script = new StringBuilder("complete -c " + root.name() + " -f\n");
        root.subcommands().forEach((name, line) -> {
            CommandSpec spec = line.getCommandSpec();
            script.append("complete -c ").append(root.name()).append(" -n __fish_use_subcommand -a ");
            script.append(name).append(" -d ").append(quoted(spec.usageMessage().description()));
            spec.subcommands().forEach((inner, words) -> script.append("complete -c ")
                    .append(root.name())
                    .append(" -n '__fish_seen_subcommand_from ")
                    .append(name)
                    .append("' -a ")
                    .append(inner)
                    .append(" -d ")
                    .append(quoted(words.getCommandSpec().usageMessage().description())));
            for (OptionSpec option : spec.options()) {
                script.append("complete -c ").append(root.name());
                script.append(" -n '__fish_seen_subcommand_from ")
                        .append(name)
                        .append("'")
                        .append(names(option));
                script.append(" -d ").append(quoted(option.description()));
            }
        });
        return script.toString();
    }

    private static String names(OptionSpec option) {
        StringBuilder names = new StringBuilder();
        for (String name : option.names()) {
            names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        return names + (option.arity().max() > 0 ? " -r -F" : "");
    }

    private static String quoted(String... description) {
        return "'" + String.join(" ", description).replace("'", "\\'") + "'\n";
    }
}
