package org.mobileip.homeagent.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.cli.Output;
import org.mobileip.config.ConfigException;
import org.mobileip.config.FileReasons;
import org.mobileip.config.HomeAgentFiles;
import org.mobileip.config.Place;
import org.mobileip.config.PublishedFile;

/** The files of {@code node add}: {@code nodes.d/NAME.toml}, and {@code keys/NAME.key} beside that directory. */
final class NodeFiles {

    /** By it an entry that was made here is told from one that somebody has written. */
    private static final String MARK = "# Made by home-agent node add";

    private final Path entry;
    private final Path key;

    private NodeFiles(Path directory, String node) {
        entry = directory.resolve(node + ".toml");
        Path above = directory.getParent();
        key = (above == null ? directory : above).resolve("keys").resolve(node + ".key");
    }

    /** Those of {@code node} in the directory that {@code files} include. */
    static NodeFiles of(HomeAgentFiles files, String node) throws CommandFailure {
        Optional<Path> directory = files.directoryOfNodes();
        if (directory.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.MISSED,
                    files.config().file()
                            + " includes no directory for entries of their own; add to it, above all tables:"
                            + " include = [\"nodes.d/*.toml\"]");
        }
        return new NodeFiles(directory.get(), node);
    }

    Path entry() {
        return entry;
    }

    Path key() {
        return key;
    }

    /** The key as the entry names it. */
    String keyInEntry() {
        return "../keys/" + key.getFileName();
    }

    /** Makes both, or none: what they say must be good together with all else. */
    void create(String text, String secret, Path file, Output output) throws CommandFailure, ConfigException {
        try {
            PublishedFile.makeDirectory(parent(key), true);
            PublishedFile.makeDirectory(parent(entry), false);
            PublishedFile.create(key, secret + "\n", PublishedFile.SECRET);
        } catch (IOException refused) {
            throw failure(refused, output);
        }
        try {
            PublishedFile.create(entry, MARK + "; after a change: home-agent reload.\n" + text, PublishedFile.OPEN);
            HomeAgentFiles.load(file);
        } catch (IOException refused) {
            undo(key);
            throw failure(refused, output);
        } catch (ConfigException bad) {
            undo(entry);
            undo(key);
            throw bad;
        }
    }

    /** Takes both away, unless the entry is somebody's own, or something else needs it. */
    void remove(Place place, Path file, Output output) throws CommandFailure, ConfigException {
        try {
            if (!isOurs(place)) {
                throw new CommandFailure(
                        ExitCode.MISSED,
                        "that node was not made by node add: take it out at " + place + ", then: home-agent reload");
            }
            String text = Files.readString(entry);
            Files.delete(entry);
            try {
                HomeAgentFiles.load(file);
            } catch (ConfigException stillNeeded) {
                PublishedFile.create(entry, text, PublishedFile.OPEN);
                throw stillNeeded;
            }
            if (text.contains("\"" + keyInEntry() + "\"")) {
                Files.deleteIfExists(key);
            }
        } catch (IOException refused) {
            throw failure(refused, output);
        }
    }

    private boolean isOurs(Place place) throws IOException {
        boolean isThere =
                Files.exists(entry) && Files.isSameFile(entry, place.source().path());
        String text = isThere ? Files.readString(entry) : "";
        return text.startsWith(MARK) && text.split("\\[\\[\\s*node\\s*\\]\\]", -1).length == 2;
    }

    private static void undo(Path made) {
        try {
            Files.deleteIfExists(made);
        } catch (IOException leftBehind) {
            made.toFile().deleteOnExit();
        }
    }

    private static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path : parent;
    }

    /** With what a person can do about it. */
    static CommandFailure failure(IOException refused, Output output) {
        return refused instanceof AccessDeniedException
                ? new CommandFailure(
                        ExitCode.NOT_PERMITTED,
                        "not permitted to write " + refused.getMessage() + "; this would be: sudo "
                                + output.commandAsGiven())
                : new CommandFailure(ExitCode.MISSED, refused.getMessage() + ": " + FileReasons.of(refused));
    }
}
