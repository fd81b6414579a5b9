package org.mobileip.scenarios.foreignagent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.discovery.AdvertisingPlan;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;

/**
 * What a foreign agent is told about itself.
 *
 * @param address its address on the visited link, the source of what it says there
 * @param prefixLength of the network on that link
 * @param careOfAddresses which it offers, at least one; by the first it relays for nodes that have their own
 * @param advertising agent advertisements on the link; empty: none are sent
 * @param routesCommonTraffic whether it is a router for everybody on the link
 * @param registrationRequired whether nodes with a care-of address of their own are to register through it too (R)
 * @param challenges whether a registration has to answer a challenge (RFC 4721)
 * @param offer what it grants
 * @param peers with whom it shares security associations
 */
public record ForeignAgentSettings(
        Ipv4 address,
        int prefixLength,
        List<Ipv4> careOfAddresses,
        Optional<AdvertisingPlan> advertising,
        boolean routesCommonTraffic,
        boolean registrationRequired,
        boolean challenges,
        Offer offer,
        Peers peers) {

    public ForeignAgentSettings {
        careOfAddresses = List.copyOf(careOfAddresses);
        if (careOfAddresses.isEmpty()) {
            throw new IllegalArgumentException("a foreign agent without a care-of address");
        }
    }

    boolean offers(Ipv4 careOf) {
        return careOfAddresses.contains(careOf);
    }

    /** How a request's T bit is met (RFC 3024 §4.2.1). */
    public enum ReverseTunneling {
        /** Granted to whoever asks. */
        OPTIONAL,
        /** Refused without it, code 75. */
        REQUIRED,
        /** Refused with it, code 74. */
        OFF
    }

    /**
     * What it grants.
     *
     * @param maximumLifetime the longest lifetime, else code 69
     * @param reverseTunneling whether nodes may, must or must not ask for a reverse tunnel
     * @param encapsulatingDelivery whether nodes may have what they send encapsulated to it, else code 79
     * @param encapsulations what it takes out of tunnels beside IP within IP, else code 72
     * @param mostPending so many requests wait for their reply at once, then code 66 (§3.7.1)
     * @param mostVisitors so many nodes are served at once, then code 66 and the B bit
     */
    public record Offer(
            Lifetime maximumLifetime,
            ReverseTunneling reverseTunneling,
            boolean encapsulatingDelivery,
            Set<Encapsulation> encapsulations,
            int mostPending,
            int mostVisitors) {

        public Offer {
            encapsulations = Set.copyOf(encapsulations);
        }
    }

    /**
     * With whom it shares security associations.
     *
     * @param homeAgents by address (§3.5.4)
     * @param homeAddresses mobile nodes by home address (§3.5.3)
     * @param identifiers mobile nodes by NAI, in canonical form
     */
    public record Peers(
            Map<Ipv4, SecurityAssociations> homeAgents,
            Map<Ipv4, SecurityAssociations> homeAddresses,
            Map<NetworkAccessIdentifier, SecurityAssociations> identifiers) {

        /** Nobody. */
        public static final Peers NONE = new Peers(Map.of(), Map.of(), Map.of());

        public Peers {
            homeAgents = Map.copyOf(homeAgents);
            homeAddresses = Map.copyOf(homeAddresses);
            identifiers = Map.copyOf(identifiers);
        }

        Optional<SecurityAssociations> homeAgent(Ipv4 address) {
            return Optional.ofNullable(homeAgents.get(address));
        }

        Optional<SecurityAssociations> node(NodeKey node) {
            return node.identifier()
                    .flatMap(nai -> Optional.ofNullable(identifiers.get(nai.canonical())))
                    .or(() -> Optional.ofNullable(homeAddresses.get(node.home())));
        }
    }
}
