package org.mobileip.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds {@code [daemon] control} alone, for commands that a person waits for: a TOML parser takes longer to load than they
 * take to run. What this glance cannot tell for certain is left to the parser.
 */
public final class ControlSetting {

    private static final Pattern HEADER = Pattern.compile("\\s*\\[\\s*([^\\[\\]]*?)\\s*](?:\\s*#.*)?");
    private static final Pattern SETTING =
            Pattern.compile("\\s*control\\s*=\\s*(?:\"([^\"\\\\]*)\"|'([^']*)')\\s*(?:#.*)?");
    private static final Pattern UNCLEAR =
            Pattern.compile("\"\"\"|'''|^\\s*[\"']?daemon[\"']?\\s*[.=]|^\\s*\\[\\s*[\"']|^\\s*[\"']?control");

    private ControlSetting() {}

    /**
     * The control socket that {@code file} names, or {@code otherwise} where it names none. Errors elsewhere in the file do
     * not matter here.
     *
     * @throws ConfigException when the file cannot be read
     */
    public static Path of(Path file, Path otherwise) throws ConfigException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return parsed(file, otherwise);
        }
        String table = "";
        Optional<String> control = Optional.empty();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            Matcher header = HEADER.matcher(line);
            Matcher setting = SETTING.matcher(line);
            if (header.matches()) {
                table = header.group(1);
            } else if (table.equals("daemon") && setting.matches() && control.isEmpty()) {
                control = Optional.ofNullable(setting.group(1)).or(() -> Optional.ofNullable(setting.group(2)));
            } else if (UNCLEAR.matcher(line).find()) {
                return parsed(file, otherwise);
            }
        }
        return control.filter(path -> !path.isBlank())
                .map(path -> file.resolveSibling(path).normalize())
                .orElse(otherwise);
    }

    private static Path parsed(Path file, Path otherwise) throws ConfigException {
        TableReader root = Root.open(file, new Problems());
        return root.table("daemon")
                .optional("control", raw -> root.source().resolve(Values.path(raw)))
                .orElse(otherwise);
    }
}
