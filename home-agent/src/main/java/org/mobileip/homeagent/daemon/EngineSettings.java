package org.mobileip.homeagent.daemon;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.NonceSource;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.config.Assign;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.discovery.AdvertisingPlan;
import org.mobileip.homeagent.AddressRange;
import org.mobileip.homeagent.Assignment;
import org.mobileip.homeagent.AuthorizedNode;
import org.mobileip.homeagent.AuthorizedNode.HomeAddress;
import org.mobileip.homeagent.ForeignAgentPeer;
import org.mobileip.homeagent.HomeAgentSettings;
import org.mobileip.homeagent.HomeAgentSettings.Grants;
import org.mobileip.homeagent.HomeAgentSettings.ReverseTunneling;
import org.mobileip.host.Link;
import org.mobileip.host.linux.tun.TunDataplane;
import org.mobileip.tunnel.BroadcastPolicy;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.ServiceSelection;

/** The configuration as the engine wants to hear it. */
public final class EngineSettings {

    private static final int NONCE_SEED_SIZE = 32;

    private EngineSettings() {}

    public static HomeAgentSettings of(HomeAgentConfig config) {
        boolean advertises =
                config.homeInterface().isPresent() && config.advertise().enabled();
        boolean areServicesToldApart =
                config.nodes().stream().anyMatch(each -> !each.services().isEmpty());
        HomeAgentSettings settings = new HomeAgentSettings(
                config.knownAddress(),
                config.network(),
                advertises ? Optional.of(advertising(config.advertise())) : Optional.empty(),
                grants(config),
                config.registration().compatibility() == HomeAgentConfig.Compatibility.RFC3344,
                config.foreignAgents().stream()
                        .map(agent -> new ForeignAgentPeer(agent.address(), associations(agent.security())))
                        .toList(),
                config.nodes().stream()
                        .map(node -> node(config, node, areServicesToldApart))
                        .toList());
        return settings.assigning(assignment(config.registration().assign()))
                .called(config.identity().map(NetworkAccessIdentifier::of));
    }

    /** What the first node uses, to rehearse with. */
    static AuthenticationAlgorithm usualAlgorithm(HomeAgentConfig config) {
        return config.nodes().stream()
                .flatMap(node -> node.security().stream())
                .map(HomeAgentConfig.Security::auth)
                .findFirst()
                .orElse(AuthenticationAlgorithm.HMAC_MD5);
    }

    /** Nobody knows which nonces there will be, and none of the last run is good. */
    static NonceSource nonces() {
        byte[] seed = new byte[NONCE_SEED_SIZE];
        new SecureRandom().nextBytes(seed);
        return new NonceSource(Key.of(seed));
    }

    private static Assignment assignment(Assign configured) {
        if (configured instanceof Assign.Here) {
            return new Assignment.Ours();
        } else if (configured instanceof Assign.Nowhere) {
            return new Assignment.Refused();
        } else if (configured instanceof Assign.At other) {
            return new Assignment.Elsewhere(other.homeAgent());
        }
        throw new AssertionError(configured);
    }

    /** Which broadcasts of the home link are passed on. */
    static TunDataplane.Broadcasts broadcasts(HomeAgentConfig config, Link homeLink) {
        HomeAgentConfig.Broadcast broadcast = config.broadcast();
        return new TunDataplane.Broadcasts(
                homeLink.index(),
                new BroadcastPolicy(
                        config.network(),
                        broadcast.forward().contains(HomeAgentConfig.BroadcastKind.BROADCAST),
                        broadcast.forward().contains(HomeAgentConfig.BroadcastKind.MULTICAST),
                        broadcast.groups(),
                        broadcast.perSecond()));
    }

    private static AdvertisingPlan advertising(HomeAgentConfig.Advertise advertise) {
        return new AdvertisingPlan(advertise.every(), advertise.onlyWhenSolicited(), advertise.prefixLengths());
    }

    private static Grants grants(HomeAgentConfig config) {
        HomeAgentConfig.Registration registration = config.registration();
        return new Grants(
                new Lifetime((int) registration.maxLifetime().toSeconds()),
                reverse(config.tunnel().reverse()),
                config.tunnel().encapsulation(),
                registration.simultaneousBindings(),
                registration.maxBindings(),
                registration.maxBindingsPerNode(),
                registration.refuseCareOf(),
                (int) config.tunnel().keepalive().toSeconds(),
                config.publicAddress().isPresent());
    }

    private static AuthorizedNode node(
            HomeAgentConfig config, HomeAgentConfig.Node node, boolean areServicesToldApart) {
        Duration tolerance = node.clockTolerance().orElse(config.registration().clockTolerance());
        return new AuthorizedNode(
                node.name(),
                node.address()
                        .<HomeAddress>map(HomeAddress.Own::new)
                        .orElseGet(() -> new HomeAddress.FromPool(pool(config, node))),
                node.nai().map(NetworkAccessIdentifier::of),
                associations(node.security()),
                node.replay() == HomeAgentConfig.Replay.NONCE
                        ? new AuthorizedNode.Replay.Nonces()
                        : new AuthorizedNode.Replay.Timestamps(tolerance),
                node.message().map(MessageString::ofHomeAgent),
                node.networks(),
                services(node, areServicesToldApart),
                node.multipath());
    }

    /** Once one node has services, they are told apart: then one that has none may ask for none. */
    private static Optional<Set<ServiceSelection>> services(HomeAgentConfig.Node node, boolean areToldApart) {
        Set<ServiceSelection> allowed =
                node.services().stream().map(ServiceSelection::of).collect(Collectors.toSet());
        return areToldApart ? Optional.of(allowed) : Optional.empty();
    }

    private static AddressRange pool(HomeAgentConfig config, HomeAgentConfig.Node node) {
        return config.pools().stream()
                .filter(pool -> node.pool().filter(pool.name()::equals).isPresent())
                .map(pool -> new AddressRange(pool.first(), pool.last()))
                .findFirst()
                .orElseThrow();
    }

    private static SecurityAssociations associations(List<HomeAgentConfig.Security> security) {
        return new SecurityAssociations(security.stream()
                .map(each -> new SecurityAssociations.Entry(
                        new SecurityAssociation(each.spi(), each.auth(), each.key()), each.validity()))
                .toList());
    }

    private static ReverseTunneling reverse(HomeAgentConfig.ReverseTunnel configured) {
        return switch (configured) {
            case OPTIONAL -> ReverseTunneling.OPTIONAL;
            case REQUIRED -> ReverseTunneling.REQUIRED;
            case OFF -> ReverseTunneling.OFF;
        };
    }
}
