package org.mobileip.config;

/**
 * Where in a file something stands.
 *
 * @param source the file
 * @param line from 1
 * @param column from 1, in characters
 * @param length how many characters the token has, at least 1
 */
public record Place(SourceFile source, int line, int column, int length) {

    /** {@code home-agent.toml:23:1}. */
    @Override
    public String toString() {
        return source.name() + ":" + line + ":" + column;
    }
}
