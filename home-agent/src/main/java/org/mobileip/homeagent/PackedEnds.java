package org.mobileip.homeagent;

import java.util.Arrays;
import org.mobileip.time.Tick;

/**
 * Which of the packed bindings ends first: a binary heap of where they are, in which each knows its place. One that never ends is
 * not among them. For one thread.
 */
final class PackedEnds {

    private static final int FEWEST = 16;

    private final PackedBindings bindings;
    private int[] heap = new int[FEWEST];
    private int size;

    PackedEnds(PackedBindings bindings) {
        this.bindings = bindings;
    }

    /** The binding at {@code run} is among them from now on, if it ever ends. */
    void add(int run) {
        if (isEndless(run)) {
            return;
        }
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size + size / 4);
        }
        put(run, size++);
        rise(run);
    }

    /** It is not any more. */
    void remove(int run) {
        if (isEndless(run)) {
            return;
        }
        int place = bindings.place(run);
        int last = heap[--size];
        if (last != run) {
            put(last, place);
            rise(last);
            sink(last);
        }
    }

    /** The end of the one at {@code run}, which is among them, is another now. */
    void moved(int run) {
        rise(run);
        sink(run);
    }

    private boolean isEndless(int run) {
        return bindings.ends(run) == Tick.NEVER.nanos();
    }

    /** When the first one ends; {@link Tick#NEVER} where none does. */
    Tick next() {
        return size == 0 ? Tick.NEVER : new Tick(bindings.ends(heap[0]));
    }

    /** Where the one is that ends first; there must be one. */
    int first() {
        return heap[0];
    }

    private void rise(int run) {
        long ends = bindings.ends(run);
        int place = bindings.place(run);
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

    private void sink(int run) {
        long ends = bindings.ends(run);
        int place = bindings.place(run);
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
        bindings.place(run, place);
    }
}
