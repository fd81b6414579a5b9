package org.mobileip.host.linux.tun;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Tells whether a packet thread has something in hand, and when it has something else. What it has looked up it has looked up
 * since the turn began: who changes a table, and then sees that every turn which was going on is over, knows that nobody acts on
 * what was there before. One thread takes turns, which costs it a fence each; any other may ask.
 */
final class Turn {

    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(Turn.class, "count", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("no such field", impossible);
        }
    }

    /** Odd while a turn goes on; only ever more. */
    private long count;

    /** A turn begins, and with it the one before is over. What is looked up after this is newer than what an asker has changed. */
    void begin() {
        COUNT.setRelease(this, (count | 1) + 2);
        VarHandle.fullFence();
    }

    /** The turn is over, and there is none until the next {@link #begin}. */
    void rest() {
        COUNT.setRelease(this, (count + 1) & ~1L);
    }

    /** The turn that goes on now, to ask about later. Whatever the asker has changed before, it has changed for all later turns. */
    long now() {
        VarHandle.fullFence();
        return (long) COUNT.getAcquire(this);
    }

    /** Whether the turn that went on then, if any did, is over. */
    boolean isOver(long then) {
        return (then & 1) == 0 || (long) COUNT.getAcquire(this) != then;
    }
}
