package org.mobileip.auth;

import java.util.ArrayDeque;
import java.util.Deque;
import org.mobileip.wire.Identification;

/**
 * A home agent's side of nonces, for one mobile node (RFC 5944 §5.7.2): the high-order half of a request must be a nonce that
 * was given out to this node, by whatever security association, and not used yet. Every reply carries a new one.
 *
 * <p>Whoever replays an old request gets a new nonce too, and must not make the node's own one worthless by that. So the
 * nonce of the last reply to a good request stays good beside the last few that answered bad ones, until one of them all is
 * used: then the others are worthless. After a start none was given out, so that none is good.
 *
 * <p>For one thread.
 */
public final class NonceReplayProtection {

    /** So many nonces of replies to bad requests are good at a time. */
    static final int MOST_OFFERED = 4;

    private final NonceSource source;
    private final Deque<Integer> good = new ArrayDeque<>();
    private boolean firstIsOfAGoodRequest;
    private int last;

    /** Without a nonce that is good. */
    public NonceReplayProtection(NonceSource source) {
        this.source = source;
    }

    /** Whether the request carries a nonce that is good. */
    public boolean accepts(Identification requested) {
        return good.contains(requested.high());
    }

    /**
     * Uses up the nonce of a request that was found good, and all others.
     *
     * @return what the reply carries: the low-order half of the request below the only nonce that is good now
     */
    public Identification renew(Identification requested) {
        good.clear();
        firstIsOfAGoodRequest = true;
        return offered(requested);
    }

    /** What the reply to any other request carries: its low-order half below one more nonce that is good. */
    public Identification offer(Identification requested) {
        int kept = firstIsOfAGoodRequest ? 1 : 0;
        if (good.size() - kept >= MOST_OFFERED) {
            forgetTheOldestOffer(kept);
        }
        return offered(requested);
    }

    private void forgetTheOldestOffer(int kept) {
        if (kept == 0) {
            good.removeFirst();
            return;
        }
        int own = good.removeFirst();
        good.removeFirst();
        good.addFirst(own);
    }

    /** Both halves of an Identification should differ from what they were before (§5.7.2). */
    private Identification offered(Identification requested) {
        int nonce = source.next();
        while (nonce == requested.high() || nonce == last || good.contains(nonce)) {
            nonce = source.next();
        }
        last = nonce;
        good.addLast(nonce);
        return requested.withHigh(nonce);
    }
}
