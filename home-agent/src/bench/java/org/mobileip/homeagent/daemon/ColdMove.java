package org.mobileip.homeagent.daemon;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mobileip.homeagent.Event;
import org.mobileip.homeagent.HomeAgent;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.Extension;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.RequestFlags;
import org.mobileip.wire.RevocationSupport;

/**
 * What the engine takes for a move that comes long after the one before, when nothing of it is in a cache any more: after some rounds of
 * a rehearsal, one move at a time with a pause before it. Without a pause it is what a busy home agent takes. Arguments: rounds, moves,
 * milliseconds of pause. Prints microseconds of the clock, and octets that each of the later half allocated (ADR 0040).
 */
final class ColdMove {

    private static final Endpoint AGENT = new Endpoint(Crowd.AGENT, ControlMessage.PORT);
    private static final List<Ipv4> CARE_OF = List.of(Ipv4.parse("198.18.0.1"), Ipv4.parse("198.18.0.2"));
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<Extension> REVOCABLE = List.of(new RevocationSupport(false, 1).toExtension());

    private final HomeAgent agent = Crowd.agent(Crowd.ownNodes(1));
    private long second;

    private ColdMove() {
        agent.handle(new Tick(0), new Event.OurAddresses(Set.of(Crowd.AGENT)));
    }

    public static void main(String[] arguments) throws InterruptedException {
        ColdMove cold = new ColdMove();
        int rounds = Integer.parseInt(arguments[0]);
        for (int round = 0; round < rounds; round++) {
            cold.handle(cold.next(round % 10 == 9, round % 3 == 0 ? REVOCABLE : List.of()));
        }
        cold.measure(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    }

    private void measure(int moves, int pause) throws InterruptedException {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        long[] nanos = new long[moves];
        long octets = 0;
        for (int move = 0; move < moves; move++) {
            Event.Received request = next(false, REVOCABLE);
            if (pause > 0) {
                Thread.sleep(pause);
            }
            long allocated = threads.getThreadAllocatedBytes(self);
            long began = System.nanoTime();
            handle(request);
            nanos[move] = System.nanoTime() - began;
            octets += move < moves / 2 ? 0 : threads.getThreadAllocatedBytes(self) - allocated;
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "median %.1f us, 90th percentile %.1f us, %d octets%n",
                nanos[moves / 2] / 1000.0,
                nanos[moves * 9 / 10] / 1000.0,
                octets / (moves - moves / 2));
    }

    private void handle(Event.Received request) {
        agent.handle(new Tick(second * 1_000_000_000L), request);
    }

    /** From the other place than the one before, a second later. */
    private Event.Received next(boolean isDeregistration, List<Extension> extensions) {
        second++;
        Instant timeOfDay = START.plusSeconds(second);
        Ipv4 careOf = CARE_OF.get((int) (second % CARE_OF.size()));
        RegistrationRequest request = new RegistrationRequest(
                RequestFlags.DECAPSULATION_BY_MOBILE_NODE.with(RequestFlags.REVERSE_TUNNELING),
                isDeregistration ? Lifetime.ZERO : new Lifetime(600),
                Crowd.home(0),
                Crowd.AGENT,
                isDeregistration ? Crowd.home(0) : careOf,
                Identification.ofTimestamp(timeOfDay, 0),
                extensions);
        Octets signed = Crowd.association(0).sign(request.encode(), Kind.MOBILE_HOME);
        return new Event.Received(
                new Datagram(new Endpoint(careOf, ControlMessage.PORT), AGENT, 1, timeOfDay, signed));
    }
}
