package org.mobileip.tunnel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Ipv4;

/** Values by address that stay as long as somebody refers to them; one writer, many readers of {@link #get}. */
final class References<V> {

    private final IntTable<V> values = new IntTable<>();
    private final Map<Integer, Integer> counts = new HashMap<>();

    /** For any thread. */
    @Nullable
    V get(int address) {
        return values.get(address);
    }

    /** One more reference; the first one makes the value. */
    V acquire(int address, Supplier<V> make) {
        if (counts.merge(address, 1, Integer::sum) == 1) {
            values.put(address, make.get());
        }
        return Objects.requireNonNull(values.get(address));
    }

    /** One reference less; with the last one the value goes. */
    void release(int address) {
        Integer left = counts.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
        if (left == null) {
            values.remove(address);
        }
    }

    Set<Ipv4> keys() {
        Set<Ipv4> keys = new HashSet<>();
        counts.keySet().forEach(bits -> keys.add(new Ipv4(bits)));
        return keys;
    }
}
