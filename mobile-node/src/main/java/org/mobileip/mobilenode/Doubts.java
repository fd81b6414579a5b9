package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.mobileip.time.Deadlines;
import org.mobileip.time.Tick;

/**
 * Points of attachment by which no home agent has answered, although another one could be used: an address that leads
 * nowhere, whoever gave it, must not keep a node from the network that works. Each is tried again after a while, ever more
 * rarely.
 */
final class Doubts {

    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 4;

    private final Map<Attachment, Integer> times = new HashMap<>();
    private final Deadlines<Attachment> until = new Deadlines<>();
    private final Set<Attachment> doubted = new HashSet<>();

    void add(Tick now, Attachment attachment) {
        int before = times.merge(attachment, 1, Integer::sum) - 1;
        doubted.add(attachment);
        until.set(attachment, now.plus(FIRST.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS))));
    }

    /** A home agent has answered by it. */
    void remove(Attachment attachment) {
        times.remove(attachment);
        doubted.remove(attachment);
        until.clear(attachment);
    }

    /** Those that are gone, and come again, are as good as new. */
    void keepOnly(Predicate<Attachment> isThere) {
        Set.copyOf(times.keySet()).stream().filter(isThere.negate()).forEach(this::remove);
    }

    Set<Attachment> now() {
        return doubted;
    }

    boolean contains(Attachment attachment) {
        return doubted.contains(attachment);
    }

    /** Those among {@code links} that are not doubted. */
    List<Attachment.Visiting> without(List<Attachment.Visiting> links) {
        return links.stream().filter(link -> !doubted.contains(link)).toList();
    }

    Tick nextDeadline() {
        return until.next();
    }

    void deadline(Tick now) {
        doubted.removeAll(until.takeDue(now));
    }
}
