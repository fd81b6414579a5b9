package org.mobileip.homeagent.store;

import java.util.Arrays;

/**
 * Where things are, by a hash of what they are about: twenty octets each, and twice that where it has just grown, in arrays (open addressing, linear probing). Each
 * has a number, from 0 in the order in which they came. For one thread.
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

    private long[] positions = new long[FEWEST];
    private int[] hashes = new int[FEWEST];

    /** Numbers, counted from 1, where their hash leads; twice as many as there is room for. */
    private int[] slots = new int[2 * FEWEST];

    private int numbers;
    private int gone;

    /** The number of the thing with that hash that matches; -1: there is none. */
    int find(int hash, Match match) {
        for (int slot = hash & (slots.length - 1); slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash && positions[number] != GONE && match.isAt(positions[number])) {
                return number;
            }
        }
        return -1;
    }

    /** Shows all with that hash; those with another that happens to be the same too. */
    void forEach(int hash, Visitor visitor) {
        for (int slot = hash & (slots.length - 1); slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash && positions[number] != GONE) {
                visitor.visit(number, positions[number]);
            }
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
        hashes[numbers] = hash;
        link(numbers++);
    }

    private void link(int number) {
        int slot = hashes[number] & (slots.length - 1);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = number + 1;
    }

    private void grow() {
        positions = Arrays.copyOf(positions, 2 * numbers);
        hashes = Arrays.copyOf(hashes, 2 * numbers);
        slots = new int[4 * numbers];
        for (int number = 0; number < numbers; number++) {
            link(number);
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

    /** Whether there is a thing with that number. */
    boolean has(int number) {
        return number < numbers && positions[number] != GONE;
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
