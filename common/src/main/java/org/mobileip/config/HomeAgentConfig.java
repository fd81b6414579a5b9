package org.mobileip.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.Validity;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * A valid {@code home-agent.toml}: every value checked, defaults filled in, paths resolved, keys loaded.
 *
 * @param file the file it was read from
 * @param homeInterface the home link, where ARP is answered; empty: a virtual home network
 * @param address the home agent's address, source of the tunnels
 * @param publicAddress by which nodes know the home agent where a NAT before it forwards to {@code address}; empty: that is
 *     {@code address}
 * @param identity its NAI, {@code hostname@realm}, for nodes to say it again (RFC 3846); empty: they are not told
 * @param network the home network; every home address lies in it
 * @param registration what is granted to requests
 * @param tunnel how tunnels are made
 * @param broadcast what is forwarded to nodes that ask for broadcasts
 * @param advertise agent advertisements on the home link
 * @param daemon where the daemon keeps its files
 * @param metrics where metrics are served; empty: nowhere
 * @param pools home addresses for nodes known by their NAI
 * @param foreignAgents those that share security associations with us, addresses unique
 * @param nodes the mobile nodes, those of included files too; names and addresses are unique
 * @param warnings what the file asks for and does not get, and what is unwise; the file is usable all the same
 */
public record HomeAgentConfig(
        Path file,
        Optional<String> homeInterface,
        Ipv4 address,
        Optional<Ipv4> publicAddress,
        Optional<String> identity,
        Ipv4Prefix network,
        Registration registration,
        Tunnel tunnel,
        Broadcast broadcast,
        Advertise advertise,
        Daemon daemon,
        Optional<Metrics> metrics,
        List<Pool> pools,
        List<ForeignAgent> foreignAgents,
        List<Node> nodes,
        List<Problem> warnings) {

    /** Where the file is when {@code -c} does not say. */
    public static final Path DEFAULT_FILE = Path.of("/etc/mobileip/home-agent.toml");

    /** Where the control socket is when the file does not say. */
    public static final Path DEFAULT_CONTROL = Path.of("/run/mobileip/home-agent.sock");

    public HomeAgentConfig {
        pools = List.copyOf(pools);
        foreignAgents = List.copyOf(foreignAgents);
        nodes = List.copyOf(nodes);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads {@code file}, the files it includes and the key files they name.
     *
     * @throws ConfigException with every error of all of them
     */
    public static HomeAgentConfig load(Path file) throws ConfigException {
        return HomeAgentReader.read(file);
    }

    /** By which nodes know the home agent. */
    public Ipv4 knownAddress() {
        return publicAddress.orElse(address);
    }

    /** The same with {@code state} in place of what the file says; empty: nothing survives a restart. */
    public HomeAgentConfig withState(Optional<Path> state) {
        return new HomeAgentConfig(
                file,
                homeInterface,
                address,
                publicAddress,
                identity,
                network,
                registration,
                tunnel,
                broadcast,
                advertise,
                new Daemon(daemon.control(), state),
                metrics,
                pools,
                foreignAgents,
                nodes,
                warnings);
    }

    /**
     * {@code [registration]}.
     *
     * @param maxLifetime whole seconds; 65535 s is infinite, as on the wire
     * @param clockTolerance a timestamp may differ from our clock by this much (reply code 133 beyond it)
     * @param compatibility which RFC decides where two differ
     * @param simultaneousBindings whether the S bit is honoured; otherwise accepted requests are answered with code 1
     * @param maxBindings so many of all nodes together (reply code 130 beyond it)
     * @param maxBindingsPerNode so many of one node (reply code 135 beyond it)
     * @param refuseCareOf networks that nodes are not served in (reply code 129)
     * @param assign what a node is told that leaves it open which home agent serves it
     */
    public record Registration(
            Duration maxLifetime,
            Duration clockTolerance,
            Compatibility compatibility,
            boolean simultaneousBindings,
            int maxBindings,
            int maxBindingsPerNode,
            List<Ipv4Prefix> refuseCareOf,
            Assign assign) {

        public Registration {
            refuseCareOf = List.copyOf(refuseCareOf);
        }

        /** The same, which grants that much. */
        Registration granting(Duration most) {
            return new Registration(
                    most,
                    clockTolerance,
                    compatibility,
                    simultaneousBindings,
                    maxBindings,
                    maxBindingsPerNode,
                    refuseCareOf,
                    assign);
        }
    }

    /** Where RFC 5944 is silent, RFC 3344 answers 131. */
    public enum Compatibility implements Choice {
        RFC5944("rfc5944"),
        RFC3344("rfc3344");

        private final String configured;

        Compatibility(String configured) {
            this.configured = configured;
        }

        @Override
        public String configured() {
            return configured;
        }
    }

    /**
     * {@code [tunnel]}.
     *
     * @param encapsulation what is granted; only what this version serves: the rest was warned about
     * @param reverse whether nodes may, must or must not tunnel what they send
     * @param mtu 576 to 65515 octets; empty: found by itself
     * @param dataplane the one asked for
     * @param keepalive asked of nodes behind a NAT, at least 10 s
     * @param mssClamp whether TCP segments are made to fit the tunnels, for paths on which ICMP errors get lost
     * @param cutsAll whether a datagram that does not fit is cut though its sender has forbidden that (DF)
     * @param nodeRate how many bits a second may pass for each home address, each way; empty: as many as come
     * @param queues of the TUN device, 1 to 16; empty: as many as pay here
     */
    public record Tunnel(
            Set<Encapsulation> encapsulation,
            ReverseTunnel reverse,
            OptionalInt mtu,
            DataplaneChoice dataplane,
            Duration keepalive,
            boolean mssClamp,
            boolean cutsAll,
            OptionalLong nodeRate,
            OptionalInt queues) {

        public Tunnel {
            encapsulation = Set.copyOf(encapsulation);
        }
    }

    /** Reverse tunnelling, RFC 3024. */
    public enum ReverseTunnel implements Choice {
        OPTIONAL("optional"),
        REQUIRED("required"),
        OFF("off");

        private final String configured;

        ReverseTunnel(String configured) {
            this.configured = configured;
        }

        @Override
        public String configured() {
            return configured;
        }
    }

    /**
     * {@code [broadcast]}: what is forwarded from the home link to nodes that ask for it (the B bit).
     *
     * @param forward the kinds of datagrams; none: nothing is forwarded
     * @param groups what is sent to these is forwarded to whoever asks, joined or not
     * @param perSecond how many copies a second over all nodes; what is more is dropped
     */
    public record Broadcast(Set<BroadcastKind> forward, Set<Ipv4> groups, int perSecond) {

        public Broadcast {
            forward = Set.copyOf(forward);
            groups = Set.copyOf(groups);
        }

        /** Whether anything is. */
        public boolean isOn() {
            return !forward.isEmpty() || !groups.isEmpty();
        }
    }

    /** A kind of datagrams that have many receivers. */
    public enum BroadcastKind implements Choice {
        /** To 255.255.255.255 or the broadcast address of the home network. */
        BROADCAST("broadcast"),
        /** To a group that the node has joined through its tunnel. */
        MULTICAST("multicast");

        private final String configured;

        BroadcastKind(String configured) {
            this.configured = configured;
        }

        @Override
        public String configured() {
            return configured;
        }
    }

    /**
     * {@code [advertise]}.
     *
     * @param enabled whether agent advertisements are sent on the home link
     * @param every the time between two of them
     * @param onlyWhenSolicited whether none are sent unless somebody asks
     * @param prefixLengths whether they tell the length of the home network's prefix: all agents of a link do, or none
     */
    public record Advertise(boolean enabled, Duration every, boolean onlyWhenSolicited, boolean prefixLengths) {}

    /**
     * {@code [daemon]}.
     *
     * @param control the control socket
     * @param state the directory of what survives a restart; empty: nothing does
     */
    public record Daemon(Path control, Optional<Path> state) {

        /** What {@code state} is where nothing is to survive. */
        public static final String NO_STATE = "none";
    }

    /**
     * {@code [[pool]]}.
     *
     * @param name unique among pools
     * @param first the lowest address
     * @param last the highest address
     */
    public record Pool(String name, Ipv4 first, Ipv4 last) {}

    /**
     * A security association: {@code spi}, {@code key} and what belongs to them.
     *
     * @param spi 256 or more, an unsigned number
     * @param key the shared secret
     * @param auth how authenticators are computed
     * @param validity when it is good
     */
    public record Security(int spi, Key key, AuthenticationAlgorithm auth, Validity validity) {}

    /**
     * {@code [[foreign_agent]]}: what it relays must be signed by it. Several tables of one address are one agent.
     *
     * @param address the source of what it relays, which is the care-of address that it offers
     * @param security at least one, SPIs unique
     */
    public record ForeignAgent(Ipv4 address, List<Security> security) {

        public ForeignAgent {
            security = List.copyOf(security);
        }
    }

    /**
     * {@code [[node]]}.
     *
     * @param name unique among nodes
     * @param address the home address; empty: one from {@code pool}
     * @param nai the network access identifier, RFC 2794
     * @param pool the name of a pool, exactly where there is no address
     * @param security its own and those of {@code [[node.security]]}: at least one, SPIs unique
     * @param replay how replays are told
     * @param clockTolerance that of this node, where it has its own
     * @param message words for the person behind it, RFC 4917
     * @param networks the networks behind this node, RFC 5177
     * @param services what it may register for beside the default service, RFC 5446
     * @param multipath whether it may have several bindings at once, each for its own flows, RFC 7629
     */
    public record Node(
            String name,
            Optional<Ipv4> address,
            Optional<String> nai,
            Optional<String> pool,
            List<Security> security,
            Replay replay,
            Optional<Duration> clockTolerance,
            Optional<String> message,
            List<Ipv4Prefix> networks,
            List<String> services,
            boolean multipath) {

        public Node {
            security = List.copyOf(security);
            networks = List.copyOf(networks);
            services = List.copyOf(services);
        }
    }

    /** Replay protection, RFC 5944 §5.7. */
    public enum Replay implements Choice {
        TIMESTAMP("timestamp"),
        NONCE("nonce");

        private final String configured;

        Replay(String configured) {
            this.configured = configured;
        }

        @Override
        public String configured() {
            return configured;
        }
    }
}
