package org.mobileip.mobilenode.daemon;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.cli.CommandFailure;
import org.mobileip.cli.ExitCode;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.mobilenode.Settings;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Lifetime;

/** The engine's settings, made from the file's. */
final class EngineSettings {

    private EngineSettings() {}

    /**
     * Translates; a home agent given by name is looked up, once.
     *
     * @throws CommandFailure when there is no such name, or discovery is asked for
     */
    static Settings of(MobileNodeConfig config) throws CommandFailure {
        MobileNodeConfig.Security security = config.security();
        List<Predicate<String>> interfaces = config.interfaces().stream()
                .<Predicate<String>>map(match -> match::matches)
                .toList();
        return new Settings(
                config.home().address(),
                homeAgent(config.home().agent()),
                new SecurityAssociation(security.spi(), security.auth(), security.key()),
                new Lifetime((int) Math.min(config.registration().lifetime().toSeconds(), Lifetime.INFINITE.seconds())),
                config.tunnel().reverse(),
                config.tunnel().interfaceName(),
                config.tunnel().route(),
                config.tunnel().encapsulation().orElse(Encapsulation.IPIP),
                false,
                interfaces);
    }

    private static Ipv4 homeAgent(MobileNodeConfig.Agent agent) throws CommandFailure {
        if (agent instanceof MobileNodeConfig.Agent.Address known) {
            return known.address();
        }
        if (agent instanceof MobileNodeConfig.Agent.Name named) {
            return lookUp(named.name());
        }
        throw new CommandFailure(
                ExitCode.CANNOT_RUN_HERE, "this version does not discover home agents: give [home] agent an address");
    }

    private static Ipv4 lookUp(String name) throws CommandFailure {
        try {
            for (InetAddress address : InetAddress.getAllByName(name)) {
                if (address instanceof Inet4Address) {
                    return Octets.of(address.getAddress()).ipv4(0);
                }
            }
            throw new CommandFailure(ExitCode.MISSED, "the home agent " + name + " has no IPv4 address");
        } catch (UnknownHostException unknown) {
            throw new CommandFailure(ExitCode.MISSED, "the home agent's name " + name + " cannot be resolved");
        }
    }
}
