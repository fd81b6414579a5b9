package org.mobileip.homeagent;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs of octets in a few large arrays: none costs more than what it is rounded up to, a multiple of {@value #GRAIN}. What is
 * freed is used again for a run of the same size. For one thread.
 */
final class OctetArena {

    static final int GRAIN = 4;

    /** The longest run. */
    static final int LONGEST = 1 << 16;

    private static final int GRAINS_A_CHUNK = LONGEST / GRAIN;
    private static final int NONE = 0;

    private final List<ByteBuffer> chunks = new ArrayList<>();

    /** The last freed run of each size in grains, which begins with the one before it. */
    private int[] freed = new int[0];

    /** Where the next new run begins, in grains; the first grain of all is nobody's, so that 0 is no run. */
    private int end = 1;

    /** Takes room for {@code size} octets, 1 to {@value #LONGEST}; what is in there is not said. Never 0. */
    int take(int size) {
        int grains = grains(size);
        if (grains < freed.length && freed[grains] != NONE) {
            int run = freed[grains];
            freed[grains] = chunk(run).getInt(offset(run));
            return run;
        }
        int left = GRAINS_A_CHUNK - end % GRAINS_A_CHUNK;
        int run = grains <= left ? end : end + left;
        end = run + grains;
        while (chunks.size() * GRAINS_A_CHUNK < end) {
            chunks.add(ByteBuffer.allocate(LONGEST));
        }
        return run;
    }

    /** Gives {@code run} back, which was taken with {@code size}. */
    void free(int run, int size) {
        int grains = grains(size);
        if (grains >= freed.length) {
            freed = Arrays.copyOf(freed, grains + 1);
        }
        chunk(run).putInt(offset(run), freed[grains]);
        freed[grains] = run;
    }

    /** What {@code run} is in; it begins at {@link #offset}. */
    ByteBuffer chunk(int run) {
        return chunks.get(run / GRAINS_A_CHUNK);
    }

    /** Where in its chunk {@code run} begins. */
    static int offset(int run) {
        return run % GRAINS_A_CHUNK * GRAIN;
    }

    private static int grains(int size) {
        return (size + GRAIN - 1) / GRAIN;
    }
}
