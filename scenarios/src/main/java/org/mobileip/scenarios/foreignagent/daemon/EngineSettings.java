package org.mobileip.scenarios.foreignagent.daemon;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.config.ForeignAgentConfig;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.discovery.AdvertisingPlan;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.Offer;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.Peers;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.ReverseTunneling;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;

/** The configuration as the engine wants to hear it. */
public final class EngineSettings {

    private EngineSettings() {}

    /** What {@code config} says. */
    public static ForeignAgentSettings of(ForeignAgentConfig config) {
        HomeAgentConfig.Advertise advertise = config.advertise();
        AdvertisingPlan plan =
                new AdvertisingPlan(advertise.every(), advertise.onlyWhenSolicited(), advertise.prefixLengths());
        return new ForeignAgentSettings(
                config.address().address(),
                config.address().prefixLength(),
                config.careOf(),
                advertise.enabled() ? Optional.of(plan) : Optional.empty(),
                config.router(),
                config.registration().required(),
                config.registration().challenge(),
                new Offer(
                        new Lifetime((int) config.registration().maxLifetime().toSeconds()),
                        reverse(config.tunnel().reverse()),
                        config.tunnel().encapsulatingDelivery(),
                        config.tunnel().encapsulation(),
                        config.registration().maxPending(),
                        config.registration().maxVisitors()),
                peers(config));
    }

    private static Peers peers(ForeignAgentConfig config) {
        Map<Ipv4, SecurityAssociations> homeAgents = new HashMap<>();
        config.homeAgents().forEach((address, all) -> homeAgents.put(address, associations(all)));
        Map<Ipv4, SecurityAssociations> homeAddresses = new HashMap<>();
        config.homeAddresses().forEach((address, all) -> homeAddresses.put(address, associations(all)));
        Map<NetworkAccessIdentifier, SecurityAssociations> identifiers = new HashMap<>();
        config.identifiers()
                .forEach((nai, all) ->
                        identifiers.put(NetworkAccessIdentifier.of(nai).canonical(), associations(all)));
        return new Peers(homeAgents, homeAddresses, identifiers);
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
