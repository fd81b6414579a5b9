package org.mobileip.tunnel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A hash table from int to value for one writer and many readers. Readers take no lock and see each change whole, from the
 * next look-up on. A change replaces one short chain of immutable nodes; growth copies one of {@link #SEGMENTS} parts, so no
 * single change costs more than that however many entries there are.
 */
final class IntTable<V> {

    static final int SEGMENTS = 256;
    private static final int GOLDEN = 0x9e3779b1;

    private final Segment<V>[] segments;
    private int size;

    IntTable() {
        segments = newSegments();
        for (int i = 0; i < SEGMENTS; i++) {
            segments[i] = new Segment<>();
        }
    }

    /** The value of {@code key}, or null; for any thread. */
    @Nullable
    V get(int key) {
        int hash = hash(key);
        return segments[hash >>> 24].get(key, hash);
    }

    /** Replaces the value of {@code key}; for the writer. */
    void put(int key, V value) {
        int hash = hash(key);
        size += segments[hash >>> 24].put(key, hash, value) ? 1 : 0;
    }

    /** Forgets {@code key}; for the writer. */
    void remove(int key) {
        int hash = hash(key);
        size -= segments[hash >>> 24].remove(key, hash) ? 1 : 0;
    }

    /**
     * Shows {@code visitor} the values until it has seen enough, beginning with the {@code part}th of {@value #SEGMENTS}
     * parts; for any thread. What is changed meanwhile is seen as it was or as it is.
     */
    void forEach(int part, Predicate<V> visitor) {
        for (int i = 0; i < SEGMENTS; i++) {
            if (!segments[(part + i) % SEGMENTS].forEach(visitor)) {
                return;
            }
        }
    }

    /** Shows {@code visitor} all keys; for the writer. */
    void forEachKey(IntConsumer visitor) {
        for (Segment<V> segment : segments) {
            segment.forEachKey(visitor);
        }
    }

    /** How many entries there are; for the writer. */
    int size() {
        return size;
    }

    /** Multiplication leaves its mixture in the high bits: the segment takes eight, the chain the next ones. */
    private static int hash(int key) {
        int product = key * GOLDEN;
        return product ^ product >>> 15;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <V> Segment<V>[] newSegments() {
        return new Segment[SEGMENTS];
    }

    private record Node<V>(int key, V value, @Nullable Node<V> next) {}

    private static final class Segment<V> {
        private static final VarHandle CHAIN = MethodHandles.arrayElementVarHandle(Node[].class);
        private static final int SMALLEST = 2;

        /** Chains by the low bits of the hash; replaced when it grows. */
        private volatile @Nullable Node<V>[] chains = newChains(SMALLEST);

        private int entries;

        @Nullable
        V get(int key, int hash) {
            @Nullable Node<V>[] now = chains;
            for (Node<V> node = chain(now, hash & now.length - 1); node != null; node = node.next()) {
                if (node.key() == key) {
                    return node.value();
                }
            }
            return null;
        }

        /** Whether the key is new. */
        boolean put(int key, int hash, V value) {
            int slot = hash & chains.length - 1;
            Node<V> before = chain(chains, slot);
            boolean isNew = !contains(before, key);
            CHAIN.setRelease(chains, slot, new Node<>(key, value, without(before, key)));
            if (isNew && ++entries > chains.length) {
                grow();
            }
            return isNew;
        }

        /** Whether there was one. */
        boolean remove(int key, int hash) {
            int slot = hash & chains.length - 1;
            Node<V> before = chain(chains, slot);
            if (!contains(before, key)) {
                return false;
            }
            CHAIN.setRelease(chains, slot, without(before, key));
            entries--;
            return true;
        }

        /** Whether the visitor wants more. */
        boolean forEach(Predicate<V> visitor) {
            @Nullable Node<V>[] now = chains;
            for (int slot = 0; slot < now.length; slot++) {
                for (Node<V> node = chain(now, slot); node != null; node = node.next()) {
                    if (!visitor.test(node.value())) {
                        return false;
                    }
                }
            }
            return true;
        }

        void forEachKey(IntConsumer visitor) {
            for (Node<V> first : chains) {
                for (Node<V> node = first; node != null; node = node.next()) {
                    visitor.accept(node.key());
                }
            }
        }

        private void grow() {
            @Nullable Node<V>[] old = chains;
            @Nullable Node<V>[] wider = newChains(old.length * 2);
            for (Node<V> first : old) {
                for (Node<V> node = first; node != null; node = node.next()) {
                    int slot = hash(node.key()) & wider.length - 1;
                    wider[slot] = new Node<>(node.key(), node.value(), wider[slot]);
                }
            }
            chains = wider;
        }

        private static <V> boolean contains(@Nullable Node<V> chain, int key) {
            for (Node<V> node = chain; node != null; node = node.next()) {
                if (node.key() == key) {
                    return true;
                }
            }
            return false;
        }

        private static <V> @Nullable Node<V> without(@Nullable Node<V> chain, int key) {
            Node<V> rest = null;
            for (Node<V> node = chain; node != null; node = node.next()) {
                if (node.key() != key) {
                    rest = new Node<>(node.key(), node.value(), rest);
                }
            }
            return rest;
        }

        @SuppressWarnings("unchecked")
        private static <V> @Nullable Node<V> chain(@Nullable Node<V>[] chains, int slot) {
            return (Node<V>) CHAIN.getAcquire(chains, slot);
        }

        @SuppressWarnings({"unchecked", "rawtypes"})
        private static <V> @Nullable Node<V>[] newChains(int length) {
            return new Node[length];
        }
    }
}
