package org.mobileip.scenarios.engines;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.NonceSource;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.homeagent.AddressRange;
import org.mobileip.homeagent.AuthorizedNode;
import org.mobileip.homeagent.HomeAgent;
import org.mobileip.homeagent.HomeAgentSettings;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Route;
import org.mobileip.mobilenode.AgentSource;
import org.mobileip.mobilenode.Event;
import org.mobileip.mobilenode.MobileNode;
import org.mobileip.mobilenode.Moment;
import org.mobileip.mobilenode.ReplayProtection;
import org.mobileip.mobilenode.Settings;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;

/** A mobile node and some home agents, none of which has anything but its engine; a datagram takes no time. */
final class Engines {

    static final Ipv4 CARE_OF = Ipv4.parse("192.0.2.44");
    static final String NAI = "user@example.org";

    /** Where the node sends its requests from. */
    static final Endpoint NODE = new Endpoint(CARE_OF, 40434);

    private static final int LINK = 3;
    private static final SecurityAssociation ASSOCIATION = new SecurityAssociation(
            0x101, AuthenticationAlgorithm.HMAC_MD5, Key.of("1234567812345678".getBytes(StandardCharsets.US_ASCII)));

    private record Flight(Endpoint from, Endpoint to, Octets payload) {}

    final MobileNode node;
    final Map<Ipv4, HomeAgent> agents = new HashMap<>();
    final List<org.mobileip.mobilenode.Effect> nodeEffects = new ArrayList<>();
    final List<org.mobileip.homeagent.Effect> agentEffects = new ArrayList<>();

    /** What has been on the wire, in its order. */
    final List<Octets> wire = new ArrayList<>();

    private final Queue<Flight> flying = new ArrayDeque<>();
    private Tick now = new Tick(0);
    private Instant timeOfDay = Instant.parse("2026-11-24T04:00:00Z");

    Engines(Settings settings) {
        node = new MobileNode(settings);
    }

    /** What this home agent would be told; it serves the node at an address of a pool. */
    static HomeAgentSettings agent(Ipv4 address) {
        AuthorizedNode known = new AuthorizedNode(
                "laptop",
                new AuthorizedNode.HomeAddress.FromPool(
                        new AddressRange(Ipv4.parse("10.10.0.100"), Ipv4.parse("10.10.0.101"))),
                Optional.of(NetworkAccessIdentifier.of(NAI)),
                SecurityAssociations.of(ASSOCIATION),
                new AuthorizedNode.Replay.Timestamps(Duration.ofSeconds(7)));
        return new HomeAgentSettings(
                address,
                Ipv4Prefix.parse("10.10.0.0/24"),
                Optional.empty(),
                HomeAgentSettings.Grants.everythingFor(new Lifetime(600)),
                false,
                List.of(),
                List.of(known));
    }

    /** A node that leaves it open which home agent serves it, or not. */
    static Settings node(boolean leavesAgentOpen, Ipv4... asked) {
        List<AgentSource> sources = new ArrayList<>();
        for (Ipv4 each : asked) {
            sources.add(new AgentSource.Address(each));
        }
        return new Settings(
                new Settings.Home(
                        Optional.empty(),
                        Optional.of(NetworkAccessIdentifier.of(NAI)),
                        Optional.of(Ipv4Prefix.parse("10.10.0.0/24")),
                        Optional.empty(),
                        leavesAgentOpen),
                sources,
                ASSOCIATION,
                ReplayProtection.TIMESTAMPS,
                new Lifetime(600),
                new Settings.Tunnel("mip0", true, List.of(Ipv4Prefix.ALL)),
                List.of("cafe0"::equals));
    }

    void add(HomeAgentSettings settings) {
        agents.put(settings.address(), new HomeAgent(settings, Map.of(), new NonceSource(Key.of(new byte[16])), now));
    }

    /** The node is at the café from now on, and registers. */
    void start() {
        Link tunnel = new Link(9, "mip0", new MacAddress(0x020000000009L), true, true, false, 1480);
        Link cafe = new Link(LINK, "cafe0", new MacAddress(0x020000000003L), true, true, false, 1500);
        Route out = new Route(
                Ipv4Prefix.ALL, Optional.of(Ipv4.parse("192.0.2.1")), LINK, Optional.empty(), Route.TABLE_MAIN, 3, 100);
        tell(new Event.NetworkRead(
                moment(),
                List.of(tunnel, cafe),
                List.of(new LinkAddress(LINK, new InterfaceAddress(CARE_OF, 24))),
                List.of(out)));
        deliver();
    }

    Instant timeOfDay() {
        return timeOfDay;
    }

    Moment moment() {
        return new Moment(timeOfDay, wire.size() << 20);
    }

    /** Lets that time pass, with every deadline of everybody on its way. */
    void pass(Duration time) {
        Tick end = now.plus(time);
        while (next().hasCome(end)) {
            advance(next());
            if (node.nextDeadline().hasCome(now)) {
                tell(new Event.DeadlineReached(moment()));
            }
            List.copyOf(agents.keySet()).forEach(address -> {
                if (agents.getOrDefault(address, anyAgent()).nextDeadline().hasCome(now)) {
                    tell(address, new org.mobileip.homeagent.Event.DeadlineCame());
                }
            });
            deliver();
        }
        advance(end);
    }

    private HomeAgent anyAgent() {
        return agents.values().iterator().next();
    }

    private Tick next() {
        Tick next = node.nextDeadline();
        for (HomeAgent each : agents.values()) {
            next = next.earlierOf(each.nextDeadline());
        }
        return next;
    }

    private void advance(Tick to) {
        timeOfDay = timeOfDay.plus(to.since(now));
        now = to;
    }

    /** Something happens to the node; what it sends arrives with {@link #deliver}. */
    void tell(Event event) {
        for (org.mobileip.mobilenode.Effect effect : node.handle(now, event)) {
            nodeEffects.add(effect);
            if (effect instanceof org.mobileip.mobilenode.Effect.SendRequest sent) {
                flying.add(new Flight(new Endpoint(sent.from(), NODE.port()), sent.to(), sent.payload()));
            } else if (effect instanceof org.mobileip.mobilenode.Effect.AnswerNotification answer) {
                flying.add(new Flight(new Endpoint(answer.from(), NODE.port()), answer.to(), answer.payload()));
            }
        }
    }

    /** Something happens to a home agent. */
    void tell(Ipv4 agent, org.mobileip.homeagent.Event event) {
        for (org.mobileip.homeagent.Effect effect :
                agents.getOrDefault(agent, anyAgent()).handle(now, event)) {
            agentEffects.add(effect);
            if (effect instanceof org.mobileip.homeagent.Effect.Send sent) {
                flying.add(new Flight(new Endpoint(sent.source(), 434), sent.to(), sent.octets()));
            }
        }
    }

    /** What is under way never arrives. */
    void lose() {
        flying.clear();
    }

    /** Somebody sends the node once more what it was sent before, in the name of any home agent. */
    void replay(Octets payload) {
        flying.add(new Flight(new Endpoint(agents.keySet().iterator().next(), 434), NODE, payload));
        deliver();
    }

    /** Everything that is under way arrives, and what is said to it; what nobody has the address of is lost. */
    void deliver() {
        for (Flight flight = flying.poll(); flight != null; flight = flying.poll()) {
            wire.add(flight.payload());
            if (wire.size() > 1000) {
                throw new AssertionError("they talk without an end");
            }
            advance(now.plus(Duration.ofMillis(7)));
            Datagram datagram = new Datagram(flight.from(), flight.to(), LINK, timeOfDay, flight.payload());
            if (flight.to().equals(NODE)) {
                tell(new Event.DatagramArrived(moment(), datagram));
            } else if (agents.containsKey(flight.to().address())) {
                tell(flight.to().address(), new org.mobileip.homeagent.Event.Received(datagram));
            }
        }
    }
}
