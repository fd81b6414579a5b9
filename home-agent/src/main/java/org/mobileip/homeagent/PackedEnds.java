package org.mobileip.homeagent;

import java.util.Arrays;
import org.mobileip.time.Tick;

/**
 * Which of the packed bindings ends first: a wheel of lists, one for each second of the longest lifetime, and a binary heap of those that
 * end first. A renewal takes a binding out of one list and puts it into another, however many there are; only those whose second comes next
 * are put in order. Each binding knows its neighbours in its list, or its place in the heap. One that never ends is not among them. For one
 * thread.
 *
 * <p>What is in a list ends in a later second than {@link #front}; what is in the heap usually does not. A list may have bindings
 * of a later round of the wheel: these come into the heap too early, and wait there.
 */
final class PackedEnds {

    private static final int FEWEST = 16;
    private static final long SECOND = 1_000_000_000;
    private static final int LISTS = 1 << 16;
    private static final int NONE = 0;

    private final PackedBindings bindings;

    /** The first one of each list. */
    private int[] lists = {};

    /** Which lists have any, a bit each; and which of these longs are not 0. */
    private final long[] used = new long[LISTS / Long.SIZE];

    private final long[] usedWords = new long[LISTS / Long.SIZE / Long.SIZE];
    private int[] heap = new int[FEWEST];
    private int size;

    /** How many are in lists. */
    private int linked;

    private long front;

    /** How many have come into the heap that end before {@link #front}, for which it was not made. */
    private int early;

    PackedEnds(PackedBindings bindings) {
        this.bindings = bindings;
    }

    /** The binding at {@code run} is among them from now on, if it ever ends. */
    void add(int run) {
        long ends = bindings.ends(run);
        if (ends == Tick.NEVER.nanos()) {
            return;
        }
        long second = second(ends);
        if (size == 0 && linked == 0) {
            front = second - 1;
        }
        if (second > front) {
            link(run, (int) second & (LISTS - 1));
            return;
        }
        push(run);
        early += second < front ? 1 : 0;
        if (early > size / 2 + FEWEST) {
            recede();
        }
    }

    /** It is not any more; its end must not have changed meanwhile. */
    void remove(int run) {
        long ends = bindings.ends(run);
        if (ends == Tick.NEVER.nanos()) {
            return;
        }
        int place = bindings.place(run);
        if (place < 0) {
            pull(~place);
        } else {
            unlink(run, place, (int) second(ends) & (LISTS - 1));
        }
    }

    /** When the first one ends; {@link Tick#NEVER} where none does. */
    Tick next() {
        advance();
        return size == 0 ? Tick.NEVER : new Tick(bindings.ends(heap[0]));
    }

    /** Where the one is that ends first; there must be one. */
    int first() {
        advance();
        return heap[0];
    }

    private static long second(long ends) {
        return Math.floorDiv(ends, SECOND);
    }

    /** Until the first one of all is in the heap, lists that may have it are put there. */
    private void advance() {
        while (size == 0 || second(bindings.ends(heap[0])) > front) {
            int from = (int) (front + 1) & (LISTS - 1);
            int list = usedFrom(from);
            if (list < 0) {
                return;
            }
            front += 1 + ((list - from) & (LISTS - 1));
            drain(list);
        }
    }

    private void drain(int list) {
        int run = lists[list];
        markUnused(list);
        lists[list] = NONE;
        while (run != NONE) {
            int next = bindings.next(run);
            linked--;
            push(run);
            run = next;
        }
        early = 0;
    }

    /** What does not end in the second of the first one goes back into lists: else each one that comes would have to be put in order. */
    private void recede() {
        int[] before = Arrays.copyOf(heap, size);
        front = second(bindings.ends(heap[0]));
        heap = new int[FEWEST];
        size = 0;
        early = 0;
        for (int run : before) {
            add(run);
        }
    }

    private void link(int run, int list) {
        if (lists.length == 0) {
            lists = new int[LISTS];
        }
        int after = lists[list];
        linked++;
        lists[list] = run;
        bindings.place(run, NONE);
        bindings.next(run, after);
        if (after == NONE) {
            markUsed(list);
        } else {
            bindings.place(after, run);
        }
    }

    private void unlink(int run, int before, int list) {
        int after = bindings.next(run);
        linked--;
        if (after != NONE) {
            bindings.place(after, before);
        }
        if (before != NONE) {
            bindings.next(before, after);
            return;
        }
        lists[list] = after;
        if (after == NONE) {
            markUnused(list);
        }
    }

    private void markUsed(int list) {
        used[list / Long.SIZE] |= 1L << list;
        usedWords[list / Long.SIZE / Long.SIZE] |= 1L << (list / Long.SIZE);
    }

    private void markUnused(int list) {
        int word = list / Long.SIZE;
        used[word] &= ~(1L << list);
        if (used[word] == 0) {
            usedWords[word / Long.SIZE] &= ~(1L << word);
        }
    }

    /** The first list that has any, from that one on and round; -1: none has. */
    private int usedFrom(int list) {
        long rest = used[list / Long.SIZE] & (-1L << list);
        if (rest != 0) {
            return list / Long.SIZE * Long.SIZE + Long.numberOfTrailingZeros(rest);
        }
        int word = (list / Long.SIZE + 1) & (used.length - 1);
        long words = usedWords[word / Long.SIZE] & (-1L << word);
        int group = word / Long.SIZE;
        for (int i = 0; i < usedWords.length && words == 0; i++) {
            group = (group + 1) & (usedWords.length - 1);
            words = usedWords[group];
        }
        if (words == 0) {
            return -1;
        }
        word = group * Long.SIZE + Long.numberOfTrailingZeros(words);
        return word * Long.SIZE + Long.numberOfTrailingZeros(used[word]);
    }

    private void push(int run) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size + size / 4);
        }
        put(run, size);
        size++;
        rise(run, size - 1);
    }

    private void pull(int place) {
        size--;
        int last = heap[size];
        if (place != size) {
            put(last, place);
            rise(last, place);
            sink(last, ~bindings.place(last));
        }
    }

    private void rise(int run, int from) {
        long ends = bindings.ends(run);
        int place = from;
        while (place > 0) {
            int parent = heap[(place - 1) / 2];
            if (bindings.ends(parent) <= ends) {
                break;
            }
            put(parent, place);
            place = (place - 1) / 2;
        }
        put(run, place);
    }

    private void sink(int run, int from) {
        long ends = bindings.ends(run);
        int place = from;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && bindings.ends(heap[child + 1]) < bindings.ends(heap[child])) {
                child++;
            }
            if (bindings.ends(heap[child]) >= ends) {
                break;
            }
            put(heap[child], place);
            place = child;
        }
        put(run, place);
    }

    private void put(int run, int place) {
        heap[place] = run;
        bindings.place(run, ~place);
    }
}
