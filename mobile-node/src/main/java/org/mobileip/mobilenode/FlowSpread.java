package org.mobileip.mobilenode;

import java.util.ArrayList;
import java.util.List;
import org.mobileip.time.Tick;

/** Has the other links used beside the one that the node is attached to, and each flow go by its own (RFC 7629). */
final class FlowSpread {

    private final boolean isWanted;
    private final UplinkList uplinks;
    private final UplinkRegistrar others;

    FlowSpread(CurrentSettings settings, UplinkList uplinks, UplinkRegistrar others) {
        this.isWanted = !settings.flows().isEmpty();
        this.uplinks = uplinks;
        this.others = others;
    }

    /** Whether anything here is to be asked at all. */
    boolean isWanted() {
        return isWanted;
    }

    /** The node is attached there from now on, and only these links can be used. */
    void attached(Attachment to, List<Attachment.Visiting> usable) {
        uplinks.attached(to);
        uplinks.keepOnly(usable);
    }

    /** Something may have changed: these links can be used now. */
    List<Effect> follow(
            Tick now, Moment moment, Attachment attachment, List<Attachment.Visiting> usable, TunnelPlan tunnel) {
        List<Effect> effects = new ArrayList<>(others.follow(now, moment, attachment, usable));
        effects.addAll(tunnel.spread(uplinks.ways(tunnel.through())));
        return effects;
    }

    /** Whether the home agent does not know the binding of the link that the node is attached to; said once. */
    boolean takeDoubt() {
        return others.takeDoubt();
    }

    /** The machine was suspended: every binding is renewed. */
    void resumed() {
        others.resumed();
    }

    /** The links that are used at the same time. */
    List<UplinkStanding> standings(TunnelPlan tunnel) {
        return uplinks.standings(tunnel.through());
    }
}
