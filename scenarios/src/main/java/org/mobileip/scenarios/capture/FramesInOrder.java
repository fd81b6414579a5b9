package org.mobileip.scenarios.capture;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Puts the frames of several interfaces into the order of their times. Those of one interface come in that order. */
final class FramesInOrder {

    private final Captures.Listener listener;
    private final PriorityQueue<Held> held =
            new PriorityQueue<>(Comparator.comparingLong(Held::nanos).thenComparingLong(Held::number));
    private long count;

    private record Held(FrameId id, CapturedFrame frame, long number) {
        long nanos() {
            return frame.nanos();
        }
    }

    FramesInOrder(Captures.Listener listener) {
        this.listener = listener;
    }

    void add(FrameId id, CapturedFrame frame) {
        held.add(new Held(id, frame, count++));
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Tells of all that passed until then, wall clock. */
    void tell(long until) {
        while (!held.isEmpty() && held.element().nanos() <= until) {
            Held next = held.remove();
            listener.seen(next.id(), next.frame(), Sighting.of(next.frame().octets()));
        }
    }
}
