package org.mobileip.config;

import java.nio.file.Path;

/** Reads {@code home-agent.toml}. */
final class HomeAgentReader {

    private HomeAgentReader() {}

    static HomeAgentConfig read(Path file) throws ConfigException {
        throw new UnsupportedOperationException("reading " + file);
    }
}
