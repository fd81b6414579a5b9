package org.mobileip.homeagent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.mobileip.net.AddressIndex;
import org.mobileip.net.Ipv4;

/** Nodes by the home address that they have now. For one thread. */
final class NodesByHome {

    /** The places in {@link #states}, counted from 1. */
    private final AddressIndex places = new AddressIndex();

    /** A place that is free still has the one that was there last. */
    private final List<NodeState> states = new ArrayList<>();

    private final Deque<Integer> free = new ArrayDeque<>();

    /** {@code home} is that of {@code state}, and of nobody else. */
    void put(Ipv4 home, NodeState state) {
        int place = places.get(home.bits());
        if (place != 0) {
            states.set(place - 1, state);
        } else if (free.isEmpty()) {
            states.add(state);
            places.put(home.bits(), states.size());
        } else {
            int again = free.pop();
            states.set(again - 1, state);
            places.put(home.bits(), again);
        }
    }

    /** {@code home} is nobody's. */
    void remove(Ipv4 home) {
        int place = places.get(home.bits());
        if (place != 0) {
            free.push(place);
            places.remove(home.bits());
        }
    }

    /** Each with its home address. */
    void forEach(BiConsumer<Ipv4, NodeState> visitor) {
        places.forEach((home, place) -> visitor.accept(new Ipv4(home), states.get(place - 1)));
    }

    Optional<NodeState> get(Ipv4 home) {
        int place = places.get(home.bits());
        return place == 0 ? Optional.empty() : Optional.of(states.get(place - 1));
    }
}
