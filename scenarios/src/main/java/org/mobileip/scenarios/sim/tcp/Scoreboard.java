package org.mobileip.scenarios.sim.tcp;

import java.util.Map;
import java.util.TreeMap;

/** What the other end has said it has, beyond what it has acknowledged (RFC 2018): ranges of places that do not touch. */
final class Scoreboard {

    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /** It has the places from {@code from} to before {@code to}. */
    void add(long from, long to) {
        long start = from;
        long end = to;
        Map.Entry<Long, Long> before = ranges.floorEntry(start);
        if (before != null && before.getValue() >= start) {
            start = before.getKey();
            end = Math.max(end, before.getValue());
        }
        Map.Entry<Long, Long> next = ranges.ceilingEntry(start);
        while (next != null && next.getKey() <= end) {
            end = Math.max(end, next.getValue());
            ranges.remove(next.getKey());
            next = ranges.ceilingEntry(start);
        }
        ranges.put(start, end);
    }

    /** Everything before {@code place} is acknowledged. */
    void forget(long place) {
        while (!ranges.isEmpty() && ranges.firstEntry().getValue() <= place) {
            ranges.pollFirstEntry();
        }
    }

    void clear() {
        ranges.clear();
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** Behind the last place that it has; 0 where nothing is known. */
    long highest() {
        return ranges.isEmpty() ? 0 : ranges.lastEntry().getValue();
    }

    /** The first place from {@code place} on that it has not. */
    long firstMissing(long place) {
        Map.Entry<Long, Long> before = ranges.floorEntry(place);
        return before != null && before.getValue() > place ? before.getValue() : place;
    }

    /** Where the missing places that begin at {@code place} end, {@code limit} at most. */
    long endOfMissing(long place, long limit) {
        Long next = ranges.ceilingKey(place);
        return next == null ? limit : Math.min(limit, next);
    }

    /** How many places between the two it has. */
    long countBetween(long from, long to) {
        long count = 0;
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            count += Math.max(0, Math.min(to, range.getValue()) - Math.max(from, range.getKey()));
        }
        return count;
    }
}
