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

    /** The beginning of {@code source}: where a thing is missing that has no better place. */
    static Place startOf(SourceFile source) {
        return new Place(source, 1, 1, 1);
    }

    /** {@code home-agent.toml:23:1}. */
    @Override
    public String toString() {
        return source.name() + ":" + line + ":" + column;
    }
}
