package org.mobileip.host.linux.bpf;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mobileip.net.AddressIndex;
import org.mobileip.net.Ipv4;

/**
 * What the kernel was told of each home address, so that it is not told again. Nearly all tunnels begin at one address of ours,
 * and those take two dozen octets each. For one thread.
 */
final class ToldBindings {

    private static final int IS_TOLD = 1 << 17;
    private static final int IS_TROUBLED = 1 << 16;
    private static final int MTU = 0xffff;

    private final AddressIndex farEnds = new AddressIndex();

    /** {@link #IS_TOLD}, {@link #IS_TROUBLED}, {@link #MTU}. */
    private final AddressIndex terms = new AddressIndex();

    private final Map<Ipv4, TunnelMaps.Binding> others = new HashMap<>();
    private Optional<Ipv4> usualEnd = Optional.empty();

    void put(Ipv4 home, TunnelMaps.Binding told) {
        remove(home);
        if (usualEnd.isEmpty()) {
            usualEnd = Optional.of(told.localEnd());
        }
        if (told.link() == 0
                && usualEnd.get().equals(told.localEnd())
                && !told.farEnd().isUnspecified()) {
            farEnds.put(home.bits(), told.farEnd().bits());
            terms.put(home.bits(), IS_TOLD | (told.isTroubled() ? IS_TROUBLED : 0) | told.mtu());
        } else {
            others.put(home, told);
        }
    }

    /** Of how many it was told. */
    int size() {
        return farEnds.size() + others.size();
    }

    /** Whether the kernel was told anything. */
    boolean remove(Ipv4 home) {
        boolean wasTold = terms.get(home.bits()) != 0;
        farEnds.remove(home.bits());
        terms.remove(home.bits());
        return others.remove(home) != null || wasTold;
    }

    Optional<TunnelMaps.Binding> of(Ipv4 home) {
        int told = terms.get(home.bits());
        if (told == 0) {
            return Optional.ofNullable(others.get(home));
        }
        return Optional.of(new TunnelMaps.Binding(
                new Ipv4(farEnds.get(home.bits())), usualEnd.orElseThrow(), told & MTU, (told & IS_TROUBLED) != 0));
    }
}
