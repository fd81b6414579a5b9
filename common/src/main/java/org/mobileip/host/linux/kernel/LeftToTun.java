package org.mobileip.host.linux.kernel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.net.GreKeys;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Steering;
import org.mobileip.net.TunnelPath;

/** What was asked of tunnels that the tun dataplane alone does. For one thread at a time. */
final class LeftToTun {

    private final Set<Ipv4> steered = new HashSet<>();

    /** Of each home address, those to which its GRE tunnel has keys. */
    private final Map<Ipv4, Set<Ipv4>> keyed = new HashMap<>();

    /** As {@link org.mobileip.host.Dataplane#steer}. */
    void steer(Ipv4 home, Optional<Steering> how) {
        if (how.isPresent()) {
            steered.add(home);
        } else {
            steered.remove(home);
        }
    }

    /** As {@link org.mobileip.host.Dataplane#agree}. */
    void agree(Ipv4 home, Ipv4 careOf, Optional<GreKeys> keys) {
        if (keys.isPresent()) {
            keyed.computeIfAbsent(home, same -> new HashSet<>()).add(careOf);
        } else {
            keyed.computeIfPresent(home, (same, careOfs) -> {
                careOfs.remove(careOf);
                return careOfs.isEmpty() ? null : careOfs;
            });
        }
    }

    boolean isAsked(Ipv4 home, List<TunnelPath> paths) {
        Set<Ipv4> careOfs = keyed.getOrDefault(home, Set.of());
        return steered.contains(home) || paths.stream().map(TunnelPath::careOf).anyMatch(careOfs::contains);
    }

    void forget(Ipv4 home) {
        steered.remove(home);
        keyed.remove(home);
    }
}
