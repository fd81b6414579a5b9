package org.mobileip.config;

import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** Where home addresses lie, as far as the file says it well enough. */
record HomeNetwork(Optional<Ipv4> agent, Optional<Ipv4Prefix> network, Optional<Place> networkPlace) {

    /** An address for a mobile node: within the home network, not one of its edges, not the home agent's. */
    void refuseUnlessFree(Ipv4 candidate) throws BadValue {
        if (network.isPresent() && !network.get().contains(candidate)) {
            throw new BadValue(
                    candidate + " is outside the home network " + network.get() + " (set on line "
                            + networkPlace.map(Place::line).orElse(1) + ")",
                    "nodes live in the home network: change the address, or \"network\"");
        }
        if (network.isPresent()) {
            Values.refuseEdges(candidate, network.get());
        }
        if (agent.isPresent() && agent.get().equals(candidate)) {
            throw new BadValue(candidate + " is the home agent's own address", "give the node another one");
        }
    }
}
