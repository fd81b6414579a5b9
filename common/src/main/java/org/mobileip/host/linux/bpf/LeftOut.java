package org.mobileip.host.linux.bpf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.mobileip.host.HostException;
import org.mobileip.net.AddressIndex;
import org.mobileip.net.Ipv4;

/** Home addresses that the kernel has no room for, in the order in which they came, and why. For one thread at a time. */
final class LeftOut {

    private final AddressIndex homes = new AddressIndex();

    /** Those, and some that are not left out any more. */
    private final Deque<Ipv4> waiting = new ArrayDeque<>();

    private Optional<HostException> shortage = Optional.empty();

    void add(Ipv4 home, HostException why) {
        shortage = Optional.of(why);
        if (!contains(home)) {
            homes.put(home.bits(), 1);
            waiting.add(home);
        }
    }

    void remove(Ipv4 home) {
        homes.remove(home.bits());
        if (homes.size() == 0) {
            waiting.clear();
            shortage = Optional.empty();
        }
    }

    boolean contains(Ipv4 home) {
        return homes.get(home.bits()) != 0;
    }

    int size() {
        return homes.size();
    }

    /** The one that waits longest; empty: nobody does. It stays left out until it is removed. */
    Optional<Ipv4> first() {
        while (!waiting.isEmpty() && !contains(waiting.element())) {
            waiting.remove();
        }
        return Optional.ofNullable(waiting.peek());
    }

    /** It has been tried: the others come before it now. */
    void putLast(Ipv4 home) {
        if (home.equals(waiting.peek())) {
            waiting.add(waiting.remove());
        }
    }

    /** What the kernel said last; empty: nobody is left out. */
    Optional<HostException> shortage() {
        return shortage;
    }
}
