package org.mobileip.scenarios.wire;

/**
 * What a wire has done to the frames of one direction; those that arrived are {@code departed - duplicated} and all that were
 * lost.
 *
 * @param departed frames that left, duplicates counted
 * @param duplicated those of them that left a second time
 * @param lost by chance
 * @param queueFull lost because they came faster than the rate
 * @param overrun lost because this process was too slow or had no room: not as anybody wished
 * @param unplugged lost because the interface at the end was down
 */
public record WireCounters(long departed, long duplicated, long lost, long queueFull, long overrun, long unplugged) {}
