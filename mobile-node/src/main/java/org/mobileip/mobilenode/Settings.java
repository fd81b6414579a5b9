package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.FlowSelector;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.ServiceSelection;

/**
 * What the mobile node is configured with (RFC 5944 §3.6).
 *
 * @param home who it is at home
 * @param homeAgents in the order of preference, at least one
 * @param security the mobility security association with each of them
 * @param replay part of that association
 * @param lifetime to ask for
 * @param tunnel what is tunnelled, and how
 * @param interfaces which names are usable, the best first
 * @param roaming how foreign agents are used, and how links that come and go
 * @param network what is behind the node, if anything (RFC 5177)
 * @param probing how often the home agent is asked by each link whether it is reached; empty: never
 * @param revocable whether the home agent is asked to tell when it ends a binding before its time (RFC 3543)
 * @param flows which traffic goes by which of several links at once, the first that matches counts (RFC 7629); none: all goes by
 *     one link
 */
public record Settings(
        Home home,
        List<AgentSource> homeAgents,
        SecurityAssociation security,
        ReplayProtection replay,
        Lifetime lifetime,
        Tunnel tunnel,
        List<Predicate<String>> interfaces,
        Roaming roaming,
        Optional<Network> network,
        Optional<Duration> probing,
        boolean revocable,
        List<Flow> flows) {

    /** One with no network behind it. */
    public Settings(
            Home home,
            List<AgentSource> homeAgents,
            SecurityAssociation security,
            ReplayProtection replay,
            Lifetime lifetime,
            Tunnel tunnel,
            List<Predicate<String>> interfaces,
            Roaming roaming) {
        this(
                home,
                homeAgents,
                security,
                replay,
                lifetime,
                tunnel,
                interfaces,
                roaming,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of());
    }

    /** One that shares keys with home agents only. */
    public Settings(
            Home home,
            List<AgentSource> homeAgents,
            SecurityAssociation security,
            ReplayProtection replay,
            Lifetime lifetime,
            Tunnel tunnel,
            List<Predicate<String>> interfaces) {
        this(home, homeAgents, security, replay, lifetime, tunnel, interfaces, Roaming.PLAIN);
    }

    public Settings {
        homeAgents = List.copyOf(homeAgents);
        interfaces = List.copyOf(interfaces);
        flows = List.copyOf(flows);
        if (homeAgents.isEmpty()) {
            throw new IllegalArgumentException("there is no home agent");
        }
    }

    /**
     * Who the node is at home: an address, or a network access identifier that the home agent gives an address to.
     *
     * @param address the home address with the prefix length of the home network
     * @param nai the network access identifier (RFC 2794)
     * @param network the home network; that of {@code address} where there is one
     * @param service what it registers for (RFC 5446); empty: the default service
     * @param leavesAgentOpen whether it is left to the home agents which of them serves the node (RFC 4433); then it has an NAI
     */
    public record Home(
            Optional<InterfaceAddress> address,
            Optional<NetworkAccessIdentifier> nai,
            Optional<Ipv4Prefix> network,
            Optional<ServiceSelection> service,
            boolean leavesAgentOpen) {

        /** One that names its home agent. */
        public Home(
                Optional<InterfaceAddress> address,
                Optional<NetworkAccessIdentifier> nai,
                Optional<Ipv4Prefix> network) {
            this(address, nai, network, Optional.empty(), false);
        }

        /** The same, registered for a service. */
        public Home selecting(ServiceSelection wanted) {
            return new Home(address, nai, network, Optional.of(wanted), leavesAgentOpen);
        }

        public Home {
            if (address.isEmpty() && nai.isEmpty()) {
                throw new IllegalArgumentException("neither a home address nor a network access identifier");
            }
            network = address.isPresent() ? address.map(InterfaceAddress::prefix) : network;
        }

        /** Known by its address alone. */
        public static Home at(InterfaceAddress address) {
            return new Home(Optional.of(address), Optional.empty(), Optional.empty());
        }
    }

    /**
     * The network behind the node, or several on one link.
     *
     * @param interfaceName where its hosts are
     * @param prefixes to ask for by name; empty: the home agent knows them (implicit mode)
     */
    public record Network(String interfaceName, List<Ipv4Prefix> prefixes) {
        public Network {
            prefixes = List.copyOf(prefixes);
        }
    }

    /** The same node with a network behind it. */
    public Settings with(Network behind) {
        return new Settings(
                home,
                homeAgents,
                security,
                replay,
                lifetime,
                tunnel,
                interfaces,
                roaming,
                Optional.of(behind),
                probing,
                revocable,
                flows);
    }

    /** The same node, which wants to be told when a binding ends before its time, or not. */
    public Settings revocable(boolean wanted) {
        return new Settings(
                home,
                homeAgents,
                security,
                replay,
                lifetime,
                tunnel,
                interfaces,
                roaming,
                network,
                probing,
                wanted,
                flows);
    }

    /** The same node, which asks the home agent by each link that often whether it is reached. */
    public Settings probing(Duration interval) {
        return new Settings(
                home,
                homeAgents,
                security,
                replay,
                lifetime,
                tunnel,
                interfaces,
                roaming,
                network,
                Optional.of(interval),
                revocable,
                flows);
    }

    /** The same node, of whose traffic each flow goes its own way. */
    public Settings with(List<Flow> wanted) {
        return new Settings(
                home,
                homeAgents,
                security,
                replay,
                lifetime,
                tunnel,
                interfaces,
                roaming,
                network,
                probing,
                revocable,
                wanted);
    }

    /**
     * Some of the node's traffic.
     *
     * @param uplinks the names of the links it goes by, the best first; where none of them can be used it goes as everything else
     *     does. None: it is dropped, both ways
     */
    public record Flow(FlowSelector which, List<Predicate<String>> uplinks) {
        public Flow {
            uplinks = List.copyOf(uplinks);
        }

        boolean isDropped() {
            return uplinks.isEmpty();
        }
    }

    /**
     * The tunnel.
     *
     * @param interfaceName of the TUN device
     * @param reverse whether to ask for a reverse tunnel (T, RFC 3024)
     * @param encapsulation what the home agent is asked to wrap datagrams in (M, G); what this node wraps its own in. Never UDP
     * @param nat whether all that may be within UDP
     * @param broadcasts whether to ask for broadcast datagrams of the home network (B)
     * @param destinations reached through it; {@link Ipv4Prefix#ALL} for everything
     */
    public record Tunnel(
            String interfaceName,
            boolean reverse,
            Encapsulation encapsulation,
            NatTraversal nat,
            boolean broadcasts,
            List<Ipv4Prefix> destinations) {

        public Tunnel {
            destinations = List.copyOf(destinations);
        }

        /** Never within UDP. */
        public Tunnel(
                String interfaceName,
                boolean reverse,
                Encapsulation encapsulation,
                boolean broadcasts,
                List<Ipv4Prefix> destinations) {
            this(interfaceName, reverse, encapsulation, NatTraversal.OFF, broadcasts, destinations);
        }

        /** IP within IP, without broadcasts. */
        public Tunnel(String interfaceName, boolean reverse, List<Ipv4Prefix> destinations) {
            this(interfaceName, reverse, Encapsulation.IPIP, false, destinations);
        }
    }

    /**
     * Away from home.
     *
     * @param foreignAgents whether foreign agents are used: where there is no address to be had, and where one asks for it
     * @param agentKeys what is shared with a foreign agent, by its address or one of its care-of addresses
     * @param aaa what is shared with whoever verifies for foreign agents that give a challenge (RFC 4721 §6)
     * @param delivery how datagrams go to a foreign agent
     * @param holdDown for how long a link that keeps going away must have stayed before it is preferred again
     * @param overlap for how long the bindings from before stay beside the newest (S); zero: they end with it
     */
    public record Roaming(
            boolean foreignAgents,
            Map<Ipv4, SecurityAssociation> agentKeys,
            Optional<SecurityAssociation> aaa,
            DeliveryStyle delivery,
            Duration holdDown,
            Duration overlap) {

        /** One binding at a time. */
        public Roaming(
                boolean foreignAgents,
                Map<Ipv4, SecurityAssociation> agentKeys,
                Optional<SecurityAssociation> aaa,
                DeliveryStyle delivery,
                Duration holdDown) {
            this(foreignAgents, agentKeys, aaa, delivery, holdDown, Duration.ZERO);
        }

        /** Foreign agents are used, and share no keys with the node. */
        public static final Roaming PLAIN =
                new Roaming(true, Map.of(), Optional.empty(), DeliveryStyle.DIRECT, Duration.ofSeconds(10));

        public Roaming {
            agentKeys = Map.copyOf(agentKeys);
        }

        /** What is shared with the foreign agent that advertises from {@code address}, and receives at {@code others}. */
        Optional<SecurityAssociation> keyOf(Ipv4 address, List<Ipv4> others) {
            return Stream.concat(Stream.of(address), others.stream())
                    .flatMap(each -> Optional.ofNullable(agentKeys.get(each)).stream())
                    .findFirst();
        }
    }

    /** The broadcast address of the home network, if its broadcasts are to be asked for; without a network the limited one. */
    Optional<Ipv4> broadcast() {
        return tunnel.broadcasts
                ? Optional.of(home.network.map(Ipv4Prefix::broadcast).orElse(Ipv4.BROADCAST))
                : Optional.empty();
    }

    /** Whether an interface of that name may be a way home. */
    public boolean mayUse(String interfaceName) {
        return rank(interfaceName) >= 0;
    }

    /** The place of an interface in the order of preference, 0 the best; -1: not to be used. */
    int rank(String interfaceName) {
        for (int i = 0; i < interfaces.size(); i++) {
            if (interfaces.get(i).test(interfaceName)) {
                return isOurs(interfaceName) ? -1 : i;
            }
        }
        return -1;
    }

    /** The tunnel is no way to anywhere but home, and the network behind the node none at all. */
    private boolean isOurs(String interfaceName) {
        return interfaceName.equals(tunnel.interfaceName)
                || network.filter(behind -> behind.interfaceName.equals(interfaceName))
                        .isPresent();
    }
}
