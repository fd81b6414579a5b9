package org.mobileip.homeagent.daemon;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mobileip.homeagent.Effect;
import org.mobileip.homeagent.Event;
import org.mobileip.homeagent.HomeAgent;
import org.mobileip.homeagent.StoreState;
import org.mobileip.homeagent.store.Contents;
import org.mobileip.homeagent.store.Store;
import org.mobileip.host.HostException;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;

/**
 * Between the engine and a machine: carries out what the engine wants of each event, and tells it what could not be done. A
 * daemon drives it by an event loop, a simulator by a virtual clock. For one thread.
 */
public final class AgentDriver {

    private final HomeAgent agent;
    private final Optional<HomeLinkDriver> homeLink;
    private final Performer performer;
    private final Ticker ticker;
    private Optional<Resumption> resumption = Optional.empty();
    private final Journal journal;
    private final Tunnels tunnels;

    /**
     * Drives {@code agent}.
     *
     * @param homeLink empty: the home network is virtual
     */
    public AgentDriver(
            HomeAgent agent,
            Performer.Outbox outbox,
            Tunnels tunnels,
            Optional<HomeLinkDriver> homeLink,
            Store store,
            Journal journal,
            Ticker ticker) {
        this.agent = agent;
        this.homeLink = homeLink;
        this.performer = new Performer(outbox, tunnels, homeLink, store, journal);
        this.ticker = ticker;
        this.journal = journal;
        this.tunnels = tunnels;
    }

    public HomeAgent agent() {
        return agent;
    }

    /** When {@link Event.DeadlineCame} is due. */
    public Tick nextDeadline() {
        return homeLink.map(HomeLinkDriver::nextDeadline).orElse(Tick.NEVER).earlierOf(agent.nextDeadline());
    }

    /**
     * We have been restarted: makes what was kept again. To be called when the engine knows our addresses.
     *
     * @param timeOfDay our wall clock; where it is behind what was kept, it has been set back, and less is over than we know
     */
    public void resume(Contents kept, Instant timeOfDay) {
        beginResuming(kept, timeOfDay);
        while (resumeSome(Integer.MAX_VALUE)) {
            // Bindings, and then the rest.
        }
    }

    /** The same, but nothing is made again yet: {@link #resumeSome} does that, or a request that it matters for. */
    void beginResuming(Contents kept, Instant timeOfDay) {
        Instant latest = kept.latest(timeOfDay);
        Instant now = latest.isAfter(timeOfDay) ? latest : timeOfDay;
        resumption = Optional.of(new Resumption(kept, ticker.now(), now));
    }

    /** Has datagrams tunnelled to where they will be when all bindings are made again, from now until then, without looking closely. */
    void foresee() {
        try {
            resumption.ifPresent(going -> tunnels.foresee(going.foreseen(agent.foresight(), ticker)));
        } catch (HostException refused) { // So each waits for its turn.
            journal.failure("effect-failed effect=foresee", refused);
        }
    }

    /**
     * Makes some of what was kept again.
     *
     * @param most so many bindings at most
     * @return whether there is more to be done
     */
    boolean resumeSome(int most) {
        if (resumption.isEmpty()) {
            return false;
        }
        Resumption going = resumption.get();
        if (going.isOver()) {
            perform(going.rest(most));
        } else {
            perform(going.next(most, ticker.now()));
            if (going.isOver()) {
                tunnels.foreseeNothing();
                perform(going.last());
            }
        }
        if (going.hasToldAll()) {
            resumption = Optional.empty();
        }
        return resumption.isPresent();
    }

    /** Whether bindings from before a restart are still to be made again. */
    boolean isResuming() {
        return resumption.filter(going -> !going.isOver()).isPresent();
    }

    /** How many replies, and what is told of them, wait for the disk. */
    int waiting() {
        return performer.waiting();
    }

    /** Something happened. */
    public void handle(Event event) {
        handleAll(List.of(event));
    }

    /**
     * Has the engine go by other settings.
     *
     * @return the bindings that ended by that
     */
    List<Effect.Revoked> reload(Event.Reloaded event) {
        resumeSome(Integer.MAX_VALUE); // What was granted before is judged by what was good then.
        Tick now = ticker.now();
        List<Effect> effects = agent.handle(now, event);
        performer.perform(now, effects);
        finish(now);
        return effects.stream()
                .filter(Effect.Revoked.class::isInstance)
                .map(Effect.Revoked.class::cast)
                .toList();
    }

    /**
     * This has happened, one after the other; what is to be kept of it becomes durable together.
     *
     * @return whether any of it was not discarded
     */
    public boolean handleAll(List<? extends Event> events) {
        if (resumption.isEmpty()) {
            return perform(events);
        }
        for (Event event : events) {
            perform(resumption.get().before(event, ticker.now()));
        }
        return true;
    }

    private boolean perform(List<? extends Event> events) {
        Tick now = ticker.now();
        if (events.size() > 1) { // Who serves many at once does not do anything twice.
            performer.beginTurn();
        } else if (!events.isEmpty() && resumption.isEmpty()) {
            agent.anticipate(now, events.get(0)).ifPresent(forward -> performer.perform(now, List.of(forward)));
        }
        boolean isOfUse = false;
        for (Event event : events) {
            if (event instanceof Event.StoreIs store && store.state() == StoreState.HALTED) {
                performer.storeHalted();
            }
            List<Effect> effects = agent.handle(now, event);
            isOfUse |= !isDiscarded(effects);
            performer
                    .perform(now, effects)
                    .ifPresent(why -> performer.perform(now, agent.handle(now, new Event.CouldNot(why))));
        }
        finish(now);
        return isOfUse;
    }

    private static boolean isDiscarded(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Discard) {
                return true;
            }
        }
        return false;
    }

    private void finish(Tick now) {
        performer.endTurn(now);
        journal.look(now, tunnels.dataplane());
        homeLink.ifPresent(link -> link.announceDue(now));
    }
}
