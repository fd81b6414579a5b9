package org.mobileip.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The Python that tests ask for a second opinion. */
public final class Python {

    private static final Path OF_THE_SYSTEM = Path.of("/usr/bin/python3");

    private Python() {}

    /**
     * The first word of a command line. The system's Python goes first: packages like {@code python3-scapy} are installed with it, and
     * another one that comes first on the path may be a script that looks for a while which one to start.
     */
    public static String program() {
        return Files.isExecutable(OF_THE_SYSTEM) ? OF_THE_SYSTEM.toString() : "python3";
    }
}
