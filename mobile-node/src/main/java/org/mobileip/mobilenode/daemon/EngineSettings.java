package org.mobileip.mobilenode.daemon;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.mobilenode.AgentSource;
import org.mobileip.mobilenode.DeliveryStyle;
import org.mobileip.mobilenode.NatTraversal;
import org.mobileip.mobilenode.ReplayProtection;
import org.mobileip.mobilenode.Settings;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.ServiceSelection;

/** The engine's settings, made from the file's. */
public final class EngineSettings {

    private EngineSettings() {}

    public static Settings of(MobileNodeConfig config) {
        MobileNodeConfig.Security security = config.security();
        MobileNodeConfig.Tunnel tunnel = config.tunnel();
        List<Predicate<String>> interfaces = config.interfaces().stream()
                .<Predicate<String>>map(match -> match::matches)
                .toList();
        return new Settings(
                new Settings.Home(
                        config.home().address(),
                        config.home().nai().map(NetworkAccessIdentifier::of),
                        config.home().network(),
                        config.home().service().map(ServiceSelection::of),
                        config.home().assign()),
                config.home().agents().stream().map(EngineSettings::source).toList(),
                new SecurityAssociation(security.spi(), security.auth(), security.key()),
                security.replay() == HomeAgentConfig.Replay.NONCE
                        ? ReplayProtection.NONCES
                        : ReplayProtection.TIMESTAMPS,
                new Lifetime((int) Math.min(config.registration().lifetime().toSeconds(), Lifetime.INFINITE.seconds())),
                new Settings.Tunnel(
                        tunnel.interfaceName(),
                        tunnel.reverse(),
                        tunnel.encapsulation()
                                .filter(wanted -> wanted != Encapsulation.UDP)
                                .orElse(Encapsulation.IPIP),
                        nat(tunnel.encapsulation()),
                        tunnel.broadcasts(),
                        tunnel.route()),
                interfaces,
                roaming(config),
                config.network().map(network -> new Settings.Network(network.interfaceName(), network.prefixes())),
                config.handover().probe(),
                config.registration().revocation(),
                config.flows().stream().map(EngineSettings::flow).toList());
    }

    private static Settings.Flow flow(MobileNodeConfig.Flow flow) {
        return new Settings.Flow(
                flow.which(),
                flow.uplinks().stream()
                        .<Predicate<String>>map(match -> match::matches)
                        .toList());
    }

    /** Without a word about encapsulation it is found by itself; who asks for one by name gets that or none. */
    private static NatTraversal nat(Optional<Encapsulation> configured) {
        if (configured.isEmpty()) {
            return NatTraversal.AUTO;
        }
        return configured.get() == Encapsulation.UDP ? NatTraversal.FORCED : NatTraversal.OFF;
    }

    private static Settings.Roaming roaming(MobileNodeConfig config) {
        MobileNodeConfig.Visits visits = config.visits();
        Map<Ipv4, SecurityAssociation> keys = new HashMap<>();
        // Of several associations of one agent the first is signed with.
        visits.foreignAgents()
                .forEach(agent ->
                        keys.put(agent.address(), association(agent.security().get(0))));
        return new Settings.Roaming(
                config.handover().foreignAgents(),
                keys,
                visits.aaa().map(EngineSettings::association),
                visits.isEncapsulating() ? DeliveryStyle.ENCAPSULATING : DeliveryStyle.DIRECT,
                config.handover().holdDown(),
                config.handover().overlap().orElse(Duration.ZERO));
    }

    private static SecurityAssociation association(HomeAgentConfig.Security security) {
        return new SecurityAssociation(security.spi(), security.auth(), security.key());
    }

    private static AgentSource source(MobileNodeConfig.Agent agent) {
        if (agent instanceof MobileNodeConfig.Agent.Address known) {
            return new AgentSource.Address(known.address());
        } else if (agent instanceof MobileNodeConfig.Agent.Name named) {
            return new AgentSource.Name(named.name());
        } else if (agent instanceof MobileNodeConfig.Agent.Discover) {
            return new AgentSource.Discovery();
        }
        throw new AssertionError("unknown agent: " + agent);
    }
}
