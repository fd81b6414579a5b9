package org.mobileip.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A directory with configuration files, beginning with what the documentation shows. */
final class ConfigDirectory {

    static final String KEY = "hex:000102030405060708090a0b0c0d0e0f\n";

    private final Path directory;

    ConfigDirectory(Path directory) {
        this.directory = directory;
        key("keys/laptop.key", KEY, "rw-------");
        key("laptop.key", KEY, "rw-------");
    }

    /** The text of a sample file of the documentation. */
    static String sample(String name) {
        try (InputStream stream = ConfigDirectory.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new AssertionError("no resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    Path file(String name, String... lines) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    Path key(String name, String content, String mode) {
        try {
            return Files.setPosixFilePermissions(file(name, content), PosixFilePermissions.fromString(mode));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** A home agent of network 10.10.0.0/24 (line 2) with {@code more} lines, from line 3 on. */
    HomeAgentConfig homeAgent(String... more) throws ConfigException {
        return HomeAgentConfig.load(file(
                "home-agent.toml", "address = \"10.10.0.1\"", "network = \"10.10.0.0/24\"", String.join("\n", more)));
    }

    /** The problems of such a home agent: what {@link Problem#summary} says without the directory. */
    List<String> homeAgentProblems(String... more) {
        return problems(() -> homeAgent(more));
    }

    /** The problems of this {@code mobile-node.toml}. */
    List<String> mobileNodeProblems(String... lines) {
        return problems(() -> MobileNodeConfig.load(file("mobile-node.toml", lines)));
    }

    ConfigException refusal(Loading loading) {
        return catchThrowableOfType(ConfigException.class, loading::load);
    }

    List<String> problems(Loading loading) {
        return summaries(refusal(loading).problems());
    }

    List<String> summaries(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.summary().replace(directory + "/", ""))
                .toList();
    }

    /** What may be refused. */
    interface Loading {
        void load() throws ConfigException;
    }
}
