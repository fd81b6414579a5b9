package org.mobileip.tunnel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Ipv4;

/** Values by address that stay as long as somebody refers to them; for any thread. */
final class References<V> {

    private final IntTable<V> values = new IntTable<>();

    /** Of those that more than one refers to: most have one. */
    private final Map<Integer, Integer> counts = new HashMap<>();

    private Set<Ipv4> keys = Set.of();
    private boolean areKeysKnown = true;

    /** Takes no lock. */
    @Nullable
    V get(int address) {
        return values.get(address);
    }

    /** One more reference; the first one makes the value. */
    synchronized V acquire(int address, Supplier<V> make) {
        V known = values.get(address);
        if (known == null) {
            V made = make.get();
            values.put(address, made);
            areKeysKnown = false;
            return made;
        }
        counts.merge(address, 2, (count, two) -> count + 1);
        return known;
    }

    /** One reference less; with the last one the value goes. */
    synchronized void release(int address) {
        if (counts.containsKey(address)) {
            counts.computeIfPresent(address, (same, count) -> count == 2 ? null : count - 1);
        } else {
            values.remove(address);
            areKeysKnown = false;
        }
    }

    /** The addresses that have one; the same set as long as these are the same. */
    synchronized Set<Ipv4> keys() {
        if (!areKeysKnown) {
            Set<Ipv4> found = new HashSet<>();
            values.forEachKey(bits -> found.add(new Ipv4(bits)));
            keys = Set.copyOf(found);
            areKeysKnown = true;
        }
        return keys;
    }
}
