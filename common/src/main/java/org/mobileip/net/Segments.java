package org.mobileip.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntFunction;

/**
 * The segments of a table, each of which has the keys whose hashes begin with some bits. One that is full becomes two, of one bit more
 * each (extendible hashing). So a table grows by arrays of which each is thrown away once, and not by ever larger ones of which each is a
 * little larger than the one before: that was eight times what the table takes in the end, for the garbage collector to find. For one writer
 * and many readers of {@link #at}, who take no lock.
 */
final class Segments<S extends Segments.Segment> {

    /** One that is full with so many is split. */
    static final int MOST = 144;

    /** All segments have these bits at least. */
    static final int FIRST_BITS = 8;

    /** What is left of a hash tells places apart. */
    private static final int MOST_BITS = 22;

    /** There are no more bits than make segments of so many; else keys that were chosen for it would make many segments of few. */
    private static final int LEAST_AVERAGE = 16;

    private static final int FEWEST_PLACES = 4;

    /** One that is to have more places than this has {@link #GROWN}. */
    private static final int SMALL = 80;

    /** So many places has one that is full, and each of the two that it becomes: so it grows no more, and its array suits another. */
    static final int GROWN = 192;

    private static final VarHandle SEGMENT = MethodHandles.arrayElementVarHandle(Object[].class);

    /** What is common to all. */
    abstract static class Segment {

        private final int depth;

        Segment(int depth) {
            this.depth = depth;
        }

        /** With how many bits the hashes of its keys begin that are the same. */
        final int depth() {
            return depth;
        }
    }

    /** How many places one of {@code depth} for {@code wanted} has: a third or more of them stay free. */
    static int places(int depth, int wanted) {
        int places = Math.max(FEWEST_PLACES, wanted * 3 / 2 + 1);
        return depth == FIRST_BITS || places <= SMALL || wanted > MOST ? places : GROWN;
    }

    /** A power of two of them: by the first bits of a hash. */
    private volatile Object[] byHash;

    /** All are as {@code make} makes them with that many bits. */
    Segments(IntFunction<S> make) {
        byHash = made(FIRST_BITS, make);
    }

    private static Object[] made(int bits, IntFunction<? extends Segment> make) {
        Object[] made = new Object[1 << bits];
        for (int i = 0; i < made.length; i++) {
            made[i] = make.apply(bits);
        }
        return made;
    }

    /** Where a key with that hash is, if it is anywhere; for any thread. */
    @SuppressWarnings("unchecked")
    S at(int hash) {
        Object[] now = byHash;
        return (S) SEGMENT.getAcquire(now, hash >>> shift(now));
    }

    /**
     * Whether {@code segment} is still where a key with that hash is: what was read in one that is no more does not count, for its cells
     * may be another's by then; for any thread.
     */
    boolean isStill(S segment, int hash) {
        return segment == at(hash);
    }

    private static int shift(Object[] now) {
        return Integer.numberOfLeadingZeros(now.length) + 1;
    }

    /** Whether {@code full} can become two in a table of that size. */
    boolean canSplit(S full, int size) {
        int bits = Integer.SIZE - shift(byHash);
        return full.depth() < bits || (bits < MOST_BITS && (long) byHash.length * 2 * LEAST_AVERAGE <= size);
    }

    /**
     * Two in the place of one, which {@link #canSplit}, and must stay as it is until then where others may be reading it; for the writer.
     *
     * @param hash of any key of it
     * @param zeros those keys whose next bit is 0
     */
    void split(int hash, S full, S zeros, S ones) {
        if (full.depth() == Integer.SIZE - shift(byHash)) {
            Object[] next = new Object[2 * byHash.length];
            for (int i = 0; i < next.length; i++) {
                next[i] = byHash[i / 2];
            }
            byHash = next;
        }
        publish(hash, full, zeros, ones);
    }

    /** Another in the place of one that it says the same as; for the writer. */
    void replace(int hash, S before, S after) {
        publish(hash, before, after, after);
    }

    private void publish(int hash, S before, S zeros, S ones) {
        Object[] now = byHash;
        int span = span(now, before);
        int first = (hash >>> shift(now)) & -span;
        for (int i = 0; i < span; i++) {
            SEGMENT.setRelease(now, first + i, i < span / 2 ? zeros : ones);
        }
    }

    private static int span(Object[] now, Segment segment) {
        return 1 << (Integer.SIZE - shift(now) - segment.depth());
    }

    /** Whether the bit of {@code hash} by which {@code full} is split is 1. */
    static boolean isOfOnes(int hash, Segment full) {
        return (hash << full.depth()) < 0;
    }

    /** Hears of a segment, and of the bits with which its hashes begin; all others are 0. */
    interface Visitor<S> {
        void visit(int first, S segment);
    }

    /** Shows all, in the order of hashes; for the writer. */
    @SuppressWarnings("unchecked")
    void forEach(Visitor<S> visitor) {
        Object[] now = byHash;
        for (int i = 0; i < now.length; i += span(now, (Segment) now[i])) {
            visitor.visit(i << shift(now), (S) now[i]);
        }
    }
}
