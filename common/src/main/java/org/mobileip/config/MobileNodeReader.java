package org.mobileip.config;

import java.nio.file.Path;

/** Reads {@code mobile-node.toml}. */
final class MobileNodeReader {

    private MobileNodeReader() {}

    static MobileNodeConfig read(Path file) throws ConfigException {
        throw new UnsupportedOperationException("reading " + file);
    }
}
