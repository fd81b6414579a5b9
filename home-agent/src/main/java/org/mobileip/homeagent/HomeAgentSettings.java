package org.mobileip.homeagent;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.discovery.AdvertisingPlan;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RequestFlags;

/**
 * What a home agent is told about itself.
 *
 * @param address its unicast address: the Home Agent field of replies and the outer source of tunnels
 * @param homeNetwork the network that home addresses lie in
 * @param advertising agent advertisements on the home link; empty: none are sent
 * @param grants what it grants to whom it knows
 * @param answersFailedAuthentication whether a failed authentication of a known node is answered with code 131, as RFC 3344
 *     wants it, and not with silence
 * @param foreignAgents those that share security associations with it, addresses unique
 * @param nodes the mobile nodes it serves, home addresses and NAIs unique
 * @param identity its NAI, to be told to nodes (RFC 3846); empty: they are not told
 * @param assignment what it says to nodes that leave it open which home agent serves them (RFC 4433)
 */
public record HomeAgentSettings(
        Ipv4 address,
        Ipv4Prefix homeNetwork,
        Optional<AdvertisingPlan> advertising,
        Grants grants,
        boolean answersFailedAuthentication,
        List<ForeignAgentPeer> foreignAgents,
        List<AuthorizedNode> nodes,
        Assignment assignment,
        Optional<NetworkAccessIdentifier> identity) {

    public HomeAgentSettings {
        foreignAgents = List.copyOf(foreignAgents);
        nodes = List.copyOf(nodes);
    }

    /** One that serves whoever leaves it open which home agent does. */
    public HomeAgentSettings(
            Ipv4 address,
            Ipv4Prefix homeNetwork,
            Optional<AdvertisingPlan> advertising,
            Grants grants,
            boolean answersFailedAuthentication,
            List<ForeignAgentPeer> foreignAgents,
            List<AuthorizedNode> nodes) {
        this(
                address,
                homeNetwork,
                advertising,
                grants,
                answersFailedAuthentication,
                foreignAgents,
                nodes,
                new Assignment.Ours(),
                Optional.empty());
    }

    /** The same, which says something else to those. */
    public HomeAgentSettings assigning(Assignment other) {
        return new HomeAgentSettings(
                address,
                homeNetwork,
                advertising,
                grants,
                answersFailedAuthentication,
                foreignAgents,
                nodes,
                other,
                identity);
    }

    /** The same, which tells nodes that it is called so. */
    public HomeAgentSettings called(Optional<NetworkAccessIdentifier> nai) {
        return new HomeAgentSettings(
                address,
                homeNetwork,
                advertising,
                grants,
                answersFailedAuthentication,
                foreignAgents,
                nodes,
                assignment,
                nai);
    }

    /** Whether a datagram to {@code address} is for many: multicast, or a broadcast on the home network. */
    boolean isForMany(Ipv4 address) {
        return address.isBroadcast()
                || address.isMulticast()
                || (homeNetwork.length() < 31 && address.equals(homeNetwork.broadcast()));
    }

    /**
     * What is granted (RFC 5944 §3.8.2.3).
     *
     * @param maximumLifetime the longest lifetime; {@link Lifetime#INFINITE} for no limit
     * @param reverseTunneling whether nodes may, must or must not ask for a reverse tunnel
     * @param encapsulations what datagrams are wrapped in when asked to (the M and G bits); IP within IP needs no asking
     * @param simultaneousBindings whether the S bit is honoured; otherwise accepted requests are answered with code 1
     * @param mostBindings so many bindings of all nodes together, then code 130
     * @param mostBindingsPerNode so many bindings of one node, then code 135
     * @param prohibitedCareOf areas that nodes are not served in, code 129
     * @param keepalive the interval in seconds that nodes behind a NAT are asked to keep (RFC 3519 §3.2)
     * @param isBehindNat a NAT is before the home agent, which no request can tell of: whoever asks for UDP gets it
     */
    public record Grants(
            Lifetime maximumLifetime,
            ReverseTunneling reverseTunneling,
            Set<Encapsulation> encapsulations,
            boolean simultaneousBindings,
            int mostBindings,
            int mostBindingsPerNode,
            List<Ipv4Prefix> prohibitedCareOf,
            int keepalive,
            boolean isBehindNat) {

        /** So many bindings where nobody says otherwise: a few hundred octets each. */
        public static final int USUAL_MOST_BINDINGS = 1_000_000;

        /** The interval of keepalives where nobody says otherwise, in seconds (RFC 3519 §4.9). */
        public static final int USUAL_KEEPALIVE = 110;

        /** So many bindings of one node where nobody says otherwise: each gets a copy of every datagram. */
        public static final int USUAL_MOST_BINDINGS_PER_NODE = 8;

        public Grants {
            encapsulations = Set.copyOf(encapsulations);
            prohibitedCareOf = List.copyOf(prohibitedCareOf);
        }

        /** With the usual interval of keepalives, and no NAT before the home agent. */
        public Grants(
                Lifetime maximumLifetime,
                ReverseTunneling reverseTunneling,
                Set<Encapsulation> encapsulations,
                boolean simultaneousBindings,
                int mostBindings,
                int mostBindingsPerNode,
                List<Ipv4Prefix> prohibitedCareOf) {
            this(
                    maximumLifetime,
                    reverseTunneling,
                    encapsulations,
                    simultaneousBindings,
                    mostBindings,
                    mostBindingsPerNode,
                    prohibitedCareOf,
                    USUAL_KEEPALIVE,
                    false);
        }

        /** Whatever needs no configuration, for at most {@code maximumLifetime}. */
        public static Grants everythingFor(Lifetime maximumLifetime) {
            return new Grants(
                    maximumLifetime,
                    ReverseTunneling.OPTIONAL,
                    Set.of(),
                    true,
                    USUAL_MOST_BINDINGS,
                    USUAL_MOST_BINDINGS_PER_NODE,
                    List.of());
        }

        /**
         * How datagrams are wrapped for a request with these flags; empty: not in the way that it asks for. Of the two that
         * it may ask for at once, GRE (G) comes before minimal encapsulation (M).
         */
        Optional<Encapsulation> encapsulationFor(RequestFlags flags) {
            if (!flags.gre() && !flags.minimalEncapsulation()) {
                return Optional.of(Encapsulation.IPIP);
            }
            if (flags.gre() && encapsulations.contains(Encapsulation.GRE)) {
                return Optional.of(Encapsulation.GRE);
            }
            return flags.minimalEncapsulation() && encapsulations.contains(Encapsulation.MINIMAL)
                    ? Optional.of(Encapsulation.MINIMAL)
                    : Optional.empty();
        }
    }

    /** How a request's T bit is met (RFC 3024 §4.3.1). */
    public enum ReverseTunneling {
        /** Granted to whoever asks. */
        OPTIONAL,
        /** Refused without it, code 138. */
        REQUIRED,
        /** Refused with it, code 137. */
        OFF
    }
}
