package org.mobileip.time;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One deadline a key, the earliest first. Setting, clearing and taking cost the logarithm of their number: a table of a
 * million bindings is never walked to find the few that end now.
 *
 * @param <K> what a deadline belongs to, with value equality
 */
public final class Deadlines<K> {

    private record Entry<K>(Tick at, long order, K key) {}

    private final Map<K, Entry<K>> byKey = new HashMap<>();
    private final TreeSet<Entry<K>> byTime = new TreeSet<>((a, b) -> {
        int byTick = a.at.compareTo(b.at);
        return byTick != 0 ? byTick : Long.compare(a.order, b.order);
    });
    private long nextOrder;

    /** Replaces the deadline of {@code key}; {@link Tick#NEVER} is the same as {@link #clear}. */
    public void set(K key, Tick at) {
        clear(key);
        if (!at.equals(Tick.NEVER)) {
            Entry<K> entry = new Entry<>(at, nextOrder++, key);
            byKey.put(key, entry);
            byTime.add(entry);
        }
    }

    public void clear(K key) {
        Entry<K> old = byKey.remove(key);
        if (old != null) {
            byTime.remove(old);
        }
    }

    /** The deadline of {@code key}, if it has one. */
    public Optional<Tick> of(K key) {
        return Optional.ofNullable(byKey.get(key)).map(Entry::at);
    }

    /** The earliest deadline, or {@link Tick#NEVER}. */
    public Tick next() {
        return byTime.isEmpty() ? Tick.NEVER : byTime.first().at;
    }

    /** Removes and returns the keys whose deadline has come, earliest first, ties in the order they were set. */
    public List<K> takeDue(Tick now) {
        List<K> due = new ArrayList<>();
        while (!byTime.isEmpty() && byTime.first().at.hasCome(now)) {
            Entry<K> entry = byTime.pollFirst();
            if (entry == null) {
                throw new AssertionError("a set that is not empty has a first element");
            }
            byKey.remove(entry.key);
            due.add(entry.key);
        }
        return due;
    }

    public int size() {
        return byKey.size();
    }
}
