package org.mobileip.homeagent.store;

import java.util.Arrays;

/**
 * Where things are, by a hash of what they are about: a long for where each is and another in a table of hashes (open addressing, linear
 * probing), so that one that is new needs one look into memory that is not at hand. Each has a number, from 0 in the order in which they
 * came. For one thread.
 */
final class RawIndex {

    /** Whether what is at {@code position} is what was meant. */
    interface Match {
        boolean isAt(long position);
    }

    /** Hears of a thing. */
    interface Visitor {
        void visit(int number, long position);
    }

    private static final long GONE = -1;
    private static final int FEWEST = 16;
    private static final int MOST_EXPECTED = 1 << 22;
    private static final long UNSIGNED = 0xffff_ffffL;

    private long[] positions;

    /** A hash in the upper half and a number, counted from 1, in the lower one, where the hash leads; 0: nothing. A power of two of them. */
    private long[] slots;

    private int numbers;
    private int gone;

    /** @param expected so many things, or some more, need not be moved when there are more */
    RawIndex(int expected) {
        int places = Math.max(FEWEST, Math.min(expected, MOST_EXPECTED));
        positions = new long[places];
        slots = new long[slotsFor(places)];
    }

    /** A quarter of them free at least. */
    private static int slotsFor(int places) {
        return Integer.highestOneBit(places + places / 3) << 1;
    }

    /** What is where {@code hash} leads: for {@link #likely}. */
    long first(int hash) {
        return slots[hash & (slots.length - 1)];
    }

    /** Where the thing with that hash probably is, as {@link #first} said; less than 0: there is none, or it is somewhere else. */
    long likely(int hash, long first) {
        return first != 0 && (int) (first >>> Integer.SIZE) == hash ? positions[(int) first - 1] : GONE;
    }

    /** The number of the thing with that hash that matches; -1: there is none. */
    int find(int hash, Match match) {
        int slot = hash & (slots.length - 1);
        for (long there = slots[slot]; there != 0; there = slots[slot]) {
            int number = (int) there - 1;
            if ((int) (there >>> Integer.SIZE) == hash && positions[number] != GONE && match.isAt(positions[number])) {
                return number;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    /** Shows all with that hash; those with another that happens to be the same too. */
    void forEach(int hash, Visitor visitor) {
        int slot = hash & (slots.length - 1);
        for (long there = slots[slot]; there != 0; there = slots[slot]) {
            int number = (int) there - 1;
            if ((int) (there >>> Integer.SIZE) == hash && positions[number] != GONE) {
                visitor.visit(number, positions[number]);
            }
            slot = (slot + 1) & (slots.length - 1);
        }
    }

    /** Shows all, in the order of their numbers. */
    void forEach(Visitor visitor) {
        for (int number = 0; number < numbers; number++) {
            if (positions[number] != GONE) {
                visitor.visit(number, positions[number]);
            }
        }
    }

    /** One more. */
    void add(int hash, long position) {
        if (numbers == positions.length) {
            grow();
        }
        positions[numbers] = position;
        numbers++;
        link(((long) hash << Integer.SIZE) | (numbers & UNSIGNED));
    }

    private void link(long entry) {
        int slot = (int) (entry >>> Integer.SIZE) & (slots.length - 1);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = entry;
    }

    private void grow() {
        positions = Arrays.copyOf(positions, 2 * numbers);
        long[] before = slots;
        slots = new long[slotsFor(2 * numbers)];
        for (long entry : before) {
            if (entry != 0) {
                link(entry);
            }
        }
    }

    /** The thing with that number is there now. */
    void move(int number, long position) {
        positions[number] = position;
    }

    /** There is no thing with that number any more. */
    void remove(int number) {
        positions[number] = GONE;
        gone++;
    }

    /** Whether there is a thing with that number still. */
    boolean has(int number) {
        return positions[number] != GONE;
    }

    /** Where the thing with that number is. */
    long position(int number) {
        return positions[number];
    }

    /** All numbers are less than this. */
    int numbers() {
        return numbers;
    }

    /** How many things there are. */
    int size() {
        return numbers - gone;
    }

    /** Spreads {@code bits} over all that {@link #find} looks at. */
    static int hash(int bits) {
        int mixed = (bits ^ bits >>> 16) * 0x85ebca6b;
        mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
        return mixed ^ mixed >>> 16;
    }
}
