package org.mobileip.mobilenode.daemon;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.BootTimeTicker;
import org.mobileip.mobilenode.Effect;
import org.mobileip.mobilenode.Memory;
import org.mobileip.mobilenode.Notice;

/**
 * Does what the engine wants, in its order. What the machine refuses is a line in the log: the engine asks again when its
 * timers or the kernel say so.
 */
final class EffectRunner {

    private static final Logger LOG = LogManager.getLogger("mobile-node");

    private final Reconciler reconciler;
    private final Ports ports;
    private final LinkTable links;
    private final Counters counters;
    private final Outside outside;
    private final Consumer<Notice> notices;
    private final DiscardLog discards = new DiscardLog(new BootTimeTicker());

    /** What an effect needs beside the kernel. */
    interface Outside {
        /** See {@link Effect.LookUp}. */
        void lookUp(String name);

        /** See {@link Effect.Remember}. */
        void remember(Memory memory);
    }

    EffectRunner(
            Reconciler reconciler,
            Ports ports,
            LinkTable links,
            Counters counters,
            Outside outside,
            Consumer<Notice> notices) {
        this.reconciler = reconciler;
        this.outside = outside;
        this.ports = ports;
        this.links = links;
        this.counters = counters;
        this.notices = notices;
    }

    void run(List<Effect> effects) {
        for (Effect effect : effects) {
            try {
                run(effect);
            } catch (HostException refused) {
                LOG.warn("refused effect={} reason=\"{}\"", effect.getClass().getSimpleName(), refused.getMessage());
            }
        }
    }

    private void run(Effect effect) {
        if (effect instanceof Effect.Declare declare) {
            reconciler.declare(declare.wanted());
        } else if (effect instanceof Effect.UseTunnel use) {
            ports.dataplane().tunnelHome(Optional.of(use.tunnel()));
        } else if (effect instanceof Effect.StopTunnel) {
            ports.dataplane().tunnelHome(Optional.<HomeTunnel>empty());
        } else if (effect instanceof Effect.SendRequest send) {
            counters.requestSent();
            ports.requests().send(send.from(), send.to(), OptionalInt.of(send.linkIndex()), send.payload());
        } else if (effect instanceof Effect.Remember remember) {
            outside.remember(remember.memory());
        } else if (effect instanceof Effect.LookUp lookUp) {
            outside.lookUp(lookUp.name());
        } else if (effect instanceof Effect.GratuitousArp arp) {
            ports.linkLayer().announce(arp.linkIndex(), links.macOf(arp.linkIndex()), arp.address());
        } else if (effect instanceof Effect.Solicit solicit) {
            ports.linkLayer().solicit(solicit.linkIndex(), links.addressOf(solicit.linkIndex()));
        } else if (effect instanceof Effect.Discard discard) {
            counters.discarded(discard.why());
            discards.note(discard);
        } else if (effect instanceof Effect.Tell tell) {
            notices.accept(tell.notice());
        } else {
            throw new AssertionError("unknown effect: " + effect);
        }
    }
}
