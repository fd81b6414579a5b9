package org.mobileip.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An address and a small number by IPv4 address, 11 to 21 octets each: an entry is one long in an array with a quarter to five eighths of
 * its places free (open addressing, linear probing), so a change is one store, and whoever reads sees it whole. For one writer
 * and many readers, who take no lock, allocate nothing and are never kept waiting. Growth makes two small parts of one ({@link Segments}),
 * so no single change costs more than that, however many entries there are.
 *
 * <pre>
 *   what every segment does not say of the mixed key 24 | number 8 | address 32
 * </pre>
 *
 * The mixture can be undone, so that with the segment it is the key itself.
 */
public final class AddressPairs {

    /** Hears of an entry. */
    @FunctionalInterface
    public interface Visitor {
        void visit(int key, int address, int number);
    }

    /** The largest number. */
    public static final int MOST = 255;

    private static final int REST_BITS = 24;
    private static final int REST_SHIFT = 40;
    private static final int NUMBER_SHIFT = 32;
    private static final int FEWEST_PLACES = 4;
    private static final long ADDRESS = 0xffff_ffffL;
    private static final int REST = (1 << REST_BITS) - 1;

    /** An odd number, and what undoes a multiplication by it. */
    private static final int GOLDEN = 0x9e3779b1;

    private static final int UNDO_GOLDEN = inverse(GOLDEN);

    private final Segments<Segment> segments = new Segments<>(depth -> new Segment(depth, FEWEST_PLACES));

    /** The cells of a segment that is no more, for the next one; empty: there are none. */
    private long[] spare = {};

    private int size;

    /** What {@link #addressIn} and {@link #numberIn} are asked about; 0: {@code key} has no entry. For any thread. */
    public long get(int key) {
        int mixed = mix(key);
        Segment segment = segments.at(mixed);
        long entry = segment.get(mixed & REST);
        while (!segments.isStill(segment, mixed)) {
            segment = segments.at(mixed);
            entry = segment.get(mixed & REST);
        }
        return entry;
    }

    /** The address of an entry. */
    public static int addressIn(long entry) {
        return (int) entry;
    }

    /** The number of an entry, 1 to {@value #MOST}. */
    public static int numberIn(long entry) {
        return (int) (entry >>> NUMBER_SHIFT) & MOST;
    }

    /**
     * Replaces the entry of {@code key}; for the writer.
     *
     * @param number 1 to {@value #MOST}
     */
    public void put(int key, int address, int number) {
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("a number from 1 to " + MOST + ", not " + number);
        }
        int mixed = mix(key);
        long entry = ((long) (mixed & REST) << REST_SHIFT) | ((long) number << NUMBER_SHIFT) | (address & ADDRESS);
        if (!segments.at(mixed).replace(entry)) {
            withRoom(mixed).add(entry);
            size++;
        }
    }

    /** Forgets {@code key}; for the writer. */
    public void remove(int key) {
        int mixed = mix(key);
        Segment segment = segments.at(mixed);
        if (segment.remove(mixed & REST)) {
            size--;
            if (segment.isEmptyEnough()) {
                rebuild(mixed, segment);
            }
        }
    }

    /** How many entries there are; for the writer. */
    public int size() {
        return size;
    }

    /** Shows all entries to {@code visitor}, in no order; for the writer, who must not change anything meanwhile. */
    public void forEach(Visitor visitor) {
        segments.forEach((first, segment) -> {
            for (long entry : segment.cells) {
                if (numberIn(entry) != 0) {
                    visitor.visit(undo((first & ~REST) | rest(entry)), addressIn(entry), numberIn(entry));
                }
            }
        });
    }

    /** The segment of {@code mixed}, with room for one more. */
    private Segment withRoom(int mixed) {
        Segment segment = segments.at(mixed);
        if (segment.entries >= Segments.MOST && segments.canSplit(segment, size)) {
            split(mixed, segment);
            segment = segments.at(mixed);
        }
        return segment.isFull() ? rebuild(mixed, segment) : segment;
    }

    private void split(int mixed, Segment full) {
        int ofOnes = full.ofOnes();
        Segment zeros = segment(full.depth() + 1, full.entries - ofOnes);
        Segment ones = segment(full.depth() + 1, ofOnes);
        full.moveTo(zeros, ones);
        segments.split(mixed, full, zeros, ones);
        spare(full);
    }

    /** In cells of its own, without traces, as many as it needs. */
    private Segment rebuild(int mixed, Segment before) {
        Segment after = segment(before.depth(), before.entries);
        before.moveTo(after, after);
        segments.replace(mixed, before, after);
        spare(before);
        return after;
    }

    /** One for {@code entries} and one more. */
    private Segment segment(int depth, int entries) {
        int places = Segments.places(depth, entries + 1);
        if (places != spare.length) {
            return new Segment(depth, places);
        }
        Segment again = new Segment(depth, spare);
        spare = new long[0];
        return again;
    }

    /** Whoever is still reading it will find that it is no more ({@link #get}), and what he has read does not count. */
    private void spare(Segment gone) {
        spare = gone.cells.length == Segments.GROWN ? gone.cells : spare;
    }

    private static int rest(long entry) {
        return (int) (entry >>> REST_SHIFT);
    }

    private static int mix(int key) {
        int folded = (key ^ key >>> 16) * GOLDEN;
        return folded ^ folded >>> 16;
    }

    private static int undo(int mixed) {
        int folded = (mixed ^ mixed >>> 16) * UNDO_GOLDEN;
        return folded ^ folded >>> 16;
    }

    /** Newton's iteration: each step doubles the bits that are right, beginning with three. */
    private static int inverse(int odd) {
        int inverse = odd;
        for (int right = 3; right < Integer.SIZE; right *= 2) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    /** A place without a number is free: {@link #FREE} where none was ever there, else the trace of one that is gone. */
    private static final class Segment extends Segments.Segment {

        private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
        private static final long FREE = 0;
        private static final long TRACE = 1;

        private final long[] cells;
        private int entries;
        private int traces;

        Segment(int depth, int places) {
            super(depth);
            cells = new long[places];
        }

        /** In the cells of one that is no more: whoever still reads them and sees a change sees that, too. */
        Segment(int depth, long[] again) {
            super(depth);
            cells = again;
            for (int place = 0; place < cells.length; place++) {
                CELL.setRelease(cells, place, FREE);
            }
        }

        /** How many have 1 for their next bit. */
        int ofOnes() {
            int ones = 0;
            for (long entry : cells) {
                ones += numberIn(entry) != 0 && Segments.isOfOnes(rest(entry), this) ? 1 : 0;
            }
            return ones;
        }

        /** Adds its entries to those two, by their next bit. */
        void moveTo(Segment zeros, Segment ones) {
            for (long entry : cells) {
                if (numberIn(entry) != 0) {
                    (Segments.isOfOnes(rest(entry), this) ? ones : zeros).add(entry);
                }
            }
        }

        long get(int rest) {
            int place = place(rest);
            for (long entry = at(place); entry != FREE; entry = at(place)) {
                if (rest(entry) == rest && numberIn(entry) != 0) {
                    return entry;
                }
                place = after(place);
            }
            return 0;
        }

        private long at(int place) {
            return (long) CELL.getAcquire(cells, place);
        }

        /** Whether there was one with that key. */
        boolean replace(long entry) {
            int place = find(rest(entry));
            if (place >= 0) {
                CELL.setRelease(cells, place, entry);
            }
            return place >= 0;
        }

        /** Adds one, with a key that is new. */
        void add(long entry) {
            int place = place(rest(entry));
            while (numberIn(cells[place]) != 0) {
                place = after(place);
            }
            traces -= cells[place] == TRACE ? 1 : 0;
            CELL.setRelease(cells, place, entry);
            entries++;
        }

        /** Whether there was one. */
        boolean remove(int rest) {
            int place = find(rest);
            if (place < 0) {
                return false;
            }
            CELL.setRelease(cells, place, TRACE);
            entries--;
            traces++;
            return true;
        }

        boolean isFull() {
            return 4 * (entries + traces + 1) > 3 * cells.length;
        }

        boolean isEmptyEnough() {
            return cells.length > FEWEST_PLACES && 4 * entries < cells.length;
        }

        private int find(int rest) {
            int place = place(rest);
            while (cells[place] != FREE) {
                if (rest(cells[place]) == rest && numberIn(cells[place]) != 0) {
                    return place;
                }
                place = after(place);
            }
            return -1;
        }

        private int after(int place) {
            return place + 1 == cells.length ? 0 : place + 1;
        }

        /** By the bits that are not those of all in this segment. */
        private int place(int rest) {
            int further = (rest << (depth() - Segments.FIRST_BITS)) & REST;
            return (int) (((long) further * cells.length) >>> REST_BITS);
        }
    }
}
