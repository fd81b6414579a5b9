package org.mobileip.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * An Agent Advertisement (RFC 5944 §2.1): an ICMP Router Advertisement (RFC 1256 §3) with a mobility agent
 * advertisement extension (§2.1.1), perhaps a prefix-lengths extension (§2.1.2) and perhaps a challenge (RFC 4721 §2).
 * Always sent with a TTL of 1.
 *
 * <pre>
 *   octet 0              1              2              3
 *  +--------------+--------------+-----------------------------+
 *  |   type = 9   |  code, 0/16  |          checksum           |
 *  +--------------+--------------+-----------------------------+
 *  |  addresses n | entry size 2 |         lifetime, s         |  4
 *  +--------------+--------------+-----------------------------+
 *  |  router address, preference level: n times                   8
 *  +--------------+--------------+-----------------------------+
 *  |   type = 16  |   6 + 4 m    |       sequence number       |  8 + 8 n
 *  +--------------+--------------+-----------------------------+
 *  |  registration lifetime, s   |            flags            |
 *  +-----------------------------+-----------------------------+
 *  |  care-of address: m times
 *  +--------------+--------------+-------------
 *  |   type = 19  |      n       |  prefix length: n times
 *  +--------------+--------------+-------------
 *  |   type = 24  |      n       |  challenge: n octets
 *  +--------------+--------------+-------------
 * </pre>
 *
 * @param routesCommonTraffic code 0, a router for everyone; otherwise code 16
 * @param lifetime how long this is true if no other is heard, in whole seconds up to 65535
 * @param routers the agent's own addresses on this link
 * @param sequence advertisements sent since the agent started; after 65535 comes 256 (§2.3.2)
 * @param registrationLifetime the longest the agent grants
 * @param flags what it offers
 * @param careOfAddresses of a foreign agent
 * @param prefixLengths one for each router address, or none at all
 * @param challenge which a registration through this foreign agent has to repeat (RFC 4721), up to 255 octets
 */
public record AgentAdvertisement(
        boolean routesCommonTraffic,
        Duration lifetime,
        List<Router> routers,
        int sequence,
        Lifetime registrationLifetime,
        AgentFlags flags,
        List<Ipv4> careOfAddresses,
        List<Integer> prefixLengths,
        Optional<Octets> challenge) {

    /** Where it is sent: 224.0.0.1, all systems on this link. */
    public static final Ipv4 ALL_SYSTEMS = new Ipv4(0xe000_0001);

    private static final int MOBILITY_AGENT = 16;
    private static final int PREFIX_LENGTHS = 19;
    private static final int CHALLENGE = 24;
    private static final int DOES_NOT_ROUTE_COMMON_TRAFFIC = 16;
    private static final int ENTRY_WORDS = 2;
    private static final int FIXED_SIZE = 8;

    /**
     * A router address.
     *
     * @param address of the router on this link
     * @param preference as a default router, higher is better; {@link #NEVER_DEFAULT} for never
     */
    public record Router(Ipv4 address, int preference) {

        /** The level of a router that is not to become anybody's default router (RFC 1256 §4.1). */
        public static final int NEVER_DEFAULT = Integer.MIN_VALUE;
    }

    /**
     * @throws IllegalArgumentException for what RFC 5944 §2.1.1 forbids to send: neither H nor F, R or B without F, F
     *     without a care-of address; and for what does not fit into its field
     */
    public AgentAdvertisement {
        routers = List.copyOf(routers);
        careOfAddresses = List.copyOf(careOfAddresses);
        prefixLengths = List.copyOf(prefixLengths);
        Fields.check("lifetime", (int) Math.min(lifetime.toSeconds(), Integer.MAX_VALUE), 0xffff);
        Fields.check("number of routers", routers.size(), 0xff);
        Fields.check("sequence", sequence, 0xffff);
        Fields.check("number of care-of addresses", careOfAddresses.size(), 62);
        Fields.check("octets of the challenge", challenge.map(Octets::size).orElse(0), 0xff);
        contradiction(routers.size(), flags, careOfAddresses, prefixLengths).ifPresent(what -> {
            throw new IllegalArgumentException(what);
        });
    }

    /** An advertisement without a challenge. */
    public AgentAdvertisement(
            boolean routesCommonTraffic,
            Duration lifetime,
            List<Router> routers,
            int sequence,
            Lifetime registrationLifetime,
            AgentFlags flags,
            List<Ipv4> careOfAddresses,
            List<Integer> prefixLengths) {
        this(
                routesCommonTraffic,
                lifetime,
                routers,
                sequence,
                registrationLifetime,
                flags,
                careOfAddresses,
                prefixLengths,
                Optional.empty());
    }

    /**
     * What a home agent says on its home link. It asks nobody to route through it.
     *
     * @param prefixLength of the home network
     * @param lifetimeSeconds of the advertisement, three times its interval or more
     */
    public static AgentAdvertisement ofHomeAgent(
            Ipv4 address, int prefixLength, int lifetimeSeconds, int sequence, Lifetime registrationLifetime) {
        return new AgentAdvertisement(
                false,
                Duration.ofSeconds(lifetimeSeconds),
                List.of(new Router(address, Router.NEVER_DEFAULT)),
                sequence,
                registrationLifetime,
                AgentFlags.HOME_AGENT,
                List.of(),
                List.of(prefixLength));
    }

    /**
     * Decodes an ICMP message.
     *
     * @throws UnrecognizedExtensionException where RFC 5944 §1.8 asks for silence
     * @throws MalformedMessageException for anything else that is no Agent Advertisement, a plain Router Advertisement
     *     and one that contradicts itself included
     */
    public static AgentAdvertisement decode(Octets message) throws MalformedMessageException {
        int code = codeOf(IcmpMessage.decode(message));
        List<Router> routers = routers(message);
        int extensionsAt = FIXED_SIZE + message.u8(4) * 4 * message.u8(5);
        List<Extension> extensions = ExtensionSpace.ROUTER_DISCOVERY.decodeAll(message, extensionsAt);
        Octets agent = find(extensions, MOBILITY_AGENT)
                .orElseThrow(() -> new MalformedMessageException("a Router Advertisement of no mobility agent"));
        AgentFlags flags = new AgentFlags(agent.u16(4));
        List<Ipv4> careOfAddresses = careOfAddresses(agent);
        List<Integer> prefixLengths = prefixLengths(extensions);
        Optional<String> wrong = contradiction(routers.size(), flags, careOfAddresses, prefixLengths);
        if (wrong.isPresent()) {
            throw new MalformedMessageException(wrong.get());
        }
        return new AgentAdvertisement(
                code == 0,
                Duration.ofSeconds(message.u16(6)),
                routers,
                agent.u16(0),
                new Lifetime(agent.u16(2)),
                flags,
                careOfAddresses,
                prefixLengths,
                find(extensions, CHALLENGE));
    }

    /** The ICMP message with its checksum. */
    public Octets encode() {
        int agentSize = 6 + 4 * careOfAddresses.size();
        int prefixSize = prefixLengths.isEmpty() ? 0 : 2 + prefixLengths.size();
        int code = routesCommonTraffic ? 0 : DOES_NOT_ROUTE_COMMON_TRAFFIC;
        int challengeSize = challenge.map(octets -> 2 + octets.size()).orElse(0);
        OctetsWriter body = new OctetsWriter(4 + 8 * routers.size() + 2 + agentSize + prefixSize + challengeSize)
                .u8(routers.size())
                .u8(ENTRY_WORDS)
                .u16((int) lifetime.toSeconds());
        routers.forEach(router -> body.ipv4(router.address()).i32(router.preference()));
        body.u8(MOBILITY_AGENT).u8(agentSize).u16(sequence);
        body.u16(registrationLifetime.seconds()).u16(flags.bits());
        careOfAddresses.forEach(body::ipv4);
        if (!prefixLengths.isEmpty()) {
            body.u8(PREFIX_LENGTHS).u8(prefixLengths.size());
            prefixLengths.forEach(body::u8);
        }
        challenge.ifPresent(octets -> body.u8(CHALLENGE).u8(octets.size()).octets(octets));
        return new IcmpMessage(IcmpMessage.ROUTER_ADVERTISEMENT, code, body.finished()).encode();
    }

    public boolean isHomeAgent() {
        return flags.has(AgentFlags.HOME_AGENT);
    }

    public boolean isForeignAgent() {
        return flags.has(AgentFlags.FOREIGN_AGENT);
    }

    /** The addresses of {@link #routers}. */
    public List<Ipv4> routerAddresses() {
        return routers.stream().map(Router::address).toList();
    }

    private static int codeOf(IcmpMessage icmp) throws MalformedMessageException {
        boolean codeIsKnown = icmp.code() == 0 || icmp.code() == DOES_NOT_ROUTE_COMMON_TRAFFIC;
        if (icmp.type() != IcmpMessage.ROUTER_ADVERTISEMENT || !codeIsKnown) {
            throw new MalformedMessageException(
                    "ICMP type " + icmp.type() + " code " + icmp.code() + " is no Agent Advertisement");
        }
        return icmp.code();
    }

    private static List<Router> routers(Octets message) throws MalformedMessageException {
        int entrySize = 4 * message.u8(5);
        if (entrySize < 4 * ENTRY_WORDS) {
            throw new MalformedMessageException("address entries of " + entrySize + " octets");
        }
        int end = FIXED_SIZE + message.u8(4) * entrySize;
        Fields.atLeast(message, end);
        List<Router> routers = new ArrayList<>();
        for (int at = FIXED_SIZE; at < end; at += entrySize) {
            routers.add(new Router(message.ipv4(at), message.i32(at + 4)));
        }
        return routers;
    }

    private static Optional<Octets> find(List<Extension> extensions, int type) {
        return extensions.stream()
                .filter(extension -> extension.type() == type)
                .map(Extension::data)
                .findFirst();
    }

    private static List<Ipv4> careOfAddresses(Octets agent) throws MalformedMessageException {
        if (agent.size() % 4 != 2) {
            throw new MalformedMessageException("a mobility agent extension of " + agent.size() + " octets");
        }
        List<Ipv4> addresses = new ArrayList<>();
        for (int at = 6; at < agent.size(); at += 4) {
            addresses.add(agent.ipv4(at));
        }
        return addresses;
    }

    private static List<Integer> prefixLengths(List<Extension> extensions) {
        Octets lengths = find(extensions, PREFIX_LENGTHS).orElse(Octets.EMPTY);
        List<Integer> prefixLengths = new ArrayList<>();
        for (int at = 0; at < lengths.size(); at++) {
            prefixLengths.add(lengths.u8(at));
        }
        return prefixLengths;
    }

    /** What RFC 5944 §2.1.1 and §2.1.2 forbid an agent to say. */
    private static Optional<String> contradiction(
            int routerCount, AgentFlags flags, List<Ipv4> careOfAddresses, List<Integer> prefixLengths) {
        boolean foreign = flags.has(AgentFlags.FOREIGN_AGENT);
        if (!foreign && !flags.has(AgentFlags.HOME_AGENT)) {
            return Optional.of("neither a home agent nor a foreign agent");
        }
        if (!foreign && (flags.has(AgentFlags.BUSY) || flags.has(AgentFlags.REGISTRATION_REQUIRED))) {
            return Optional.of("busy or registration required, but no foreign agent");
        }
        if (foreign && careOfAddresses.isEmpty()) {
            return Optional.of("a foreign agent without a care-of address");
        }
        if (!prefixLengths.isEmpty() && prefixLengths.size() != routerCount) {
            return Optional.of(prefixLengths.size() + " prefix lengths for " + routerCount + " addresses");
        }
        return prefixLengths.stream()
                .filter(length -> length < 0 || length > 32)
                .findFirst()
                .map(length -> "prefix length " + length + " is not within 0 to 32");
    }
}
