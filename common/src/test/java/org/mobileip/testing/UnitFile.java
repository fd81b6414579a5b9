package org.mobileip.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A unit of systemd as it is in the tree, {@code PROGRAM/systemd/PROGRAM.service}. Tests run in the directory of a module. */
public final class UnitFile {

    /** Of linux/capability.h. */
    private static final Map<String, Integer> NUMBERS = Map.of(
            "CAP_SETPCAP", 8,
            "CAP_NET_BIND_SERVICE", 10,
            "CAP_NET_ADMIN", 12,
            "CAP_NET_RAW", 13,
            "CAP_SYS_NICE", 23,
            "CAP_PERFMON", 38,
            "CAP_BPF", 39);

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
     * belongs to root still. Empty where this process does not have them all, or may not take others away, as in a container.
     */
    public List<String> itsRights() throws IOException {
        long permitted = permitted();
        List<String> names = words("AmbientCapabilities");
        if (!isIn(permitted, "CAP_SETPCAP") || !names.stream().allMatch(name -> isIn(permitted, name))) {
            return List.of();
        }
        String capabilities = names.stream()
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

    private static boolean isIn(long capabilities, String name) {
        return (capabilities >>> Objects.requireNonNull(NUMBERS.get(name), name) & 1) != 0;
    }

    private static long permitted() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapPrm:"))
                .map(line -> line.substring("CapPrm:".length()).strip())
                .mapToLong(digits -> Long.parseUnsignedLong(digits, 16))
                .findFirst()
                .orElseThrow();
    }
}
