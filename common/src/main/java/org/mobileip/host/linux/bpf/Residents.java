package org.mobileip.host.linux.bpf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.net.AddressIndex;
import org.mobileip.net.Ipv4;

/** Whose tunnels lead to an address: mostly those of one home address, which takes a dozen octets. For one thread. */
final class Residents {

    private final AddressIndex alone = new AddressIndex();
    private final Map<Ipv4, Set<Ipv4>> together = new HashMap<>();

    void add(Ipv4 exit, Ipv4 home) {
        Set<Ipv4> several = together.get(exit);
        int other = alone.get(exit.bits());
        if (several != null) {
            several.add(home);
        } else if (other == 0 || other == home.bits()) {
            alone.put(exit.bits(), home.bits());
        } else {
            alone.remove(exit.bits());
            together.put(exit, new HashSet<>(Set.of(new Ipv4(other), home)));
        }
    }

    void remove(Ipv4 exit, Ipv4 home) {
        Set<Ipv4> several = together.get(exit);
        if (several == null) {
            if (alone.get(exit.bits()) == home.bits()) {
                alone.remove(exit.bits());
            }
            return;
        }
        several.remove(home);
        if (several.size() == 1) {
            together.remove(exit);
            alone.put(exit.bits(), several.iterator().next().bits());
        }
    }

    boolean isAnybodyAt(Ipv4 exit) {
        return alone.get(exit.bits()) != 0 || together.containsKey(exit);
    }

    /** The home address of the only one there; empty: nobody is, or several are. */
    Optional<Ipv4> onlyOneAt(Ipv4 exit) {
        int home = alone.get(exit.bits());
        return home == 0 ? Optional.empty() : Optional.of(new Ipv4(home));
    }

    /** The home addresses of all who are there. */
    Set<Ipv4> at(Ipv4 exit) {
        int one = alone.get(exit.bits());
        return one == 0 ? Set.copyOf(together.getOrDefault(exit, Set.of())) : Set.of(new Ipv4(one));
    }
}
