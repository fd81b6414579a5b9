package org.mobileip.time;

/** Where the time comes from. Engines never see one: they are told the {@link Tick}. */
@FunctionalInterface
public interface Ticker {
    Tick now();

    /**
     * What is now, or {@code earlier} where that was a moment ago: for packet paths, which make no object for each packet.
     *
     * @param earlier what this said last; at first {@link Tick#NEVER}
     */
    default Tick lately(Tick earlier) {
        return now();
    }
}
