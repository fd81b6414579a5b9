package org.mobileip.homeagent.store;

import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import org.mobileip.homeagent.KeptBinding;
import org.mobileip.homeagent.KeptGlance;
import org.mobileip.net.Ipv4;

/**
 * The bindings that are kept, in the order in which they were made. Each has a number besides, by which it is found without
 * looking at the others: there may be a million, of which one is asked for first. For one thread; {@link #of} and {@link #glance} are for any.
 */
public abstract class KeptBindings extends AbstractList<KeptBinding> implements RandomAccess {

    /** All numbers are less than this, and not negative; not each one is that of a binding. */
    public abstract int numbers();

    /** The binding with that number. */
    public abstract KeptBinding numbered(int number);

    /** The same at a glance, which takes a tenth of the time. */
    public KeptGlance glance(int number) {
        return numbered(number).glance();
    }

    /** Finds out what the order is, which takes some tenths of a second for a million; on any thread, before anybody asks. */
    public void arrange() {}

    /** The number of the one in that place of the order. */
    public abstract int number(int place);

    /** The numbers of those of a home address, in their order. */
    public abstract List<Integer> of(Ipv4 home);

    /** The latest moment that any of them was accepted at, or one that was there before. {@code otherwise} where there is none. */
    public abstract Instant latest(Instant otherwise);

    @Override
    public KeptBinding get(int place) {
        return numbered(number(place));
    }

    /** These, made in the order of {@link KeptBinding#since}. */
    public static KeptBindings of(Collection<KeptBinding> bindings) {
        return new Plain(bindings.stream()
                .sorted(Comparator.comparing(KeptBinding::since))
                .toList());
    }

    private static final class Plain extends KeptBindings {

        private final List<KeptBinding> bindings;
        private final Map<Ipv4, List<Integer>> byHome = new HashMap<>();

        Plain(List<KeptBinding> bindings) {
            this.bindings = bindings;
            IntStream.range(0, bindings.size())
                    .forEach(place -> byHome.computeIfAbsent(bindings.get(place).home(), home -> new ArrayList<>(1))
                            .add(place));
        }

        @Override
        public int size() {
            return bindings.size();
        }

        @Override
        public int numbers() {
            return bindings.size();
        }

        @Override
        public KeptBinding numbered(int number) {
            return bindings.get(number);
        }

        @Override
        public int number(int place) {
            return place;
        }

        @Override
        public List<Integer> of(Ipv4 home) {
            return byHome.getOrDefault(home, List.of());
        }

        @Override
        public Instant latest(Instant otherwise) {
            return bindings.stream()
                    .map(KeptBinding::accepted)
                    .max(Comparator.naturalOrder())
                    .orElse(otherwise);
        }
    }
}
