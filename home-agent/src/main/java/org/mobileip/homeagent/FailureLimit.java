package org.mobileip.homeagent;

import java.util.Arrays;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;

/**
 * Bounds what strangers cost: requests whose authentication fails. As long as there are few of them altogether nobody is
 * limited; beyond that, each source has a small allowance. Only failures count, so a crowd of nodes behind one address is
 * never in its own way.
 *
 * <p>The table has a fixed size whatever arrives: sources that fall into the same slot share an allowance, and which do,
 * nobody can tell who does not know the salt.
 */
final class FailureLimit {

    /** So many failures a second, of everybody, before sources are told apart; about a hundredth of one processor. */
    static final int ALTOGETHER_PER_SECOND = 5_000;

    /** So many failures a second of one source when there are more than that. */
    static final int PER_SOURCE_PER_SECOND = 20;

    /** So many at once. */
    static final int PER_SOURCE_AT_ONCE = 5;

    private static final int SLOTS = 1 << 15;
    private static final long INTERVAL = 1_000_000_000L / PER_SOURCE_PER_SECOND;
    private static final long DEPTH = INTERVAL * PER_SOURCE_AT_ONCE;

    private final Allowance altogether = new Allowance(ALTOGETHER_PER_SECOND, ALTOGETHER_PER_SECOND);
    private final long[] full = new long[SLOTS];
    private final int salt;

    FailureLimit(int salt) {
        this.salt = salt;
        Arrays.fill(full, Long.MIN_VALUE);
    }

    /** Whether a request from {@code source} is worth the price of an authenticator. */
    boolean admits(Tick now, Ipv4 source) {
        return altogether.has(now) || Allowance.hasOne(full[slot(source)], now, INTERVAL, DEPTH);
    }

    /** A request from {@code source} was admitted and failed. */
    void failed(Tick now, Ipv4 source) {
        altogether.take(now);
        int slot = slot(source);
        if (Allowance.hasOne(full[slot], now, INTERVAL, DEPTH)) {
            full[slot] = Allowance.after(full[slot], now, INTERVAL);
        }
    }

    private int slot(Ipv4 source) {
        int mixed = (source.bits() ^ salt) * 0x9e3779b1;
        mixed = (mixed ^ mixed >>> 15) * 0x85ebca6b + salt;
        return (mixed ^ mixed >>> 13) & (SLOTS - 1);
    }
}
