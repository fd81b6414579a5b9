package org.mobileip.scenarios.capture;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * Who is who, as far as a {@link Witness} must know.
 *
 * @param mobiles the mobile nodes
 * @param homeAgents names of the nodes that are home agents
 * @param names what the addresses are called that belong to one node for the whole run
 * @param streamEnds the lasting addresses between which streams flow
 */
public record Topology(List<Mobile> mobiles, Set<String> homeAgents, Map<Ipv4, String> names, Set<Ipv4> streamEnds) {

    public Topology {
        mobiles = List.copyOf(mobiles);
        homeAgents = Set.copyOf(homeAgents);
        names = Map.copyOf(names);
        streamEnds = Set.copyOf(streamEnds);
    }

    /**
     * A mobile node.
     *
     * @param homeNetwork the name of the network it is at home in; empty: a virtual one
     * @param networks behind it (RFC 5177)
     */
    public record Mobile(String name, Ipv4 home, Optional<String> homeNetwork, List<Ipv4Prefix> networks) {
        public Mobile {
            networks = List.copyOf(networks);
        }

        /** Whether datagrams for {@code address} are this node's. */
        boolean owns(Ipv4 address) {
            return address.equals(home) || networks.stream().anyMatch(network -> network.contains(address));
        }
    }

    boolean isHomeAgent(CaptureInterface captured) {
        return homeAgents.contains(captured.node());
    }

    String nameOf(Ipv4 address) {
        return names.getOrDefault(address, address.toString());
    }
}
