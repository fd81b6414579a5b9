package org.mobileip.scenarios.load;

import java.util.BitSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts what comes back in one step. For one thread. */
final class Tally {

    private static final long LONGEST = 60 * Schedule.SECOND;
    private static final int DIGITS = 3;

    private final Schedule schedule;
    private final BitSet answered;
    private final Map<Integer, Integer> denied = new TreeMap<>();
    private final Histogram latency = new Histogram(LONGEST, DIGITS);
    private final Histogram lateness = new Histogram(LONGEST, DIGITS);
    private int sent;
    private int forged;
    private int accepted;
    private int denials;
    private int wronglySigned;
    private int strange;
    private int repeated;

    Tally(Schedule schedule) {
        this.schedule = schedule;
        this.answered = new BitSet(schedule.count());
    }

    int sent() {
        return sent;
    }

    int forged() {
        return forged;
    }

    /** The next {@code count} requests left at {@code now}. */
    void left(int count, long now) {
        if (count > 0) {
            lateness.recordValue(sinceMeant(sent, now));
            sent += count;
        }
    }

    void forgedLeft(int count) {
        forged += count;
    }

    /** Request {@code number} was granted, read at {@code now}; whether it was the first time. */
    boolean granted(int number, long now) {
        if (number >= sent) {
            strange++; // Nobody can answer what was not asked.
            return false;
        }
        if (answered.get(number)) {
            repeated++;
            return false;
        }
        answered.set(number);
        accepted++;
        latency.recordValue(sinceMeant(number, now));
        return true;
    }

    private long sinceMeant(int number, long now) {
        return Math.min(LONGEST, Math.max(0, now - schedule.start() - schedule.offset(number)));
    }

    /** Denials are not told apart: with code 133 the Identification is not that of the request. */
    void denied(int code) {
        denials++;
        denied.merge(code, 1, Integer::sum);
    }

    void wronglySigned() {
        wronglySigned++;
    }

    void strange() {
        strange++;
    }

    boolean isComplete() {
        return sent == schedule.count() && accepted + denials >= sent;
    }

    Step result(OptionalLong serverNanos) {
        return new Step(
                schedule.rate(),
                schedule.count() / schedule.rate(),
                schedule.count(),
                sent,
                accepted,
                denied,
                wronglySigned,
                strange,
                repeated,
                forged,
                latency,
                lateness,
                serverNanos);
    }
}
