package org.mobileip.net;

import java.util.Arrays;

/**
 * Numbers by IPv4 address, 11 to 21 octets each: no objects, but pairs of ints in arrays with a quarter to five eighths of their
 * places free (open addressing, linear probing). Growth makes two small parts of one ({@link Segments}), so no single change costs more
 * than that, however many entries there are. For one thread.
 */
public final class AddressIndex {

    /** Hears of an entry. */
    @FunctionalInterface
    public interface Visitor {
        void visit(int address, int number);
    }

    private static final int FEWEST_PLACES = 4;
    private static final int GOLDEN = 0x9e3779b1;
    private static final int MIXER = 0x85ebca6b;
    private static final long UNSIGNED = 0xffff_ffffL;

    private final Segments<Segment> segments = new Segments<>(depth -> new Segment(depth, new int[0]));
    private int size;

    /** The number of {@code address}; 0: it has none. */
    public int get(int address) {
        int hash = hash(address);
        return segments.at(hash).get(address, hash);
    }

    /**
     * Replaces the number of {@code address}.
     *
     * @param number any but 0
     */
    public void put(int address, int number) {
        if (number == 0) {
            throw new IllegalArgumentException("0 is no number: it stands for none");
        }
        int hash = hash(address);
        Segment segment = segments.at(hash);
        if (segment.entries >= Segments.MOST && segments.canSplit(segment, size)) {
            split(hash, segment);
            segment = segments.at(hash);
        }
        size += segment.put(address, hash, number) ? 1 : 0;
    }

    /** One of the two has the array that all were in, for nobody else is reading it. */
    private void split(int hash, Segment full) {
        int[] all = full.cells.clone();
        Arrays.fill(full.cells, 0);
        Segment zeros = new Segment(full.depth() + 1, full.cells);
        Segment ones = new Segment(full.depth() + 1, new int[2 * Segments.GROWN]);
        for (int i = 0; i < all.length; i += 2) {
            if (all[i + 1] != 0) {
                int its = hash(all[i]);
                (Segments.isOfOnes(its, full) ? ones : zeros).put(all[i], its, all[i + 1]);
            }
        }
        segments.split(hash, full, zeros, ones);
    }

    /** Forgets {@code address}. */
    public void remove(int address) {
        int hash = hash(address);
        size -= segments.at(hash).remove(address, hash) ? 1 : 0;
    }

    /** How many addresses have a number. */
    public int size() {
        return size;
    }

    /** Shows all entries to {@code visitor}, in no order; it must not change anything. */
    public void forEach(Visitor visitor) {
        segments.forEach((first, segment) -> segment.forEach(visitor));
    }

    static int hash(int address) {
        int mixed = (address ^ address >>> 16) * MIXER;
        return (mixed ^ mixed >>> 13) * GOLDEN;
    }

    /** Addresses at even places, their numbers behind them. */
    private static final class Segment extends Segments.Segment {

        private int[] cells;
        private int entries;

        /** One without entries in cells that are all 0. */
        Segment(int depth, int[] cells) {
            super(depth);
            this.cells = cells;
        }

        int get(int address, int hash) {
            int place = find(address, hash);
            return place < 0 ? 0 : cells[2 * place + 1];
        }

        /** Whether the address is new. */
        boolean put(int address, int hash, int number) {
            int place = find(address, hash);
            if (place >= 0) {
                cells[2 * place + 1] = number;
                return false;
            }
            if (4 * (entries + 1) > 3 * places()) {
                resize(Segments.places(depth(), entries + 1));
            }
            insert(address, hash, number);
            entries++;
            return true;
        }

        /** Whether there was one. What stands behind it moves up, so that no gap is between it and where it belongs. */
        boolean remove(int address, int hash) {
            int gap = find(address, hash);
            if (gap < 0) {
                return false;
            }
            for (int next = after(gap); cells[2 * next + 1] != 0; next = after(next)) {
                int wanted = place(hash(cells[2 * next]));
                if (distance(wanted, next) >= distance(gap, next)) {
                    cells[2 * gap] = cells[2 * next];
                    cells[2 * gap + 1] = cells[2 * next + 1];
                    gap = next;
                }
            }
            cells[2 * gap + 1] = 0;
            entries--;
            if (places() > FEWEST_PLACES && 4 * entries < places()) {
                resize(Math.max(FEWEST_PLACES, places() / 2));
            }
            return true;
        }

        void forEach(Visitor visitor) {
            for (int place = 0; place < places(); place++) {
                if (cells[2 * place + 1] != 0) {
                    visitor.visit(cells[2 * place], cells[2 * place + 1]);
                }
            }
        }

        /** Where the address is; negative: nowhere. */
        private int find(int address, int hash) {
            if (entries == 0) {
                return -1;
            }
            int place = place(hash);
            while (cells[2 * place + 1] != 0) {
                if (cells[2 * place] == address) {
                    return place;
                }
                place = after(place);
            }
            return -1;
        }

        private void insert(int address, int hash, int number) {
            int place = place(hash);
            while (cells[2 * place + 1] != 0) {
                place = after(place);
            }
            cells[2 * place] = address;
            cells[2 * place + 1] = number;
        }

        private void resize(int places) {
            int[] old = cells;
            cells = new int[2 * places];
            for (int i = 0; i < old.length; i += 2) {
                if (old[i + 1] != 0) {
                    insert(old[i], hash(old[i]), old[i + 1]);
                }
            }
        }

        private int places() {
            return cells.length / 2;
        }

        /** The bits of the hash that did not choose the segment, spread over the places. */
        private int place(int hash) {
            return (int) ((((hash << depth()) & UNSIGNED) * places()) >>> Integer.SIZE);
        }

        private int after(int place) {
            return place + 1 == places() ? 0 : place + 1;
        }

        /** How many steps it is from one place on to another. */
        private int distance(int from, int to) {
            return to >= from ? to - from : to - from + places();
        }
    }
}
