package org.mobileip.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * IPv4 addresses, 5 to 8 octets each: as {@link AddressPairs}, without anything beside them. For one writer and many readers, who take
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
    private int size;

    /** Whether it can hold {@code address}: 0.0.0.0 and 255.255.255.255 it cannot. */
    public static boolean suits(int address) {
        return address != FREE && address != TRACE;
    }

    /** Whether it holds {@code address}; for any thread. */
    public boolean has(int address) {
        int hash = hash(address);
        return suits(address) && segments.at(hash).has(address, hash);
    }

    /** Adds {@code address}, which {@link #suits}; for the writer. */
    public void add(int address) {
        if (!suits(address)) {
            throw new IllegalArgumentException(new Ipv4(address) + " is no address of a host");
        }
        int hash = hash(address);
        Segment segment = segments.at(hash);
        if (segment.entries >= Segments.MOST && segments.canSplit(segment, size)) {
            segments.split(hash, segment, segment.half(false), segment.half(true));
            segment = segments.at(hash);
        }
        size += segment.add(address, hash) ? 1 : 0;
    }

    /** About {@code many} will be added, for which there is room at once where there are none yet; for the writer. */
    public void expect(int many) {
        if (size == 0) {
            segments.restart(many, (depth, each) -> new Segment(depth, each * 8 / 5 + FEWEST_PLACES));
        }
    }

    /** Takes {@code address} away; for the writer. */
    public void remove(int address) {
        int hash = hash(address);
        size -= suits(address) && segments.at(hash).remove(address, hash) ? 1 : 0;
    }

    /** How many there are; for the writer. */
    public int size() {
        return size;
    }

    private static int hash(int address) {
        int mixed = (address ^ address >>> 16) * GOLDEN;
        return mixed ^ mixed >>> 15;
    }

    private static final class Segment extends Segments.Segment {

        private volatile int[] cells;
        private int entries;
        private int traces;

        Segment(int depth, int places) {
            super(depth);
            cells = new int[places];
        }

        /** Those of which the next bit is that. */
        Segment half(boolean isOfOnes) {
            Segment half = new Segment(depth() + 1, 0);
            half.cells = new int[half.places(entries / 2 + 1)];
            for (int address : cells) {
                if (suits(address) && Segments.isOfOnes(hash(address), this) == isOfOnes) {
                    half.add(address, hash(address));
                }
            }
            return half;
        }

        boolean has(int address, int hash) {
            return find(cells, address, hash) >= 0;
        }

        /** Whether it is new. */
        boolean add(int address, int hash) {
            if (find(cells, address, hash) >= 0) {
                return false;
            }
            if (4 * (entries + traces + 1) > 3 * cells.length) {
                rebuild(entries + 1);
            }
            int place = freePlace(cells, hash);
            traces -= cells[place] == TRACE ? 1 : 0;
            CELL.setRelease(cells, place, address);
            entries++;
            return true;
        }

        /** Whether it was there. */
        boolean remove(int address, int hash) {
            int place = find(cells, address, hash);
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

        private int find(int[] cells, int address, int hash) {
            int place = place(hash, cells.length);
            for (int there = at(cells, place); there != FREE; there = at(cells, place)) {
                if (there == address) {
                    return place;
                }
                place = place + 1 == cells.length ? 0 : place + 1;
            }
            return -1;
        }

        private static int at(int[] cells, int place) {
            return (int) CELL.getAcquire(cells, place);
        }

        private void rebuild(int wanted) {
            int[] next = new int[places(wanted)];
            for (int address : cells) {
                if (suits(address)) {
                    next[freePlace(next, hash(address))] = address;
                }
            }
            traces = 0;
            cells = next;
        }

        private int freePlace(int[] cells, int hash) {
            int place = place(hash, cells.length);
            while (suits(cells[place])) {
                place = place + 1 == cells.length ? 0 : place + 1;
            }
            return place;
        }

        /** By the bits of the hash that did not choose the segment. */
        private int place(int hash, int places) {
            return (int) ((((hash << depth()) & UNSIGNED) * places) >>> Integer.SIZE);
        }
    }
}
