package org.mobileip.time;

/** Where the time comes from. Engines never see one: they are told the {@link Tick}. */
@FunctionalInterface
public interface Ticker {
    Tick now();
}
