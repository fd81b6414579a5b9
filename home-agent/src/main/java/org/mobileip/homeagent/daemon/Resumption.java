package org.mobileip.homeagent.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mobileip.homeagent.Event;
import org.mobileip.homeagent.store.Contents;
import org.mobileip.net.AddressIndex;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.RegistrationRequest;

/**
 * Bindings from before a restart that are made again while requests are served: in their order, some at a time, but those of a home
 * address first that somebody asks about. Who leaves it open which address he gets must wait until all are there: it might be
 * another's. For one thread.
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

    /** The number of the first binding of a home address, counted from 1, and those of the others. */
    private final AddressIndex first = new AddressIndex();

    private final Map<Ipv4, List<Integer>> others = new HashMap<>();
    private int next;

    /**
     * Nothing was made again yet.
     *
     * @param timeOfDay what our wall clock says at {@code begun}, and no earlier than anything that was kept
     */
    Resumption(Contents kept, Tick begun, Instant timeOfDay) {
        this.kept = kept;
        this.begun = begun;
        this.timeOfDay = timeOfDay;
        this.isDone = new BitSet(kept.bindings().size());
        for (int number = 0; number < kept.bindings().size(); number++) {
            Ipv4 home = kept.bindings().get(number).home();
            if (first.get(home.bits()) == 0) {
                first.put(home.bits(), number + 1);
            } else {
                others.computeIfAbsent(home, key -> new ArrayList<>(1)).add(number);
            }
        }
    }

    /** Whether all were made again. */
    boolean isOver() {
        return next == kept.bindings().size();
    }

    /** The next ones, at most so many. */
    List<Event> next(int most, Tick now) {
        List<Event> events = new ArrayList<>();
        while (!isOver() && events.size() < most) {
            take(next, now, events);
            next++;
        }
        return events;
    }

    /** What must happen before {@code event}, and it; without it where it must wait. */
    List<Event> before(Event event, Tick now) {
        List<Event> events = new ArrayList<>();
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

    private void takeOf(Ipv4 home, Tick now, List<Event> events) {
        int number = first.get(home.bits());
        if (number != 0) {
            take(number - 1, now, events);
            others.getOrDefault(home, List.of()).forEach(other -> take(other, now, events));
        }
    }

    private void take(int number, Tick now, List<Event> events) {
        if (!isDone.get(number)) {
            isDone.set(number);
            Duration since = now.since(begun);
            events.add(new Event.Restored(kept.bindings().get(number), timeOfDay.plus(since)));
        }
    }
}
