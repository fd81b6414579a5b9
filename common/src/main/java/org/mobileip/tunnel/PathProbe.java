package org.mobileip.tunnel;

import java.time.Duration;
import org.mobileip.time.Tick;

/**
 * Whether long packets arrive at the far end of a tunnel, or vanish while short ones arrive and nobody says so: a black hole
 * for path MTU discovery. Asked by echo requests of different lengths through the tunnel itself, as RFC 4821 §7 probes a path,
 * and only when long datagrams are sent there: a tunnel that nobody uses is not probed, one that works is with
 * two packets in ten minutes.
 *
 * <pre>
 *   long datagrams, for 0.15 s --&gt; a short probe and a long one ----- both answered --------------------&gt; proven for 10 minutes
 *                                     |        \--------------- none answered: nothing to be learnt --&gt; again after 30 s
 *                                short one only, three times, the last two with all lengths in between
 *                                     \--&gt; black hole: the tunnel is as wide as the longest that was answered; the long one is
 *                                          tried again after 10 minutes, and the tunnel is as wide as before if it is answered
 * </pre>
 *
 * One thread sends at a time, others hear answers, any reads.
 */
final class PathProbe {

    /** What every host must be able to receive; a path that loses this is not narrow but broken. */
    static final int SHORTEST = TunnelExit.LEAST_MTU;

    /** So long an answer is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /**
     * A path that is just taken has packets that wait; the first round is not sent among those. Less than the 200 ms after which
     * TCP sends again what vanished, for that is what the next round is sent after.
     */
    static final Duration SETTLES_IN = Duration.ofMillis(150);

    static final Duration PROVEN_FOR = Duration.ofMinutes(10);
    static final Duration SILENCE_FOR = Duration.ofSeconds(30);
    static final int LOSSES = 3;

    /** The longest that is asked for: jumbo frames. */
    private static final int LONGEST = 9216;

    /** Lengths that paths have, longest first: RFC 1191 §7.1, and what other tunnels and PPPoE leave of 1500. */
    private static final int[] LADDER = {8166, 4352, 2002, 1500, 1492, 1472, 1460, 1440, 1420, 1400, 1360, 1280, 1006};

    /** A power of two. */
    private static final int PACKETS_A_LOOK = 8;

    /** Sequence numbers of a round; the ladder fits. */
    private static final int ROUND = 16;

    private static final int ROUNDS = 4095;

    private final int[] lengths = new int[ROUND];
    private final long cookie;
    private int count;
    private boolean isWaiting;
    private boolean wasLadder;
    private Tick answeredBy = Tick.NEVER;
    private Tick notBefore = Tick.NEVER;
    private Tick provenUntil = Tick.NEVER;
    private int losses;
    private int longPackets;
    private int best;

    /** Of 1 to {@value #ROUNDS}; for the thread that sends. */
    private int round;

    /**
     * The round that answers are waited for, and a bit for each that came. The thread that sends begins a round by writing it,
     * those that hear add bits, one at a time; where the two meet, an answer is lost, and none is taken for one of another round.
     */
    private volatile int answered;

    private volatile int proven = SHORTEST;
    private volatile boolean isBlackHole;

    /** What has come of the round of before. */
    enum Verdict {
        /** Nothing yet. */
        NONE,
        /** The longest was answered. */
        WIDE,
        /** Long ones vanish: {@link #best}. */
        NARROW
    }

    /** @param cookie what an answer must bring back, so that nobody can make one up */
    PathProbe(long cookie) {
        this.cookie = cookie;
    }

    long cookie() {
        return cookie;
    }

    /** Whether long packets vanish on this path, as far as it is known. */
    boolean isBlackHole() {
        return isBlackHole;
    }

    /**
     * Whether there is nothing to do about a packet of that length; for the packet path, which need not look at the clock then.
     * What was proven is looked at again with each {@value #PACKETS_A_LOOK}th long packet, in case it was long ago.
     */
    boolean isContentWith(int length) {
        if (isWaiting || isBlackHole || losses > 0) {
            return false;
        }
        return length <= SHORTEST || (length <= proven && (++longPackets & PACKETS_A_LOOK - 1) != 0);
    }

    /** Looks at what has come of the last round, once there was time for answers. */
    Verdict verdict(Tick now) {
        if (!isWaiting || !answeredBy.hasCome(now)) {
            return Verdict.NONE;
        }
        isWaiting = false;
        int latest = answered;
        int seen = latest >>> ROUND == round ? latest & (1 << ROUND) - 1 : 0;
        if ((seen & 1) != 0) { // the longest
            losses = 0;
            proven = lengths[0];
            provenUntil = now.plus(PROVEN_FOR);
            isBlackHole = false;
            return Verdict.WIDE;
        }
        if (seen == 0) {
            losses = 0;
            notBefore = now.plus(SILENCE_FOR);
            return Verdict.NONE;
        }
        losses++;
        best = Math.max(wasLadder ? best : 0, lengths[Integer.numberOfTrailingZeros(seen)]);
        if (losses < LOSSES) {
            return Verdict.NONE;
        }
        losses = 0;
        isBlackHole = true;
        proven = best;
        provenUntil = now.plus(PROVEN_FOR);
        return Verdict.NARROW;
    }

    /** The longest that was answered when {@link Verdict#NARROW} was said. */
    int best() {
        return best;
    }

    /**
     * Begins a round of probes.
     *
     * @param widest the longest packet that the path takes if nothing vanishes
     */
    void begin(int widest, Tick now) {
        wasLadder = losses > 0;
        if (losses <= 1) {
            best = 0;
        }
        count = 0;
        lengths[count++] = Math.min(widest, LONGEST);
        for (int rung = 0; wasLadder && rung < LADDER.length; rung++) {
            if (LADDER[rung] < lengths[0]) {
                lengths[count++] = LADDER[rung];
            }
        }
        lengths[count++] = SHORTEST;
        isWaiting = true;
        answeredBy = now.plus(PATIENCE);
        round = round % ROUNDS + 1;
        answered = round << ROUND;
    }

    /** Not all probes of this round could be sent: it says nothing, and the next one is not soon. */
    void abandon(Tick now) {
        isWaiting = false;
        losses = 0;
        notBefore = now.plus(SILENCE_FOR);
    }

    /** Whether a round of probes is to be sent now, after a packet of {@code length}. */
    boolean isDue(int length, Tick now) {
        if (isWaiting) {
            return false;
        }
        if (notBefore.equals(Tick.NEVER) && length > proven) {
            notBefore = now.plus(SETTLES_IN);
        }
        if (!notBefore.hasCome(now)) {
            return false;
        }
        boolean isOld = provenUntil.hasCome(now);
        return losses > 0 || (isBlackHole ? isOld : length > proven || (isOld && length > SHORTEST));
    }

    /** How many probes the round has. */
    int count() {
        return count;
    }

    /** How long the {@code index}th is, outer header included. */
    int length(int index) {
        return lengths[index];
    }

    /** The sequence number of the {@code index}th. */
    int sequence(int index) {
        return round * ROUND + index;
    }

    /** An echo reply came out of the tunnel; one that belongs to this round is remembered. */
    synchronized void answered(int sequence, long cookieBack) {
        int latest = answered;
        if (cookieBack == cookie && sequence / ROUND == latest >>> ROUND) {
            answered = latest | 1 << sequence % ROUND;
        }
    }
}
