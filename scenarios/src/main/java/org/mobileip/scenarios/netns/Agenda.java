package org.mobileip.scenarios.netns;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to be done when; of what is due at the same moment, the first that was noted comes first. */
final class Agenda {

    private record Entry(long nanos, long number, Runnable deed) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::nanos).thenComparingLong(Entry::number));
    private long noted;

    void add(long nanos, Runnable deed) {
        entries.add(new Entry(nanos, noted++, deed));
    }

    /** When the next deed is due; {@link Long#MAX_VALUE} if none is left. */
    long next() {
        return entries.isEmpty() ? Long.MAX_VALUE : entries.element().nanos;
    }

    /** Takes the next deed off the agenda. */
    Runnable take() {
        return entries.remove().deed;
    }
}
