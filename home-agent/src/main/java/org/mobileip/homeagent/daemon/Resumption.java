package org.mobileip.homeagent.daemon;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.homeagent.Event;
import org.mobileip.homeagent.Foresight;
import org.mobileip.homeagent.NodeIdentity;
import org.mobileip.homeagent.store.Contents;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.time.Tick;
import org.mobileip.time.Ticker;
import org.mobileip.tunnel.Foreseen;
import org.mobileip.wire.Identification;
import org.mobileip.wire.RegistrationRequest;

/**
 * Bindings from before a restart that are made again while requests are served: in their order, some at a time, but those of a home
 * address first that somebody asks about. Who leaves it open which address he gets must wait until all are there: it might be
 * another's. For one thread, but what {@link #foreseen} makes.
 */
final class Resumption {

    /** So many requests wait at most; more are lost, as in a socket that is full. */
    static final int MOST_POSTPONED = 4096;

    private static final int REQUEST_SIZE = 24;
    private static final int HOME = 4;

    private final Contents kept;
    private final Tick begun;
    private final Instant timeOfDay;
    private final BitSet isDone;
    private final Deque<Event> postponed = new ArrayDeque<>();
    private final Iterator<Map.Entry<NodeIdentity, Identification>> newest;
    private int next;
    private boolean hasToldAll;

    /**
     * Nothing was made again yet.
     *
     * @param timeOfDay what our wall clock says at {@code begun}, and no earlier than anything that was kept
     */
    Resumption(Contents kept, Tick begun, Instant timeOfDay) {
        this.kept = kept;
        this.begun = begun;
        this.timeOfDay = timeOfDay;
        this.isDone = new BitSet(kept.bindings().numbers());
        this.newest = kept.newest().entrySet().iterator();
    }

    /** Whether all were made again. */
    boolean isOver() {
        return next == kept.bindings().size();
    }

    /** The next ones, at most so many. */
    List<Event> next(int most, Tick now) {
        List<Event> events = new ArrayList<>();
        while (!isOver() && events.size() < most) {
            take(kept.bindings().number(next), now, events);
            next++;
        }
        return events;
    }

    /**
     * Where datagrams go to home addresses whose bindings are still to be made again; for any thread, at any time.
     *
     * @param ticker that of {@code begun}
     */
    Foreseen foreseen(Foresight foresight, Ticker ticker) {
        return home -> {
            for (int number : kept.bindings().of(home)) {
                Optional<TunnelPath> path = foresight.of(kept.bindings().glance(number), timeOfDay(ticker.now()));
                if (path.isPresent()) {
                    return path;
                }
            }
            return Optional.empty();
        };
    }

    /** What our wall clock says now, and no earlier than anything that was kept. */
    Instant timeOfDay(Tick now) {
        return timeOfDay.plus(now.since(begun));
    }

    /** What must happen before {@code event}, and it; without it where it must wait. */
    List<Event> before(Event event, Tick now) {
        List<Event> events = new ArrayList<>();
        if (isOver()) {
            events.add(event);
            return events;
        }
        if (event instanceof Event.Received received) {
            Octets request = received.datagram().payload();
            if (leavesHomeOpen(received.datagram())) {
                postpone(event);
                return events;
            }
            if (request.size() >= REQUEST_SIZE) {
                takeOf(request.ipv4(HOME), now, events);
            }
        } else if (event instanceof Event.Tell tell) {
            takeOf(tell.home(), now, events);
        } else if (event instanceof Event.Drop) {
            events.addAll(next(Integer.MAX_VALUE, now));
        }
        events.add(event);
        return events;
    }

    private static boolean leavesHomeOpen(Datagram datagram) {
        Octets octets = datagram.payload();
        return octets.size() >= REQUEST_SIZE
                && octets.u8(0) == RegistrationRequest.TYPE
                && octets.ipv4(HOME).isUnspecified();
    }

    private void postpone(Event event) {
        if (postponed.size() < MOST_POSTPONED) {
            postponed.add(event);
        }
    }

    /** What waited until all were there: the flows, and requests. */
    List<Event> last() {
        List<Event> events = new ArrayList<>();
        kept.flows().forEach((home, flows) -> events.add(new Event.FlowsRestored(home, flows)));
        events.addAll(postponed);
        return events;
    }

    /** The newest Identifications of nodes, at most so many: the engine asks {@code kept} for them until it has been told all. */
    List<Event> rest(int most) {
        List<Event> events = new ArrayList<>();
        while (newest.hasNext() && events.size() < most) {
            Map.Entry<NodeIdentity, Identification> each = newest.next();
            events.add(new Event.NewestRestored(each.getKey(), each.getValue()));
        }
        if (!newest.hasNext()) {
            events.add(new Event.AllRestored());
            hasToldAll = true;
        }
        return events;
    }

    /** Whether {@link #rest} has told all. */
    boolean hasToldAll() {
        return hasToldAll;
    }

    private void takeOf(Ipv4 home, Tick now, List<Event> events) {
        kept.bindings().of(home).forEach(number -> take(number, now, events));
    }

    private void take(int number, Tick now, List<Event> events) {
        if (!isDone.get(number)) {
            isDone.set(number);
            events.add(new Event.Restored(kept.bindings().numbered(number), timeOfDay(now)));
        }
    }
}
