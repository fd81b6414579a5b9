package org.mobileip.mobilenode.daemon;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.HostException;
import org.mobileip.mobilenode.Effect;
import org.mobileip.mobilenode.Memory;
import org.mobileip.mobilenode.Notice;
import org.mobileip.time.Ticker;

/**
 * Does what the engine wants, in its order. What the machine refuses is a line in the log: the engine asks again when its
 * timers or the kernel say so.
 */
public final class EffectRunner {

    private final Reconciler reconciler;
    private final Outlets outlets;
    private final LinkTable links;
    private final Counters counters;
    private final Outside outside;
    private final Consumer<Notice> notices;
    private final DiscardLog discards;
    private final Diary diary;

    /** What an effect needs beside the kernel. */
    public interface Outside {
        /** See {@link Effect.LookUp}. */
        void lookUp(String name);

        /** See {@link Effect.Remember}. */
        void remember(Memory memory);
    }

    EffectRunner(
            Reconciler reconciler,
            Outlets outlets,
            LinkTable links,
            Counters counters,
            Outside outside,
            Consumer<Notice> notices,
            Ticker ticker,
            Diary diary) {
        this.reconciler = reconciler;
        this.outside = outside;
        this.outlets = outlets;
        this.links = links;
        this.counters = counters;
        this.notices = notices;
        this.discards = new DiscardLog(ticker, diary);
        this.diary = diary;
    }

    void run(List<Effect> effects) {
        for (Effect effect : effects) {
            try {
                run(effect);
            } catch (HostException refused) {
                diary.write(
                        Level.WARN,
                        "refused effect={} reason=\"{}\"",
                        effect.getClass().getSimpleName(),
                        String.valueOf(refused.getMessage()));
            }
        }
    }

    private void run(Effect effect) {
        if (effect instanceof Effect.Declare declare) {
            reconciler.declare(declare.wanted());
        } else if (effect instanceof Effect.UseTunnel use) {
            outlets.dataplane().tunnelHome(Optional.of(use.tunnel()));
        } else if (effect instanceof Effect.StopTunnel) {
            outlets.dataplane().tunnelHome(Optional.<HomeTunnel>empty());
        } else if (effect instanceof Effect.SendRequest send) {
            counters.requestSent();
            outlets.send(send);
        } else if (effect instanceof Effect.SendThroughAgent send) {
            counters.requestSent();
            outlets.send(send);
        } else if (effect instanceof Effect.SendKeepalive keepalive) {
            outlets.send(keepalive);
        } else if (effect instanceof Effect.Probe probe) {
            outlets.send(probe);
        } else if (effect instanceof Effect.Acknowledge acknowledge) {
            outlets.send(acknowledge);
        } else if (effect instanceof Effect.AnswerNotification answer) {
            outlets.send(new Effect.SendRequest(answer.linkIndex(), answer.from(), answer.to(), answer.payload()));
        } else if (effect instanceof Effect.Remember remember) {
            outside.remember(remember.memory());
        } else if (effect instanceof Effect.LookUp lookUp) {
            outside.lookUp(lookUp.name());
        } else if (effect instanceof Effect.GratuitousArp arp) {
            outlets.announce(arp.linkIndex(), links.macOf(arp.linkIndex()), arp.address());
        } else if (effect instanceof Effect.Solicit solicit) {
            outlets.solicit(solicit.linkIndex(), links.addressOf(solicit.linkIndex()));
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
