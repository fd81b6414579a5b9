package org.mobileip.homeagent.daemon;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.homeagent.Effect;
import org.mobileip.homeagent.store.ReplayStore;
import org.mobileip.host.HostException;
import org.mobileip.time.Tick;
import org.mobileip.wire.ReplyCode;

/**
 * Does what the engine wants done, in its order. Where the machine says no, what was to follow is left undone: a reply must
 * not promise a tunnel that is not there, nor an Identification that would be forgotten. The engine is told, so that it says
 * no to the node.
 */
public final class Performer {

    /** Sends a datagram. */
    @FunctionalInterface
    public interface Outbox {
        void send(Effect.Send datagram);
    }

    private final Outbox outbox;
    private final Tunnels tunnels;
    private final Optional<HomeLinkDriver> homeLink;
    private final ReplayStore store;
    private final Journal journal;

    Performer(Outbox outbox, Tunnels tunnels, Optional<HomeLinkDriver> homeLink, ReplayStore store, Journal journal) {
        this.outbox = outbox;
        this.tunnels = tunnels;
        this.homeLink = homeLink;
        this.store = store;
        this.journal = journal;
    }

    /** Empty when all was done, or could only not be told; otherwise what the node is to be told. */
    Optional<ReplyCode> perform(Tick now, List<Effect> effects) {
        for (Effect effect : effects) {
            try {
                perform(now, effect);
            } catch (HostException | IOException refused) {
                journal.failure("effect-failed effect=" + effect.getClass().getSimpleName(), refused);
                return codeFor(effect);
            }
        }
        return Optional.empty();
    }

    private static Optional<ReplyCode> codeFor(Effect undone) {
        if (undone instanceof Effect.Remember) {
            return Optional.of(ReplyCode.INSUFFICIENT_RESOURCES);
        }
        return undone instanceof Effect.Forward ? Optional.of(ReplyCode.REASON_UNSPECIFIED) : Optional.empty();
    }

    private void perform(Tick now, Effect effect) throws IOException {
        if (effect instanceof Effect.Send send) {
            outbox.send(send);
        } else if (effect instanceof Effect.Forward forward) {
            tunnels.forward(forward.home(), forward.paths());
        } else if (effect instanceof Effect.AgreeOnKeys agree) {
            tunnels.dataplane().agree(agree.home(), agree.careOf(), agree.keys());
        } else if (effect instanceof Effect.Attract attract) {
            homeLink.ifPresent(link -> link.attract(now, attract.home()));
        } else if (effect instanceof Effect.Release release) {
            homeLink.ifPresent(link -> link.release(now, release.home(), release.nodeIsHome()));
        } else if (effect instanceof Effect.Advertise advertise) {
            homeLink.ifPresent(link -> link.advertise(advertise.message()));
        } else if (effect instanceof Effect.Remember remember) {
            store.append(Map.of(remember.node(), remember.accepted()));
        } else {
            journal.note(effect);
        }
    }
}
