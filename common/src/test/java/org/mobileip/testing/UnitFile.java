package org.mobileip.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A unit of systemd as it is in the tree, {@code PROGRAM/systemd/PROGRAM.service}. Tests run in the directory of a module. */
public final class UnitFile {

    private final Path path;
    private final List<String> lines;

    private UnitFile(Path path, List<String> lines) {
        this.path = path;
        this.lines = lines;
    }

    /** That of {@code program}. */
    public static UnitFile of(String program) throws IOException {
        Path path = Path.of("..", program, "systemd", program + ".service");
        return new UnitFile(path, Files.readAllLines(path));
    }

    public Path path() {
        return path;
    }

    /** All values of {@code key}, each word by itself. */
    public List<String> words(String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + "="))
                .flatMap(line -> Stream.of(line.substring(key.length() + 1).split(" ", -1)))
                .toList();
    }

    /**
     * A command line to be put before one of a program, which then has the capabilities of the unit and no others, though it
     * belongs to root still.
     */
    public List<String> itsRights() {
        String capabilities = words("AmbientCapabilities").stream()
                .map(name -> ",+" + name.substring("CAP_".length()).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
        return List.of(
                "setpriv",
                "--securebits=+noroot",
                "--no-new-privs",
                "--inh-caps=-all" + capabilities,
                "--ambient-caps=-all" + capabilities,
                "--bounding-set=-all" + capabilities,
                "--");
    }
}
