package org.mobileip.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.FlowSelector;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * A valid {@code mobile-node.toml}: every value checked, defaults filled in, paths resolved, the key loaded.
 *
 * @param file the file it was read from
 * @param name of this node, for people; the home address or the identifier where the file does not say
 * @param home where this node belongs
 * @param security the security association with the home agent
 * @param registration what is asked for
 * @param tunnel how the tunnel is made and used
 * @param interfaces which interfaces may be used, the best first; never empty
 * @param handover how links are changed
 * @param visits what is shared with those whose networks are visited
 * @param network what is behind this node, if anything
 * @param flows which traffic goes by which of several links at once, RFC 7629; none: all goes by one link
 * @param control the control socket
 * @param state the directory of what must outlive this process
 * @param metrics where metrics are served; empty: nowhere
 * @param warnings what the file asks for and does not get, and what is unwise; the file is usable all the same
 */
public record MobileNodeConfig(
        Path file,
        String name,
        Home home,
        Security security,
        Registration registration,
        Tunnel tunnel,
        List<InterfaceMatch> interfaces,
        Handover handover,
        Visits visits,
        Optional<Network> network,
        List<Flow> flows,
        Path control,
        Path state,
        Optional<Metrics> metrics,
        List<Problem> warnings) {

    /** Where the file is when {@code -c} does not say. */
    public static final Path DEFAULT_FILE = Path.of("/etc/mobileip/mobile-node.toml");

    /** Where the control socket is when the file does not say. */
    public static final Path DEFAULT_CONTROL = Path.of("/run/mobileip/mobile-node.sock");

    /** Where the state is when neither the file says so nor another place for the control socket. */
    public static final Path DEFAULT_STATE = Path.of("/var/lib/mobileip/mobile-node");

    public MobileNodeConfig {
        interfaces = List.copyOf(interfaces);
        flows = List.copyOf(flows);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads {@code file} and the key file it names.
     *
     * @throws ConfigException with every error of both
     */
    public static MobileNodeConfig load(Path file) throws ConfigException {
        return MobileNodeReader.read(file);
    }

    /**
     * {@code [home]}: who this node is at home, by its address, by its network access identifier, or both.
     *
     * @param address the home address with the prefix length of the home network; empty: the home agent gives one
     * @param nai the network access identifier (RFC 2794); there wherever {@code address} is not
     * @param network the home network; that of {@code address} where there is one, else empty where the file does not say
     * @param agents how the home agents are found, in the order of preference; never empty
     * @param service the one to register for, RFC 5446; empty: the default service
     * @param assign whether they are only where to ask, and which one serves this node is left open (RFC 4433)
     */
    public record Home(
            Optional<InterfaceAddress> address,
            Optional<String> nai,
            Optional<Ipv4Prefix> network,
            List<Agent> agents,
            Optional<String> service,
            boolean assign) {

        public Home {
            agents = List.copyOf(agents);
        }

        /** What people call it: the home address, or else the identifier. */
        public String words() {
            return address.map(InterfaceAddress::toString).or(() -> nai).orElse("nobody");
        }
    }

    /** How a home agent is found. */
    public sealed interface Agent {
        /** The home agent's own address. */
        record Address(Ipv4 address) implements Agent {}

        /** A name to be resolved, again whenever the home agent does not answer. */
        record Name(String name) implements Agent {}

        /** Dynamic home agent address resolution, RFC 5944 §3.6.1.2. */
        record Discover() implements Agent {}
    }

    /**
     * {@code [security]}.
     *
     * @param spi 256 or more, an unsigned number
     * @param key the shared secret
     * @param auth how authenticators are computed
     * @param replay how the home agent knows that a request is none of before
     */
    public record Security(int spi, Key key, AuthenticationAlgorithm auth, HomeAgentConfig.Replay replay) {}

    /**
     * {@code [registration]}.
     *
     * @param lifetime whole seconds; 65535 s is infinite, as on the wire
     * @param revocation whether the home agent is asked to tell when it ends a binding before its time (RFC 3543)
     */
    public record Registration(Duration lifetime, boolean revocation) {}

    /**
     * {@code [tunnel]}.
     *
     * @param interfaceName of the TUN device
     * @param encapsulation the one to ask for; empty: whatever the path needs
     * @param reverse whether this node tunnels what it sends
     * @param route the destinations that are reached through the tunnel; {@link Ipv4Prefix#ALL} for {@code "all"}, the
     *     home network for {@code "home"}
     * @param dataplane the one asked for
     * @param mssClamp whether TCP segments are made to fit the tunnel, for paths on which ICMP errors get lost
     * @param cutsAll whether a datagram that does not fit is cut though its sender has forbidden that (DF)
     * @param broadcasts whether the home agent is asked for broadcast datagrams of the home network
     * @param queues of the TUN device, 1 to 16; empty: as many as pay here
     */
    public record Tunnel(
            String interfaceName,
            Optional<Encapsulation> encapsulation,
            boolean reverse,
            List<Ipv4Prefix> route,
            DataplaneChoice dataplane,
            boolean mssClamp,
            boolean cutsAll,
            boolean broadcasts,
            OptionalInt queues) {

        public Tunnel {
            route = List.copyOf(route);
        }
    }

    /**
     * {@code [network]}: what is behind this node and moves with it, RFC 5177.
     *
     * @param interfaceName the link that its hosts are on
     * @param prefixes to ask the home agent for; empty: it knows them
     */
    public record Network(String interfaceName, List<Ipv4Prefix> prefixes) {

        public Network {
            prefixes = List.copyOf(prefixes);
        }
    }

    /**
     * {@code [[flow]]}: some of the traffic of this node, RFC 7629. Of several that match the first counts.
     *
     * @param which it is
     * @param uplinks by which interfaces it goes, the best first; none: it is dropped
     */
    public record Flow(FlowSelector which, List<InterfaceMatch> uplinks) {

        public Flow {
            uplinks = List.copyOf(uplinks);
        }
    }

    /**
     * {@code [handover]}.
     *
     * @param overlap how long bindings from before stay beside the newest, counted from the reply, where both are of care-of
     *     addresses of the node's own; empty: the old one receives until the new one is confirmed
     * @param foreignAgents whether a foreign agent is used where no own care-of address is to be had
     * @param holdDown for how long a link that keeps going away must have stayed before it is preferred again
     * @param probe how often the home agent is asked by each link whether it is reached; empty: never
     */
    public record Handover(
            Optional<Duration> overlap, boolean foreignAgents, Duration holdDown, Optional<Duration> probe) {}

    /**
     * {@code [[foreign_agent]]}, {@code [aaa]} and {@code [tunnel] delivery}.
     *
     * @param foreignAgents those that share a security association with this node
     * @param aaa shared with whoever verifies for foreign agents that give a challenge (RFC 4721)
     * @param isEncapsulating whether datagrams go to a foreign agent within others (RFC 3024 §5.2)
     */
    public record Visits(
            List<HomeAgentConfig.ForeignAgent> foreignAgents,
            Optional<HomeAgentConfig.Security> aaa,
            boolean isEncapsulating) {

        public Visits {
            foreignAgents = List.copyOf(foreignAgents);
        }
    }
}
