package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mobileip.scenarios.measure.RunDirectory;

/** Where the files of runs go. */
final class RunDirectories {

    private static final String STANDARD = "mip-runs";
    private static final int MOST = 100_000;

    private final Path base;
    private final Optional<Path> out;
    private final boolean alone;
    private final Set<String> taken = new HashSet<>();

    /**
     * Directories for the scenarios of one command.
     *
     * @param base where the program was started
     * @param out what {@code --out} says
     * @param alone there is one scenario, so that {@code out} is its directory
     */
    RunDirectories(Path base, Optional<Path> out, boolean alone) {
        this.base = base;
        this.out = out;
        this.alone = alone;
    }

    /** A directory for the scenario of this name; it exists. {@code mip-runs/NAME-0001}, the next number that is free. */
    Path next(String name) throws IOException {
        if (out.isPresent()) {
            Path given = base.resolve(out.get());
            return Files.createDirectories(alone ? given : given.resolve(unique(name)));
        }
        Path all = Files.createDirectories(base.resolve(STANDARD));
        Optional<Path> free = Optional.empty();
        for (int number = 1; free.isEmpty() && number < MOST; number++) {
            free = create(all.resolve(String.format(Locale.ROOT, "%s-%04d", name, number)));
        }
        return free.orElseThrow(() -> new IOException(all + " is full of runs of " + name));
    }

    /** Empty where somebody else was first. */
    private static Optional<Path> create(Path directory) throws IOException {
        try {
            return Optional.of(Files.createDirectory(directory));
        } catch (FileAlreadyExistsException taken) {
            return Optional.empty();
        }
    }

    /** Removes a directory that was made for nothing; one with files in it stays. */
    static void forgetIfEmpty(Path directory) {
        try {
            Files.delete(directory);
        } catch (IOException notEmptyOrGone) {
            return; // What is in it may be what somebody wants to know.
        }
    }

    /** The same for the directory of one run of several, which is not that of the scenario. */
    static void forgetIfEmpty(Path ofRun, Path scenario) {
        if (!ofRun.equals(scenario)) {
            forgetIfEmpty(ofRun);
        }
    }

    private String unique(String name) {
        String candidate = name;
        for (int number = 2; !taken.add(candidate); number++) {
            candidate = name + "-" + number;
        }
        return candidate;
    }

    /** The directories of the runs of a scenario that was played with {@code --repeat}; none where this is no such directory. */
    static List<Path> runsIn(Path scenario) throws IOException {
        if (!Files.isDirectory(scenario) || Files.exists(new RunDirectory(scenario).result())) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(scenario)) {
            return inside.filter(it -> it.getFileName().toString().startsWith("run-"))
                    .sorted()
                    .toList();
        }
    }

    /** The directory of one run of several. */
    static Path ofRun(Path scenario, int run, int runs) throws IOException {
        int digits = Math.max(2, String.valueOf(runs).length());
        return Files.createDirectories(scenario.resolve(String.format(Locale.ROOT, "run-%0" + digits + "d", run)));
    }
}
