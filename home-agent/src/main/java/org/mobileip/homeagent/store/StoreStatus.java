package org.mobileip.homeagent.store;

import org.mobileip.homeagent.StoreState;

/**
 * How a store does.
 *
 * @param state whether it can keep anything
 * @param where where it keeps it; {@code none} for a store that forgets
 * @param problem one sentence; empty when all is well
 * @param batches how many batches became durable since the start
 * @param changes how many changes were in them
 * @param octets how many octets of log and picture there are, to be read at the next start
 * @param lastCommitMicros how long the last batch took to become durable, in microseconds
 */
public record StoreStatus(
        StoreState state,
        String where,
        String problem,
        long batches,
        long changes,
        long octets,
        long lastCommitMicros) {}
