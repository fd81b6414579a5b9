package org.mobileip.scenarios.measure;

import java.nio.file.Path;

/**
 * Where a run leaves its files.
 *
 * @param path the directory; it exists
 */
public record RunDirectory(Path path) {

    /** {@code packets.pcapng}. */
    public Path capture() {
        return path.resolve("packets.pcapng");
    }

    /** {@code ha.log} for node {@code ha}. */
    public Path log(String node) {
        return path.resolve(node + ".log");
    }

    /** {@code config/}, with every TOML and key file where {@code --keep} asks for them. */
    public Path config() {
        return path.resolve("config");
    }

    /** {@code result.json}. */
    public Path result() {
        return path.resolve("result.json");
    }
}
