package org.mobileip.scenarios.traffic;

import java.nio.ByteBuffer;

/**
 * Octets that look random and are known at every place: what a tcp stream carries. Each eight of them are a number that
 * follows from their place and the seed (SplitMix64), so that whoever receives can tell of every octet whether it is the one that
 * belongs there.
 */
public final class OctetPattern {

    private static final long STEP = 0x9e37_79b9_7f4a_7c15L;

    private final long seed;

    public OctetPattern(long seed) {
        this.seed = seed;
    }

    private long word(long index) {
        long mixed = seed + (index + 1) * STEP;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ (mixed >>> 31);
    }

    private byte octet(long place) {
        return (byte) (word(place >>> 3) >>> (56 - 8 * (int) (place & 7)));
    }

    /** Fills what remains of {@code target} with the octets from {@code place} on. */
    public void fill(ByteBuffer target, long place) {
        long at = place;
        while (target.hasRemaining()) {
            if ((at & 7) == 0 && target.remaining() >= Long.BYTES) {
                target.putLong(word(at >>> 3));
                at += Long.BYTES;
            } else {
                target.put(octet(at++));
            }
        }
    }

    /** Whether what remains of {@code octets} is what belongs at {@code place} and after. */
    public boolean matches(ByteBuffer octets, long place) {
        long at = place;
        while (octets.hasRemaining()) {
            boolean right;
            if ((at & 7) == 0 && octets.remaining() >= Long.BYTES) {
                right = octets.getLong() == word(at >>> 3);
                at += Long.BYTES;
            } else {
                right = octets.get() == octet(at++);
            }
            if (!right) {
                return false;
            }
        }
        return true;
    }
}
