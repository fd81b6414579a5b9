package org.mobileip.net;

import java.util.Arrays;

/**
 * As {@link AddressIndex}, of numbers that somebody can tell the addresses of: so nothing but the numbers is kept, 5 to 11 octets each.
 * Whoever looks for an address asks for those of the numbers that he comes by, seldom more than two. For one thread.
 */
public final class NumbersByAddress {

    /** Tells the address of a number that is in the index. */
    @FunctionalInterface
    public interface Addresses {
        int of(int number);
    }

    private static final int FEWEST_PLACES = 4;
    private static final long UNSIGNED = 0xffff_ffffL;

    private final Addresses addresses;
    private final Segments<Segment> segments = new Segments<>(depth -> new Segment(depth, new int[0]));
    private int size;

    /** One without numbers. */
    public NumbersByAddress(Addresses addresses) {
        this.addresses = addresses;
    }

    /** The number of {@code address}; 0: it has none. */
    public int get(int address) {
        int hash = AddressIndex.hash(address);
        Segment segment = segments.at(hash);
        int place = find(segment, address, hash);
        return place < 0 ? 0 : segment.numbers[place];
    }

    /**
     * Adds the number of {@code address}, which has none.
     *
     * @param number any but 0, and {@code address} is already told of it
     */
    public void add(int address, int number) {
        if (number == 0) {
            throw new IllegalArgumentException("0 is no number: it stands for none");
        }
        int hash = AddressIndex.hash(address);
        Segment segment = segments.at(hash);
        if (segment.entries >= Segments.MOST && segments.canSplit(segment, size)) {
            split(hash, segment);
            segment = segments.at(hash);
        }
        append(segment, hash, number);
        size++;
    }

    /** One of the two has the array that all were in, for nobody else is reading it. */
    private void split(int hash, Segment full) {
        int[] all = full.numbers.clone();
        Arrays.fill(full.numbers, 0);
        Segment zeros = new Segment(full.depth() + 1, full.numbers);
        Segment ones = new Segment(full.depth() + 1, new int[Segments.GROWN]);
        for (int number : all) {
            if (number != 0) {
                int its = hash(number);
                append(Segments.isOfOnes(its, full) ? ones : zeros, its, number);
            }
        }
        segments.split(hash, full, zeros, ones);
    }

    private void append(Segment segment, int hash, int number) {
        if (4 * (segment.entries + 1) > 3 * segment.numbers.length) {
            resize(segment, Segments.places(segment.depth(), segment.entries + 1));
        }
        segment.insert(hash, number);
        segment.entries++;
    }

    /** Forgets {@code address}, which is still told of its number. */
    public void remove(int address) {
        int hash = AddressIndex.hash(address);
        Segment segment = segments.at(hash);
        int place = find(segment, address, hash);
        if (place >= 0) {
            close(segment, place);
            size--;
        }
    }

    /** What stands behind it moves up, so that no gap is between it and where it belongs. */
    private void close(Segment segment, int from) {
        int[] numbers = segment.numbers;
        int gap = from;
        for (int next = segment.after(gap); numbers[next] != 0; next = segment.after(next)) {
            int wanted = segment.place(hash(numbers[next]));
            if (segment.distance(wanted, next) >= segment.distance(gap, next)) {
                numbers[gap] = numbers[next];
                gap = next;
            }
        }
        numbers[gap] = 0;
        segment.entries--;
        if (numbers.length > FEWEST_PLACES && 4 * segment.entries < numbers.length) {
            resize(segment, Math.max(FEWEST_PLACES, numbers.length / 2));
        }
    }

    private void resize(Segment segment, int places) {
        int[] old = segment.numbers;
        segment.numbers = new int[places];
        for (int number : old) {
            if (number != 0) {
                segment.insert(hash(number), number);
            }
        }
    }

    /** How many addresses have a number. */
    public int size() {
        return size;
    }

    /** Shows all entries to {@code visitor}, in no order; it must not change anything. */
    public void forEach(AddressIndex.Visitor visitor) {
        segments.forEach((first, segment) -> {
            for (int number : segment.numbers) {
                if (number != 0) {
                    visitor.visit(addresses.of(number), number);
                }
            }
        });
    }

    private int hash(int number) {
        return AddressIndex.hash(addresses.of(number));
    }

    /** Where the address is; negative: nowhere. */
    private int find(Segment segment, int address, int hash) {
        if (segment.entries == 0) {
            return -1;
        }
        int[] numbers = segment.numbers;
        int place = segment.place(hash);
        while (numbers[place] != 0) {
            if (addresses.of(numbers[place]) == address) {
                return place;
            }
            place = segment.after(place);
        }
        return -1;
    }

    private static final class Segment extends Segments.Segment {

        private int[] numbers;
        private int entries;

        /** One without entries in numbers that are all 0. */
        Segment(int depth, int[] numbers) {
            super(depth);
            this.numbers = numbers;
        }

        private void insert(int hash, int number) {
            int place = place(hash);
            while (numbers[place] != 0) {
                place = after(place);
            }
            numbers[place] = number;
        }

        /** The bits of the hash that did not choose the segment, spread over the places. */
        private int place(int hash) {
            return (int) ((((hash << depth()) & UNSIGNED) * numbers.length) >>> Integer.SIZE);
        }

        private int after(int place) {
            return place + 1 == numbers.length ? 0 : place + 1;
        }

        /** How many steps it is from one place on to another. */
        private int distance(int from, int to) {
            return to >= from ? to - from : to - from + numbers.length;
        }
    }
}
