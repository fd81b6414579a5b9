package org.mobileip.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mobileip.wire.ReplyCode;

/** What the words of our messages mean: cause and remedy, from a file that is read when somebody asks. */
final class Explanations {

    private static final String RESOURCE = "explain.txt";
    private static final String HEADER = "words: ";

    private final Map<String, String> byWord = new LinkedHashMap<>();

    Explanations() {
        for (String entry : text().split("\n\n", -1)) {
            int end = entry.indexOf('\n');
            for (String word : entry.substring(HEADER.length(), end).split(" ", -1)) {
                byWord.put(normal(word), entry.substring(end + 1).strip());
            }
        }
    }

    /** Words and numbers are found whatever their case, with '-' or '_'; every reply code has at least its meaning. */
    Optional<String> of(String word) {
        Optional<String> found = Optional.ofNullable(byWord.get(normal(word)));
        return word.matches("[0-9]{1,3}") && Integer.parseInt(word) <= 255
                ? Optional.of(replyCode(Integer.parseInt(word))
                        + found.map(text -> "\n" + text).orElse(""))
                : found;
    }

    private static String replyCode(int value) {
        ReplyCode code = new ReplyCode(value);
        String who = code.isAccepted() ? "accepted" : code.isFromForeignAgent() ? "the foreign agent denied" : "denied";
        return "Reply code " + value + ": " + who + ", " + code.meaning();
    }

    /** What can be asked for, as it is written in the file. */
    List<String> words() {
        return List.copyOf(byWord.keySet());
    }

    private static String normal(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String text() {
        try (InputStream stream = Explanations.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new AssertionError("no resource " + RESOURCE);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
