package org.mobileip.scenarios.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mobileip.net.Octets;

/** The keys of a run. */
final class Secrets {

    private static final String PREFIX = "hex:";

    private Secrets() {}

    /** All that are in that directory. */
    static List<Octets> in(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.toString().endsWith(".key"))
                    .sorted()
                    .toList();
        }
        List<Octets> keys = new ArrayList<>();
        for (Path file : files) {
            String text = Files.readString(file).strip();
            if (text.startsWith(PREFIX)) {
                keys.add(Octets.ofHex(text.substring(PREFIX.length())));
            }
        }
        return keys;
    }
}
