package org.mobileip.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * IPv4 addresses, 5 to 11 octets each: as {@link AddressPairs}, without anything beside them. For one writer and many readers, who take
 * no lock, allocate nothing and are never kept waiting.
 */
public final class AddressSet {

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int FEWEST_PLACES = 4;
    private static final int GOLDEN = 0x9e3779b1;
    private static final long UNSIGNED = 0xffff_ffffL;

    /** No host has one of these two: a place where nothing was ever, and one whose address is gone. */
    private static final int FREE = 0;

    private static final int TRACE = -1;

    private final Segments<Segment> segments = new Segments<>(depth -> new Segment(depth, FEWEST_PLACES));

    /** The cells of a segment that is no more, for the next one; empty: there are none. */
    private int[] spare = {};

    private int size;

    /** Whether it can hold {@code address}: 0.0.0.0 and 255.255.255.255 it cannot. */
    public static boolean suits(int address) {
        return address != FREE && address != TRACE;
    }

    /** Whether it holds {@code address}; for any thread. */
    public boolean has(int address) {
        int hash = hash(address);
        Segment segment = segments.at(hash);
        boolean has = segment.has(address, hash);
        while (!segments.isStill(segment, hash)) {
            segment = segments.at(hash);
            has = segment.has(address, hash);
        }
        return has && suits(address);
    }

    /** Adds {@code address}, which {@link #suits}; for the writer. */
    public void add(int address) {
        if (!suits(address)) {
            throw new IllegalArgumentException(new Ipv4(address) + " is no address of a host");
        }
        int hash = hash(address);
        if (!segments.at(hash).has(address, hash)) {
            withRoom(hash).add(address, hash);
            size++;
        }
    }

    /** Takes {@code address} away; for the writer. */
    public void remove(int address) {
        int hash = hash(address);
        Segment segment = segments.at(hash);
        if (suits(address) && segment.remove(address, hash)) {
            size--;
            if (segment.isEmptyEnough()) {
                rebuild(hash, segment);
            }
        }
    }

    /** How many there are; for the writer. */
    public int size() {
        return size;
    }

    /** The segment of {@code hash}, with room for one more. */
    private Segment withRoom(int hash) {
        Segment segment = segments.at(hash);
        if (segment.entries >= Segments.MOST && segments.canSplit(segment, size)) {
            split(hash, segment);
            segment = segments.at(hash);
        }
        return segment.isFull() ? rebuild(hash, segment) : segment;
    }

    private void split(int hash, Segment full) {
        int ofOnes = full.ofOnes();
        Segment zeros = segment(full.depth() + 1, full.entries - ofOnes);
        Segment ones = segment(full.depth() + 1, ofOnes);
        full.moveTo(zeros, ones);
        segments.split(hash, full, zeros, ones);
        spare(full);
    }

    /** In cells of its own, without traces, as many as it needs. */
    private Segment rebuild(int hash, Segment before) {
        Segment after = segment(before.depth(), before.entries);
        before.moveTo(after, after);
        segments.replace(hash, before, after);
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
        spare = new int[0];
        return again;
    }

    /** Whoever is still reading it will find that it is no more ({@link #has}), and what he has read does not count. */
    private void spare(Segment gone) {
        spare = gone.cells.length == Segments.GROWN ? gone.cells : spare;
    }

    private static int hash(int address) {
        int mixed = (address ^ address >>> 16) * GOLDEN;
        return mixed ^ mixed >>> 15;
    }

    private static final class Segment extends Segments.Segment {

        private final int[] cells;
        private int entries;
        private int traces;

        Segment(int depth, int places) {
            super(depth);
            cells = new int[places];
        }

        /** In the cells of one that is no more: whoever still reads them and sees a change sees that, too. */
        Segment(int depth, int[] again) {
            super(depth);
            cells = again;
            for (int place = 0; place < cells.length; place++) {
                CELL.setRelease(cells, place, FREE);
            }
        }

        /** How many have 1 for their next bit. */
        int ofOnes() {
            int ones = 0;
            for (int address : cells) {
                ones += suits(address) && Segments.isOfOnes(hash(address), this) ? 1 : 0;
            }
            return ones;
        }

        /** Adds its addresses to those two, by their next bit. */
        void moveTo(Segment zeros, Segment ones) {
            for (int address : cells) {
                if (suits(address)) {
                    int hash = hash(address);
                    (Segments.isOfOnes(hash, this) ? ones : zeros).add(address, hash);
                }
            }
        }

        boolean has(int address, int hash) {
            return find(address, hash) >= 0;
        }

        /** Adds one that is new. */
        void add(int address, int hash) {
            int place = place(hash);
            while (suits(cells[place])) {
                place = after(place);
            }
            traces -= cells[place] == TRACE ? 1 : 0;
            CELL.setRelease(cells, place, address);
            entries++;
        }

        /** Whether it was there. */
        boolean remove(int address, int hash) {
            int place = find(address, hash);
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

        private int find(int address, int hash) {
            int place = place(hash);
            for (int there = at(place); there != FREE; there = at(place)) {
                if (there == address) {
                    return place;
                }
                place = after(place);
            }
            return -1;
        }

        private int at(int place) {
            return (int) CELL.getAcquire(cells, place);
        }

        private int after(int place) {
            return place + 1 == cells.length ? 0 : place + 1;
        }

        /** By the bits of the hash that did not choose the segment. */
        private int place(int hash) {
            return (int) ((((hash << depth()) & UNSIGNED) * cells.length) >>> Integer.SIZE);
        }
    }
}
