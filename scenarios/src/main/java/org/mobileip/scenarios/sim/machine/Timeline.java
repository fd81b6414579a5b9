package org.mobileip.scenarios.sim.machine;

import java.util.PriorityQueue;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;

/**
 * The virtual clock, and what is to happen when. Of what is due at the same moment, the first that was noted comes first: so
 * the same beginning has the same end.
 */
public final class Timeline implements Ticker {

    /** Nothing in the world happens so often in one moment, unless it does so for ever. */
    private static final int MOST_IN_A_MOMENT = 2_000_000;

    private static final class Entry implements Comparable<Entry> {
        final long nanos;
        final long number;
        final Runnable deed;

        Entry(long nanos, long number, Runnable deed) {
            this.nanos = nanos;
            this.number = number;
            this.deed = deed;
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long now;
    private long noted;
    private long done;
    private int inThisMoment;

    @Override
    public Tick now() {
        return new Tick(now);
    }

    /** Now, in nanoseconds since the beginning of this world. */
    public long nanos() {
        return now;
    }

    /** How many things wait to happen. */
    public int pending() {
        return entries.size();
    }

    /** How many things have happened. */
    public long done() {
        return done;
    }

    /** At that moment, or now where it has passed. */
    public void at(long nanos, Runnable deed) {
        entries.add(new Entry(Math.max(now, nanos), noted++, deed));
    }

    /** So many nanoseconds from now. */
    public void in(long nanos, Runnable deed) {
        at(now + nanos, deed);
    }

    /**
     * Lets the next thing happen that is due by {@code until}; false where there is none: then it is {@code until}.
     *
     * @throws AssertionError where time does not go on
     */
    public boolean step(long until) {
        Entry next = entries.peek();
        if (next == null || next.nanos > until) {
            now = Math.max(now, until);
            return false;
        }
        entries.remove();
        inThisMoment = next.nanos == now ? inThisMoment + 1 : 0;
        if (inThisMoment > MOST_IN_A_MOMENT) {
            throw new AssertionError("time does not go on at " + now() + ": " + next.deed);
        }
        now = next.nanos;
        done++;
        next.deed.run();
        return true;
    }
}
