package org.mobileip.mobilenode;

import java.util.List;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;

/**
 * How one of the links is that a node uses at the same time (RFC 7629).
 *
 * @param id of its binding
 * @param isUsual whether it has what belongs to no flow
 * @param endsAt when its binding ends; empty: it has none
 * @param flows those that go by it now, in words
 */
public record UplinkStanding(
        String interfaceName, Ipv4 careOf, int id, boolean isUsual, Optional<Tick> endsAt, List<String> flows) {
    public UplinkStanding {
        flows = List.copyOf(flows);
    }
}
