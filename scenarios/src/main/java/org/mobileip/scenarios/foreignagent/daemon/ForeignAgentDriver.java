package org.mobileip.scenarios.foreignagent.daemon;

import java.util.List;
import org.mobileip.host.HostException;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.foreignagent.Effect;
import org.mobileip.scenarios.foreignagent.Event;
import org.mobileip.scenarios.foreignagent.ForeignAgent;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;

/**
 * Between the engine and a machine: carries out what the engine wants of each event, and tells it what could not be done. A
 * daemon drives it by an event loop, a simulator by a virtual clock. For one thread.
 */
public final class ForeignAgentDriver {

    private final ForeignAgent agent;
    private final Outlets outlets;
    private final Visits visits;
    private final Journal journal;
    private final Ticker ticker;

    /** What a foreign agent sends by. */
    public interface Outlets {

        /** See {@link Effect.Relay}. */
        void relay(Effect.Relay relay);

        /** See {@link Effect.Answer}. */
        void answer(Effect.Answer answer);

        /** See {@link Effect.Advertise}. */
        void advertise(Octets message);
    }

    /** Drives {@code agent}. */
    public ForeignAgentDriver(ForeignAgent agent, Outlets outlets, Visits visits, Journal journal, Ticker ticker) {
        this.agent = agent;
        this.outlets = outlets;
        this.visits = visits;
        this.journal = journal;
        this.ticker = ticker;
    }

    public ForeignAgent agent() {
        return agent;
    }

    /** When {@link Event.DeadlineCame} is due. */
    public Tick nextDeadline() {
        return agent.nextDeadline();
    }

    /** Something happened. */
    public void handle(Event event) {
        Tick now = ticker.now();
        if (!perform(agent.handle(now, event))) {
            perform(agent.handle(now, new Event.CouldNotServe()));
        }
    }

    /** Whether the visitor that was to be served is: else what was to follow is left undone, for it promises that. */
    private boolean perform(List<Effect> effects) {
        for (Effect effect : effects) {
            try {
                perform(effect);
            } catch (HostException refused) {
                journal.failure("effect-failed effect=" + effect.getClass().getSimpleName(), refused);
                if (effect instanceof Effect.Serve) {
                    return false;
                }
            }
        }
        return true;
    }

    private void perform(Effect effect) {
        if (effect instanceof Effect.Relay relay) {
            outlets.relay(relay);
        } else if (effect instanceof Effect.Answer answer) {
            outlets.answer(answer);
        } else if (effect instanceof Effect.Serve serve) {
            visits.serve(serve.visitor());
        } else if (effect instanceof Effect.Release release) {
            visits.release(release.home());
        } else if (effect instanceof Effect.Advertise advertise) {
            outlets.advertise(advertise.message());
        } else {
            journal.note(effect);
        }
    }
}
