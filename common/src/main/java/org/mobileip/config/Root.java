package org.mobileip.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.mobileip.auth.AuthenticationAlgorithm;

/** What both files have in common. */
final class Root {

    private Root() {}

    /**
     * The whole of {@code file}.
     *
     * @throws ConfigException when there is nothing to go on with
     */
    static TableReader open(Path file, Problems problems) throws ConfigException {
        try {
            return TableReader.root(TomlFile.read(file, problems), problems);
        } catch (BadValue bad) {
            problems.error(SourceFile.of(file, "").start(), bad);
            throw new ConfigException(problems.warningsUnlessErrors());
        }
    }

    /** {@code version = 1}, the form of the file; 1 where the file does not say. */
    static void version(TableReader root) {
        root.optional("version", raw -> {
            long version = Values.integer(raw);
            if (version != 1) {
                throw new BadValue("version " + version + " of this file is not known", "this program reads version 1");
            }
            return version;
        });
    }

    /** {@code auth}, HMAC-MD5 where the table does not say (RFC 5944 §5.1). */
    static AuthenticationAlgorithm auth(TableReader table) {
        AuthenticationAlgorithm[] all = AuthenticationAlgorithm.values();
        List<String> words =
                Arrays.stream(all).map(AuthenticationAlgorithm::configured).toList();
        return table.optional("auth", raw -> all[words.indexOf(Values.word(raw, words))])
                .orElse(AuthenticationAlgorithm.HMAC_MD5);
    }
}
