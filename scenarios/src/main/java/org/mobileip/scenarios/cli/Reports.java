package org.mobileip.scenarios.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mobileip.scenarios.measure.RunSummary;

/** What is left in a scenario's directory beside the files of its runs. */
final class Reports {

    private Reports() {}

    /** {@code summary.md}, and {@code summary.json} of several runs. */
    static void write(Played played) throws IOException {
        Path directory = played.directory();
        Files.writeString(directory.resolve("summary.md"), Markdown.of(List.of(played)));
        if (played.summary().isPresent()) {
            RunSummary summary = played.summary().get();
            Files.writeString(directory.resolve("summary.json"), summary.json());
        }
    }
}
