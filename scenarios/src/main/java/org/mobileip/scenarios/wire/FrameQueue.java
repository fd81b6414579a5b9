package org.mobileip.scenarios.wire;

import org.mobileip.host.linux.NativeBuffer;

/**
 * Frames on their way, first in, first out, each with the moment it departs: a ring of octets outside the heap, and what is
 * known of each frame beside it. It never grows. For one thread.
 */
final class FrameQueue {

    /** No interface of this machine has longer ones. */
    static final int LONGEST_FRAME = 65_600;

    private final NativeBuffer memory;
    private final long[] departures;
    private final int[] offsets;
    private final int[] lengths;
    private final boolean[] twice;
    private int first;
    private int count;
    private int end;

    /**
     * An empty queue.
     *
     * @param octets for frames; two of the longest at least
     * @param mostFrames a power of two
     */
    FrameQueue(int octets, int mostFrames) {
        if (octets < 2 * LONGEST_FRAME || Integer.bitCount(mostFrames) != 1) {
            throw new IllegalArgumentException(octets + " octets for " + mostFrames + " frames");
        }
        memory = NativeBuffer.allocate(octets);
        departures = new long[mostFrames];
        offsets = new int[mostFrames];
        lengths = new int[mostFrames];
        twice = new boolean[mostFrames];
    }

    NativeBuffer memory() {
        return memory;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Where a frame, however long, can be put now; -1: there is no room. */
    int room() {
        if (count == departures.length) {
            return -1;
        }
        if (count == 0) {
            return 0;
        }
        int begin = offsets[first];
        if (end > begin) {
            if (memory.size() - end >= LONGEST_FRAME) {
                return end;
            }
            return begin > LONGEST_FRAME ? 0 : -1;
        }
        return begin - end > LONGEST_FRAME ? end : -1;
    }

    /** A frame was put where {@link #room} said. */
    void add(int offset, int length, long departure, boolean departsTwice) {
        int slot = (first + count) & (departures.length - 1);
        departures[slot] = departure;
        offsets[slot] = offset;
        lengths[slot] = length;
        twice[slot] = departsTwice;
        end = offset + length;
        count++;
    }

    /** When the first frame departs; {@link Long#MAX_VALUE} where there is none. */
    long departure() {
        return count == 0 ? Long.MAX_VALUE : departures[first];
    }

    /** Where the first frame begins. */
    int offset() {
        return offsets[first];
    }

    /** How long the first frame is. */
    int length() {
        return lengths[first];
    }

    /** Whether the first frame departs twice. */
    boolean isTwice() {
        return twice[first];
    }

    void remove() {
        first = (first + 1) & (departures.length - 1);
        count--;
    }
}
