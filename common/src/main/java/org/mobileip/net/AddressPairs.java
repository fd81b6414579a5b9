package org.mobileip.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An address and a small number by IPv4 address, 11 to 16 octets each: an entry is one long in an array with a quarter to a half of
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
    private int size;

    /** What {@link #addressIn} and {@link #numberIn} are asked about; 0: {@code key} has no entry. For any thread. */
    public long get(int key) {
        int mixed = mix(key);
        return segments.at(mixed).get(mixed & REST);
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
        Segment segment = segments.at(mixed);
        if (segment.entries >= Segments.MOST && segments.canSplit(segment, size)) {
            segments.split(mixed, segment, segment.half(false), segment.half(true));
            segment = segments.at(mixed);
        }
        size += segment.put(entry) ? 1 : 0;
    }

    /** About {@code many} entries will be added, for which there is room at once where there are none yet; for the writer. */
    public void expect(int many) {
        if (size == 0) {
            segments.restart(many, (depth, each) -> new Segment(depth, each * 8 / 5 + FEWEST_PLACES));
        }
    }

    /** Forgets {@code key}; for the writer. */
    public void remove(int key) {
        int mixed = mix(key);
        size -= segments.at(mixed).remove(mixed & REST) ? 1 : 0;
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

        private volatile long[] cells;
        private int entries;
        private int traces;

        Segment(int depth, int places) {
            super(depth);
            cells = new long[places];
        }

        /** Those of which the next bit is that. */
        Segment half(boolean isOfOnes) {
            Segment half = new Segment(depth() + 1, 0);
            half.cells = new long[half.places(entries / 2 + 1)];
            for (long entry : cells) {
                if (numberIn(entry) != 0 && Segments.isOfOnes(rest(entry), this) == isOfOnes) {
                    half.put(entry);
                }
            }
            return half;
        }

        long get(int rest) {
            long[] now = cells;
            int place = place(rest, now.length);
            for (long entry = at(now, place); entry != FREE; entry = at(now, place)) {
                if ((int) (entry >>> REST_SHIFT) == rest && numberIn(entry) != 0) {
                    return entry;
                }
                place = place + 1 == now.length ? 0 : place + 1;
            }
            return 0;
        }

        private static long at(long[] cells, int place) {
            return (long) CELL.getAcquire(cells, place);
        }

        /** Whether the key is new. */
        boolean put(long entry) {
            int known = find((int) (entry >>> REST_SHIFT));
            if (known >= 0) {
                CELL.setRelease(cells, known, entry);
                return false;
            }
            if (4 * (entries + traces + 1) > 3 * cells.length) {
                rebuild(entries + 1);
            }
            int place = freePlace(cells, (int) (entry >>> REST_SHIFT));
            traces -= cells[place] == TRACE ? 1 : 0;
            CELL.setRelease(cells, place, entry);
            entries++;
            return true;
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
            if (cells.length > FEWEST_PLACES && 4 * entries < cells.length) {
                rebuild(entries + 1);
            }
            return true;
        }

        private int find(int rest) {
            long[] now = cells;
            int place = place(rest, now.length);
            while (now[place] != FREE) {
                if ((int) (now[place] >>> REST_SHIFT) == rest && numberIn(now[place]) != 0) {
                    return place;
                }
                place = place + 1 == now.length ? 0 : place + 1;
            }
            return -1;
        }

        /** In an array of its own, without traces, with room for {@code wanted}. */
        private void rebuild(int wanted) {
            long[] next = new long[places(wanted)];
            for (long entry : cells) {
                if (numberIn(entry) != 0) {
                    next[freePlace(next, (int) (entry >>> REST_SHIFT))] = entry;
                }
            }
            traces = 0;
            cells = next;
        }

        /** The first place without an entry from where it belongs on. */
        private int freePlace(long[] cells, int rest) {
            int place = place(rest, cells.length);
            while (numberIn(cells[place]) != 0) {
                place = place + 1 == cells.length ? 0 : place + 1;
            }
            return place;
        }

        /** By the bits that are not those of all in this segment. */
        private int place(int rest, int places) {
            int further = (rest << (depth() - Segments.FIRST_BITS)) & REST;
            return (int) (((long) further * places) >>> REST_BITS);
        }
    }
}
