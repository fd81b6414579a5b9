package org.mobileip.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain WORD}: what a reply code or a word of our messages means, and what to do. */
@Command(name = "explain", description = "Say what a reply code or a word of our messages means.")
public final class ExplainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "WORD", arity = "0..1", description = "A reply code, or a word of a message.")
    private @Nullable String word;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws CommandFailure {
        PrintWriter out = Output.of(command).line().getOut();
        Explanations explanations = new Explanations();
        if (word == null) {
            out.println(String.join("\n", explanations.words()));
            return ExitCode.DONE;
        }
        Optional<String> text = explanations.of(word);
        out.println(text.orElseThrow(() -> new CommandFailure(
                ExitCode.USAGE, "nothing is known of that word; without one, explain lists those it knows")));
        return ExitCode.DONE;
    }
}
