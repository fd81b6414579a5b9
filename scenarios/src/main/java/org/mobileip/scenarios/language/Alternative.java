package org.mobileip.scenarios.language;

/**
 * One of several things that can stand in one place of a line.
 *
 * @param about what it says, for the reference
 */
record Alternative<T>(Form form, String about, Reader<T> reader) {

    /** Makes the thing of what stood there, and notes what it asks of a world. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Match match, Draft draft);
    }

    T read(Match match, Draft draft) {
        return reader.read(match, draft);
    }
}
