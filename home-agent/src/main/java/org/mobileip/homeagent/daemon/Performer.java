package org.mobileip.homeagent.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.homeagent.Change;
import org.mobileip.homeagent.Effect;
import org.mobileip.homeagent.store.Store;
import org.mobileip.host.HostException;
import org.mobileip.time.Tick;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/**
 * Does what the engine wants done, in its order. Where the machine says no, what was to follow is left undone: a reply must
 * not promise a tunnel that is not there. The engine is told, so that it says no to the node. A reply that must survive a
 * restart leaves when what it says is durable; meanwhile everything else goes on.
 *
 * <p>What is to be kept, and what is sent, goes to the disk and to the kernel at the end of a turn, in which many events may
 * have been handled: {@link #endTurn}.
 */
public final class Performer {

    /** Sends a datagram. */
    @FunctionalInterface
    public interface Outbox {
        void send(Effect.Send datagram);

        /** Whatever was sent and has not left leaves now. */
        default void flush() {}
    }

    private final Outbox outbox;
    private final Tunnels tunnels;
    private final Optional<HomeLinkDriver> homeLink;
    private final Store store;
    private final Journal journal;
    private List<Change> changes = new ArrayList<>();
    private List<Effect> promises = new ArrayList<>();
    private int waiting;
    private int replies;

    Performer(Outbox outbox, Tunnels tunnels, Optional<HomeLinkDriver> homeLink, Store store, Journal journal) {
        this.outbox = outbox;
        this.tunnels = tunnels;
        this.homeLink = homeLink;
        this.store = store;
        this.journal = journal;
    }

    /** Empty when all was done, or is being made durable, or could only not be told; otherwise what the node is to be told. */
    Optional<ReplyCode> perform(Tick now, List<Effect> effects) {
        boolean replyWaits = false;
        for (Effect effect : effects) {
            if (effect instanceof Effect.Remember remember) {
                changes.addAll(remember.changes());
                replyWaits |= remember.replyWaits();
            } else if (replyWaits && isPromise(effect)) {
                promises.add(effect);
            } else if (!attempt(now, effect)) {
                return codeFor(effect);
            }
        }
        return Optional.empty();
    }

    /** Several events are handled now, until {@link #endTurn}: their routes are put with few calls, before anything is sent. */
    void beginTurn() {
        tunnels.held().hold();
    }

    /** Has all that is to be kept since the last turn made durable together, and sends what need not wait for that. */
    void endTurn(Tick now) {
        putRoutes();
        if (!changes.isEmpty() || !promises.isEmpty()) {
            List<Effect> promised = promises;
            waiting += promised.size();
            store.append(changes, () -> keep(now, promised));
            changes = new ArrayList<>();
            promises = new ArrayList<>();
        }
        flush(now);
    }

    /** Where one is refused nobody knows whose, so no reply of this turn leaves: who asks again is told. */
    private void putRoutes() {
        try {
            tunnels.held().release();
        } catch (HostException refused) {
            journal.failure("effect-failed effect=Forward", refused);
            promises = new ArrayList<>();
        }
    }

    /** What leaves now are replies to what was read at {@code since}, and others. */
    private void flush(Tick since) {
        outbox.flush();
        journal.answered(since, replies);
        replies = 0;
    }

    /** How many replies, and what is told of them, wait for the disk. */
    int waiting() {
        return waiting;
    }

    /** Nothing becomes durable any more: what waits does so for ever. */
    void storeHalted() {
        waiting = 0;
    }

    private void keep(Tick now, List<Effect> promised) {
        waiting = Math.max(0, waiting - promised.size());
        attempt(now, promised, true);
        flush(now); // Nobody waits for a line in the log as somebody does for a reply.
        attempt(now, promised, false);
    }

    private void attempt(Tick now, List<Effect> promised, boolean toSend) {
        for (Effect promise : promised) {
            if (promise instanceof Effect.Send == toSend) {
                attempt(now, promise);
            }
        }
    }

    /** What a node is told, and what is told of that. */
    private static boolean isPromise(Effect effect) {
        return effect instanceof Effect.Send || effect instanceof Effect.Accepted;
    }

    private static boolean isReply(Effect.Send datagram) {
        return datagram.octets().u8(0) == RegistrationReply.TYPE;
    }

    private boolean attempt(Tick now, Effect effect) {
        try {
            perform(now, effect);
            return true;
        } catch (HostException refused) {
            journal.failure("effect-failed effect=" + effect.getClass().getSimpleName(), refused);
            return false;
        }
    }

    private static Optional<ReplyCode> codeFor(Effect undone) {
        return undone instanceof Effect.Forward ? Optional.of(ReplyCode.REASON_UNSPECIFIED) : Optional.empty();
    }

    private void perform(Tick now, Effect effect) {
        if (effect instanceof Effect.Send send) {
            tunnels.held().settle();
            outbox.send(send);
            replies += isReply(send) ? 1 : 0;
        } else if (effect instanceof Effect.Forward forward) {
            tunnels.forward(forward.home(), forward.paths(), forward.networks());
        } else if (effect instanceof Effect.AgreeOnKeys agree) {
            tunnels.dataplane().agree(agree.home(), agree.careOf(), agree.keys());
        } else if (effect instanceof Effect.Steer steer) {
            tunnels.steer(steer.home(), steer.how());
        } else if (effect instanceof Effect.Attract attract) {
            homeLink.ifPresent(link -> {
                tunnels.held().settle();
                link.attract(now, attract.home());
            });
        } else if (effect instanceof Effect.Release release) {
            homeLink.ifPresent(link -> link.release(now, release.home(), release.nodeIsHome()));
        } else if (effect instanceof Effect.Advertise advertise) {
            homeLink.ifPresent(link -> link.advertise(advertise.message()));
        } else {
            journal.note(now, effect);
        }
    }
}
