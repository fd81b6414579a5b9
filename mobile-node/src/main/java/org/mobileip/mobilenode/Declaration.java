package org.mobileip.mobilenode;

import java.util.List;
import java.util.Optional;

/** The kernel state declared last, and the next one where it differs. */
final class Declaration {

    private final HostPlan plan;
    private final Surroundings surroundings;
    private HostState declared = HostState.EMPTY;

    Declaration(Settings settings, Surroundings surroundings) {
        this.plan = new HostPlan(settings);
        this.surroundings = surroundings;
    }

    /**
     * Declares what goes with {@code attachment}, if that is something else than before.
     *
     * @param keepsTunnel where there is no link, connections live on by a tunnel that leads nowhere yet
     */
    List<Effect> follow(Attachment attachment, boolean keepsTunnel) {
        HostState wanted = wanted(attachment, keepsTunnel);
        if (wanted.equals(declared)) {
            return List.of();
        }
        declared = wanted;
        surroundings.ours().addAll(wanted.addresses());
        return List.of(new Effect.Declare(wanted));
    }

    private HostState wanted(Attachment attachment, boolean keepsTunnel) {
        NetworkView network = surroundings.network();
        if (attachment instanceof Attachment.AtHome home) {
            return plan.atHome(network, home, surroundings.ours());
        }
        if (attachment instanceof Attachment.Visiting visiting) {
            return plan.away(network, Optional.of(visiting.careOf()));
        }
        return keepsTunnel ? plan.away(network, Optional.empty()) : plan.idle(network);
    }
}
