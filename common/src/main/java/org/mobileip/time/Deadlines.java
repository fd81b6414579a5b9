package org.mobileip.time;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One deadline a key, the earliest first. Setting, clearing and taking cost the logarithm of their number: a table of a
 * million bindings is never walked to find the few that end now. A binary heap in which each entry knows its place, so that a
 * deadline that moves makes no garbage.
 *
 * @param <K> what a deadline belongs to, with value equality
 */
public final class Deadlines<K> {

    private static final class Entry<K> {
        private final K key;
        private Tick at;
        private long order;
        private int place;

        private Entry(K key, Tick at, long order, int place) {
            this.key = key;
            this.at = at;
            this.order = order;
            this.place = place;
        }

        private boolean isBefore(Entry<K> other) {
            int byTick = at.compareTo(other.at);
            return byTick != 0 ? byTick < 0 : order < other.order;
        }
    }

    private final Map<K, Entry<K>> byKey = new HashMap<>();
    private final List<Entry<K>> heap = new ArrayList<>();
    private long nextOrder;

    /** Replaces the deadline of {@code key}; {@link Tick#NEVER} is the same as {@link #clear}. */
    public void set(K key, Tick at) {
        if (at.equals(Tick.NEVER)) {
            clear(key);
            return;
        }
        Entry<K> entry = byKey.get(key);
        if (entry == null) {
            entry = new Entry<>(key, at, nextOrder++, heap.size());
            byKey.put(key, entry);
            heap.add(entry);
            rise(entry);
        } else {
            entry.at = at;
            entry.order = nextOrder++;
            rise(entry);
            sink(entry);
        }
    }

    public void clear(K key) {
        Entry<K> old = byKey.remove(key);
        if (old != null) {
            takeOut(old);
        }
    }

    /** The last one takes its place, and moves from there to where it belongs. */
    private void takeOut(Entry<K> entry) {
        Entry<K> last = heap.remove(heap.size() - 1);
        if (last != entry) {
            place(last, entry.place);
            rise(last);
            sink(last);
        }
    }

    private void rise(Entry<K> entry) {
        while (entry.place > 0) {
            Entry<K> parent = heap.get((entry.place - 1) / 2);
            if (!entry.isBefore(parent)) {
                return;
            }
            swap(entry, parent);
        }
    }

    private void sink(Entry<K> entry) {
        while (2 * entry.place + 1 < heap.size()) {
            int left = 2 * entry.place + 1;
            Entry<K> child = heap.get(left);
            if (left + 1 < heap.size() && heap.get(left + 1).isBefore(child)) {
                child = heap.get(left + 1);
            }
            if (!child.isBefore(entry)) {
                return;
            }
            swap(entry, child);
        }
    }

    private void swap(Entry<K> one, Entry<K> other) {
        int place = one.place;
        place(one, other.place);
        place(other, place);
    }

    private void place(Entry<K> entry, int place) {
        heap.set(place, entry);
        entry.place = place;
    }

    /** The deadline of {@code key}, if it has one. */
    public Optional<Tick> of(K key) {
        return Optional.ofNullable(byKey.get(key)).map(entry -> entry.at);
    }

    /** The earliest deadline, or {@link Tick#NEVER}. */
    public Tick next() {
        return heap.isEmpty() ? Tick.NEVER : heap.get(0).at;
    }

    /** Removes and returns the keys whose deadline has come, earliest first, ties in the order they were set. */
    public List<K> takeDue(Tick now) {
        if (!next().hasCome(now)) {
            return List.of();
        }
        List<K> due = new ArrayList<>();
        while (next().hasCome(now)) {
            Entry<K> entry = heap.get(0);
            takeOut(entry);
            byKey.remove(entry.key);
            due.add(entry.key);
        }
        return due;
    }

    public int size() {
        return byKey.size();
    }
}
