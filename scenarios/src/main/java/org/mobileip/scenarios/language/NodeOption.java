package org.mobileip.scenarios.language;

import java.util.List;
import java.util.Optional;
import org.mobileip.scenarios.language.ConfigurationSetting.File;

/**
 * An option word of a home agent or a mobile node, its value, and which keys of the configuration files it sets.
 *
 * @param about what it does, for the reference
 * @param form the word and the value
 * @param targets the keys
 */
record NodeOption(Form.Word word, Form.Slot<String> value, String about, Form.Sequence form, List<Target> targets) {

    /** A key, and how TOML writes its value. */
    record Target(File file, String table, String key, Writer writer) {}

    /** Writes a value in TOML. */
    @FunctionalInterface
    interface Writer {
        String toml(String value);
    }

    /** An option; words of several parts may also be written with underscores, as in the configuration files. */
    static NodeOption of(String name, Kind<String> kind, String about, Target... targets) {
        Form.Word word = name.contains("-") ? Form.word(name).or(name.replace('-', '_')) : Form.word(name);
        Form.Slot<String> value = new Form.Slot<>(kind);
        return new NodeOption(word, value, about, Form.sequence(word, value), List.of(targets));
    }

    String name() {
        return word.text();
    }

    /** What this option with {@code given} as its value sets. */
    List<ConfigurationSetting> settings(String given) {
        return targets.stream()
                .map(to -> new ConfigurationSetting(
                        to.file(), to.table(), to.key(), to.writer().toml(given)))
                .toList();
    }

    /** The option as a line gives it. */
    Optional<Scenario.Option> read(Match match) {
        return match.maybe(value).map(given -> new Scenario.Option(match.line().number(), name(), given));
    }
}
