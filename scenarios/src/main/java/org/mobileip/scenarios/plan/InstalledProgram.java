package org.mobileip.scenarios.plan;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of others, where they are installed. */
public final class InstalledProgram {

    /** Where daemons are that an ordinary user's PATH does not lead to. */
    private static final String FOR_ROOT = File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";

    private InstalledProgram() {}

    /** The first of that name along PATH, and where daemons are; empty: there is none. */
    public static Optional<Path> find(String name) {
        String places = System.getenv().getOrDefault("PATH", "") + FOR_ROOT;
        return Stream.of(places.split(File.pathSeparator, -1))
                .filter(place -> !place.isEmpty())
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
