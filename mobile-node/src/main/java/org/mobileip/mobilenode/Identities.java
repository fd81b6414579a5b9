package org.mobileip.mobilenode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.CarriedIdentity;
import org.mobileip.wire.Extension;

/**
 * Who a home agent, and the AAA server behind it, have said they are: each request of the session says it again, so that the same
 * ones are asked (RFC 3846 §4, §5).
 */
final class Identities {

    /** A node meets few home agents; one that met more of them than this starts again. */
    private static final int MOST_AGENTS = 16;

    private final Map<Ipv4, List<CarriedIdentity>> said = new HashMap<>();

    /** {@code agent} has signed {@code extensions}; of each identity the latest counts. */
    void heard(Ipv4 agent, List<Extension> extensions) {
        List<CarriedIdentity> latest = new ArrayList<>();
        for (CarriedIdentity.Owner owner : CarriedIdentity.Owner.values()) {
            CarriedIdentity.in(extensions, owner)
                    .or(() -> said.getOrDefault(agent, List.of()).stream()
                            .filter(each -> each.of() == owner)
                            .findFirst())
                    .ifPresent(latest::add);
        }
        if (said.size() >= MOST_AGENTS && !said.containsKey(agent)) {
            said.clear();
        }
        said.put(agent, latest);
    }

    /** The session with {@code agent} has ended: in a new one there may be others (§4). */
    void forget(Ipv4 agent) {
        said.remove(agent);
    }

    /** What a request to {@code agent} says of it. */
    List<Extension> of(Ipv4 agent) {
        return said.getOrDefault(agent, List.of()).stream()
                .map(CarriedIdentity::toExtension)
                .toList();
    }
}
