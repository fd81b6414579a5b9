package org.mobileip.scenarios.load;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.mobileip.net.Ipv4;

/** Writes the configuration of a home agent that knows a {@link Population}. */
public final class AgentFiles {

    /** So many nodes a file: each file is read as a whole. */
    private static final int NODES_A_FILE = 1000;

    private static final FileAttribute<Set<PosixFilePermission>> SECRET =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;
    private final Population population;
    private final Optional<Path> sharedKey;

    /** Files in {@code directory}, which is made where it is not there; {@code sharedKey} is copied there. */
    public AgentFiles(Path directory, Population population, Optional<Path> sharedKey) {
        this.directory = directory;
        this.population = population;
        this.sharedKey = sharedKey;
    }

    /** The file for {@code home-agent run -c}. */
    public Path configuration() {
        return directory.resolve("home-agent.toml");
    }

    Path controlSocket() {
        return directory.resolve("home-agent.sock");
    }

    /** Writes all files, for a home agent with this address. */
    public void write(Ipv4 address) throws IOException {
        Files.createDirectories(directory, PRIVATE);
        Path nodes = Files.createDirectories(directory.resolve("nodes.d"));
        Path keys = Files.createDirectories(directory.resolve("keys"), PRIVATE);
        Files.writeString(configuration(), String.join("\n", general(address)));
        if (sharedKey.isPresent()) {
            Files.copy(
                    sharedKey.get(),
                    keys.resolve("shared.key"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (int first = 0; first < population.count(); first += NODES_A_FILE) {
            writeNodes(nodes, keys, first, Math.min(population.count(), first + NODES_A_FILE));
        }
    }

    private String[] general(Ipv4 address) {
        return new String[] {
            "# for \"scenarios load\" only: everybody knows how these keys are made",
            "version = 1",
            "address = \"" + address + "\"",
            "network = \"" + population.network() + "\"",
            "include = [\"nodes.d/*.toml\"]",
            "",
            "[registration]",
            "max_bindings = " + Math.max(1000, population.count()),
            "clock_tolerance = \"60s\" # a replay is refused for being one, and not for being late",
            "",
            "[daemon]",
            "control = \"home-agent.sock\"",
            "state = \"state\"",
            ""
        };
    }

    private void writeNodes(Path nodes, Path keys, int first, int end) throws IOException {
        Path file = nodes.resolve(population.name(first) + ".toml");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("version = 1\n");
            for (int node = first; node < end; node++) {
                writer.write(String.join("\n", entry(node)));
                if (sharedKey.isEmpty()) {
                    Path key = keys.resolve(population.name(node) + ".key");
                    Files.deleteIfExists(key);
                    Files.writeString(Files.createFile(key, SECRET), population.keyLine(node));
                }
            }
        }
    }

    private String[] entry(int node) {
        String key = sharedKey.isPresent() ? "shared" : population.name(node);
        return new String[] {
            "",
            "[[node]]",
            "name = \"" + population.name(node) + "\"",
            "address = \"" + population.home(node) + "\"",
            "spi = 0x" + Integer.toHexString(population.spi()),
            "key = \"../keys/" + key + ".key\"",
            "auth = \"" + population.auth().configured() + "\"",
            ""
        };
    }
}
