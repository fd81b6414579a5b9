package org.mobileip.mobilenode;

import java.util.List;
import java.util.Optional;

/** The kernel state declared last, and the next one where it differs. */
final class Declaration {

    /** What there is of a tunnel. */
    enum Tunnel {
        /** None: nothing goes by it. */
        NONE,
        /** Everything goes by it, even where it leads nowhere yet. */
        KEPT,
        /** Where the node is now it is not needed, but it works until the home agent knows that. */
        NOT_YET_ENDED
    }

    private final HostPlan plan;
    private final Surroundings surroundings;
    private HostState declared = HostState.EMPTY;

    Declaration(CurrentSettings settings, HomeAddress home, Surroundings surroundings) {
        this.plan = new HostPlan(settings, home);
        this.surroundings = surroundings;
    }

    /**
     * Declares what goes with {@code attachment}, if that is something else than before.
     *
     * @param way by which datagrams flow, which may still be the one before
     */
    List<Effect> follow(Attachment attachment, Tunnel tunnel, Optional<Attachment.Away> way) {
        HostState wanted = wanted(attachment, tunnel, way);
        if (wanted.equals(declared)) {
            return List.of();
        }
        declared = wanted;
        surroundings.ours().addAll(wanted.addresses());
        return List.of(new Effect.Declare(wanted));
    }

    /** On no link the home address is answered for; all else stays as it was. */
    List<Effect> fallSilent() {
        HostState silent = plan.silent(surroundings.network(), declared);
        if (silent.equals(declared)) {
            return List.of();
        }
        declared = silent;
        return List.of(new Effect.Declare(silent));
    }

    private HostState wanted(Attachment attachment, Tunnel tunnel, Optional<Attachment.Away> way) {
        NetworkView network = surroundings.network();
        if (attachment instanceof Attachment.AtHome home) {
            return tunnel == Tunnel.NOT_YET_ENDED
                    ? plan.arriving(network, home, surroundings.ours(), way)
                    : plan.atHome(network, home, surroundings.ours());
        }
        if (attachment instanceof Attachment.Away away) {
            return (tunnel == Tunnel.NONE ? plan.unregistered(network) : plan.away(network, away, way.orElse(away)))
                    .ignoringRedirects();
        }
        return tunnel == Tunnel.NONE ? plan.idle(network) : plan.lost(network);
    }
}
