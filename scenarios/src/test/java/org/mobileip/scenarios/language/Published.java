package org.mobileip.scenarios.language;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the project that are made from the grammar. Tests hold them against it; {@code -Dpublish=true} writes them. */
final class Published {

    private Published() {}

    /** What the file holds; after {@code made} was written to it where that is wanted. */
    static String at(Path file, String made) {
        try {
            if (Boolean.getBoolean("publish")) {
                Files.writeString(file, made);
            }
            return Files.isRegularFile(file) ? Files.readString(file) : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
