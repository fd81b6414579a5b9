package org.mobileip.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.mobileip.config.HomeAgentConfig.ReverseTunnel;
import org.mobileip.config.HomeAgentConfig.Security;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;

/**
 * A valid {@code foreign-agent.toml}: every value checked, defaults filled in, paths resolved, keys loaded.
 *
 * @param file the file it was read from
 * @param visitedInterface the link that nodes visit
 * @param address ours on it, with the length of its network's prefix
 * @param careOf the care-of addresses offered, at least one; {@code address} where the file does not say
 * @param router whether this machine routes for everybody on the link
 * @param registration what is granted to requests
 * @param tunnel how tunnels end here
 * @param advertise agent advertisements on the link
 * @param homeAgents keys of home agents, by address
 * @param homeAddresses keys of mobile nodes, by home address
 * @param identifiers keys of mobile nodes, by NAI
 * @param warnings what the file asks for and does not get
 */
public record ForeignAgentConfig(
        Path file,
        String visitedInterface,
        InterfaceAddress address,
        List<Ipv4> careOf,
        boolean router,
        Registration registration,
        Tunnel tunnel,
        HomeAgentConfig.Advertise advertise,
        Map<Ipv4, List<Security>> homeAgents,
        Map<Ipv4, List<Security>> homeAddresses,
        Map<String, List<Security>> identifiers,
        List<Problem> warnings) {

    /** Where the file is when {@code -c} does not say. */
    public static final Path DEFAULT_FILE = Path.of("/etc/mobileip/foreign-agent.toml");

    public ForeignAgentConfig {
        careOf = List.copyOf(careOf);
        homeAgents = Map.copyOf(homeAgents);
        homeAddresses = Map.copyOf(homeAddresses);
        identifiers = Map.copyOf(identifiers);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads {@code file} and the key files that it names.
     *
     * @throws ConfigException with every error of all of them
     */
    public static ForeignAgentConfig load(Path file) throws ConfigException {
        return ForeignAgentFileReader.read(file);
    }

    /**
     * {@code [registration]}.
     *
     * @param maxLifetime whole seconds; 65535 s is infinite, as on the wire (reply code 69 beyond it)
     * @param maxPending so many requests wait for a reply at once (66)
     * @param maxVisitors so many nodes are served at once (66, and busy in advertisements)
     * @param required whether nodes with a care-of address of their own must register here too
     * @param challenge whether requests must answer a challenge, RFC 4721
     */
    public record Registration(
            Duration maxLifetime, int maxPending, int maxVisitors, boolean required, boolean challenge) {}

    /**
     * {@code [tunnel]}.
     *
     * @param encapsulation what is taken out of tunnels; only what this version serves
     * @param reverse whether nodes may, must or must not tunnel what they send (74, 75)
     * @param encapsulatingDelivery whether they may hand it over encapsulated, RFC 3024 (79)
     * @param mtu 576 to 65515 octets; empty: found by itself
     */
    public record Tunnel(
            Set<Encapsulation> encapsulation, ReverseTunnel reverse, boolean encapsulatingDelivery, OptionalInt mtu) {

        public Tunnel {
            encapsulation = Set.copyOf(encapsulation);
        }
    }
}
