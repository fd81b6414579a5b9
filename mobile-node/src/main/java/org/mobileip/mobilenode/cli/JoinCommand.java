package org.mobileip.mobilenode.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ConfigFileOption;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.config.ConfigException;
import org.mobileip.config.FileReasons;
import org.mobileip.config.JoinFile;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.config.Problem;
import org.mobileip.config.PublishedFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code join}: the node's file and its key from one that the home agent has written. */
@Command(
        name = "join",
        description =
                "Write mobile-node.toml and the key file from a join file, which home-agent node add has written.")
final class JoinCommand implements Callable<Integer> {

    @Mixin
    private final ConfigFileOption config = new ConfigFileOption(MobileNodeConfig.DEFAULT_FILE);

    @Parameters(paramLabel = "FILE", description = "The join file; only its owner may be able to read it.")
    private Path file = Path.of("");

    @Option(
            names = "--replace",
            description =
                    "Where there are such files already, write over them; the old mobile-node.toml is kept as .old.")
    private boolean replaces;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws CommandFailure {
        Output output = Output.of(command);
        JoinFile invitation = read(output);
        Path settings = config.file();
        Path key = settings.toAbsolutePath().resolveSibling(invitation.name() + ".key");
        try {
            refuseToOverwrite(settings);
            refuseToOverwrite(key);
            if (Files.exists(settings)) {
                PublishedFile.replace(
                        settings.resolveSibling(settings.getFileName() + ".old"),
                        Files.readString(settings),
                        PublishedFile.OPEN);
            }
            write(key, invitation.secret() + "\n", PublishedFile.SECRET);
            write(settings, invitation.configuration(invitation.name() + ".key"), PublishedFile.OPEN);
            MobileNodeConfig written = MobileNodeConfig.load(settings);
            output.out(report(settings, key, written));
        } catch (FileAlreadyExistsException there) {
            throw exists(Path.of(there.getFile()));
        } catch (IOException refused) {
            throw failure(refused, output);
        } catch (ConfigException ours) {
            throw new AssertionError("a join file that was read makes a good file: " + ours.getMessage());
        }
        return ExitCode.DONE;
    }

    /** What is wrong without the lines that it stands in: one of them is the key. */
    private JoinFile read(Output output) throws CommandFailure {
        try {
            return JoinFile.read(file);
        } catch (ConfigException bad) {
            for (Problem problem : bad.problems()) {
                output.err(problem.summary() + "\n");
                problem.hint().ifPresent(hint -> output.err("  hint: " + hint + "\n"));
            }
            throw new CommandFailure(ExitCode.FILE_ERRORS, "nothing was written");
        }
    }

    private void refuseToOverwrite(Path path) throws CommandFailure {
        if (!replaces && Files.exists(path)) {
            throw exists(path);
        }
    }

    private CommandFailure exists(Path path) {
        return new CommandFailure(
                ExitCode.MISSED, path + " is there already, and nothing was written; to write over it: --replace");
    }

    private void write(Path path, String text, String permissions) throws IOException {
        if (replaces) {
            PublishedFile.replace(path, text, permissions);
        } else {
            PublishedFile.create(path, text, permissions);
        }
    }

    private String report(Path settings, Path key, MobileNodeConfig written) {
        String rest = settings.equals(MobileNodeConfig.DEFAULT_FILE) ? "" : " -c " + settings;
        return "wrote " + settings + " and " + key + "\n" + written.name() + " with "
                + (written.home().address().isPresent() ? "home address " : "identifier ")
                + written.home().words() + "; delete " + file + " now: the key is in it\nnext: sudo mobile-node run"
                + rest
                + "\n";
    }

    private static CommandFailure failure(IOException refused, Output output) {
        return refused instanceof AccessDeniedException
                ? new CommandFailure(
                        ExitCode.NOT_PERMITTED,
                        "not permitted to write " + refused.getMessage() + "; this would be: sudo "
                                + output.commandAsGiven())
                : new CommandFailure(ExitCode.MISSED, refused.getMessage() + ": " + FileReasons.of(refused));
    }
}
