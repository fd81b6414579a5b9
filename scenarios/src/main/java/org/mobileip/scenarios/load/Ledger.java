package org.mobileip.scenarios.load;

/** The Identifications of the last two requests of each node that were granted, 0 for none. For one thread. */
final class Ledger {

    private final long[] newest;
    private final long[] before;

    Ledger(int nodes) {
        newest = new long[nodes];
        before = new long[nodes];
    }

    /** The grant of this request was read; an older one is history. */
    void acknowledged(int node, long identification) {
        if (Long.compareUnsigned(identification, newest[node]) > 0) {
            before[node] = newest[node];
            newest[node] = identification;
        }
    }

    long newest(int node) {
        return newest[node];
    }

    long before(int node) {
        return before[node];
    }
}
