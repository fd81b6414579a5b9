package org.mobileip.homeagent.daemon;

import java.util.List;
import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.homeagent.AuthorizedNode;
import org.mobileip.homeagent.HomeAgentSettings;
import org.mobileip.homeagent.HomeAgentSettings.ReverseTunneling;
import org.mobileip.wire.Lifetime;

/** The configuration as the engine wants to hear it. */
final class EngineSettings {

    private EngineSettings() {}

    static HomeAgentSettings of(HomeAgentConfig config) {
        boolean advertises =
                config.homeInterface().isPresent() && config.advertise().enabled();
        return new HomeAgentSettings(
                config.address(),
                config.network(),
                new Lifetime((int) config.registration().maxLifetime().toSeconds()),
                config.registration().clockTolerance(),
                reverse(config.tunnel().reverse()),
                config.tunnel().encapsulation(),
                config.registration().compatibility() == HomeAgentConfig.Compatibility.RFC3344,
                advertises ? Optional.of(config.advertise().every()) : Optional.empty(),
                nodes(config));
    }

    /** Nodes known by an NAI alone have no home address yet, and cannot be served. */
    private static List<AuthorizedNode> nodes(HomeAgentConfig config) {
        return config.nodes().stream()
                .flatMap(node -> node
                        .address()
                        .map(home -> new AuthorizedNode(
                                node.name(),
                                home,
                                List.of(new SecurityAssociation(node.spi(), node.auth(), node.key()))))
                        .stream())
                .toList();
    }

    private static ReverseTunneling reverse(HomeAgentConfig.ReverseTunnel configured) {
        return switch (configured) {
            case OPTIONAL -> ReverseTunneling.OPTIONAL;
            case REQUIRED -> ReverseTunneling.REQUIRED;
            case OFF -> ReverseTunneling.OFF;
        };
    }
}
