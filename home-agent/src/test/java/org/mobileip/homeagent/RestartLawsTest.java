package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.AGENT;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.HOME;
import static org.mobileip.homeagent.Village.MIDNIGHT;
import static org.mobileip.homeagent.Village.TIMESTAMPS;
import static org.mobileip.homeagent.Village.UPLINK;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.identification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.homeagent.AuthorizedNode.HomeAddress;
import org.mobileip.homeagent.HomeAgentSettings.Grants;
import org.mobileip.homeagent.HomeAgentSettings.ReverseTunneling;
import org.mobileip.homeagent.store.Contents;
import org.mobileip.homeagent.store.MemoryStore;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.GreKeys;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.Steering;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;
import org.mobileip.wire.ServiceSelection;

/**
 * Whatever nodes of all kinds have asked for, and whatever has become of it: after a restart everything is as it was, each binding to its
 * last octet and second, and each datagram goes where it went. Extensions are octets by hand from the figures of their RFCs.
 */
class RestartLawsTest {

    private static final long SEED = Long.getLong("mobileip.seed", System.nanoTime());
    private static final int STEPS = 800;
    private static final Ipv4 NONE = Ipv4.UNSPECIFIED;
    private static final Ipv4 FOREIGN_AGENT = Ipv4.parse("192.0.2.1");
    private static final Ipv4 STRANGE_FOREIGN_AGENT = Ipv4.parse("192.0.2.2");
    private static final SecurityAssociation SHARED = association(512, "a foreign agent.");

    private static final List<RequestFlags> WISHES = List.of(
            RequestFlags.SIMULTANEOUS_BINDINGS,
            RequestFlags.BROADCAST_DATAGRAMS,
            RequestFlags.MINIMAL_ENCAPSULATION,
            RequestFlags.GRE);

    private static final List<StoreState> STORE_STATES = List.of(StoreState.values());

    private static final String NETWORK = "9406 00 18 0a140300"; // RFC 5177 §4.2
    private static final String OTHER_NETWORK = "9406 00 14 c0a81000";
    private static final String SERVICE = "97 03 696d73"; // RFC 5446 §3.1
    private static final String BEHIND_NAT = "9006 00 00 00 00 0000"; // RFC 3519 §4.2
    private static final String FORCED = "9006 00 00 80 00 0000";
    private static final String REVOCABLE = "8906 0000 00000001"; // RFC 3543 §3.1
    private static final String SKIPPABLE = "c8 02 0102";
    private static final String WANTS_A_KEY = "3000000401020304"; // RFC 6245 §4.2
    private static final List<String> MULTIPATH = List.of( // RFC 7629 §4.1, §4.2
            "9a01 0004 03 01 01 00",
            "9a01 0004 04 02 02 00",
            "9a01 0004 04 03 03 00",
            "9a01 0004 03 01 01 80",
            "9a01 0004 04 02 02 40",
            "9a01 0004 03 01 01 00 9a02 0009 01 01 01 01 00080000 06",
            "9a01 0004 04 02 02 00 9a02 000a 01 02 0201 01 00080000 11");

    /** One who registers; {@code own} is unspecified where the home address is given. */
    private record Person(SecurityAssociation key, Ipv4 own, String nai, List<String> asks) {}

    private static final AddressRange POOL = new AddressRange(Ipv4.parse("10.1.1.100"), Ipv4.parse("10.1.1.103"));
    private static final AddressRange REALM_POOL = new AddressRange(Ipv4.parse("10.1.1.110"), Ipv4.parse("10.1.1.112"));

    private static final SecurityAssociation OF_LAPTOP = association(300, "the key of one..");
    private static final SecurityAssociation OF_ROUTER = association(301, "the key of two..");
    private static final SecurityAssociation OF_TABLET = association(302, "the key of three");
    private static final SecurityAssociation OF_POOL = association(303, "the key of four.");
    private static final SecurityAssociation OF_REALM = association(304, "the key of five.");

    private static final Ipv4 ROUTER = Ipv4.parse("10.1.1.12");
    private static final Ipv4 TABLET = Ipv4.parse("10.1.1.13");

    private static final List<Person> PEOPLE = List.of(
            new Person(OF_LAPTOP, HOME, "", List.of(NETWORK, OTHER_NETWORK, SERVICE)),
            new Person(OF_ROUTER, ROUTER, "", MULTIPATH),
            new Person(OF_ROUTER, ROUTER, "", MULTIPATH),
            new Person(OF_TABLET, TABLET, "tablet@example.com", List.of()),
            new Person(OF_POOL, NONE, "pool@example.com", MULTIPATH),
            new Person(OF_REALM, NONE, "ann@Example.org", List.of()),
            new Person(OF_REALM, NONE, "bob@example.org", MULTIPATH),
            new Person(OF_REALM, NONE, "carl@example.org", List.of(NETWORK)));

    private static HomeAgentSettings settings() {
        Grants grants = new Grants(
                new Lifetime(400),
                ReverseTunneling.OPTIONAL,
                Set.of(Encapsulation.values()),
                true,
                1000,
                8,
                List.of(),
                25,
                false);
        AuthorizedNode[] nodes = {
            AuthorizedNode.at(HOME, "laptop", SecurityAssociations.of(OF_LAPTOP), TIMESTAMPS)
                    .withNetworks(List.of(Ipv4Prefix.parse("10.20.3.0/24"), Ipv4Prefix.parse("192.168.16.0/20")))
                    .withServices(Set.of(ServiceSelection.of("ims"))),
            AuthorizedNode.at(ROUTER, "router", SecurityAssociations.of(OF_ROUTER), TIMESTAMPS)
                    .withMultipath(),
            named("tablet", new HomeAddress.Own(TABLET), "tablet@example.com", OF_TABLET),
            named("pool", new HomeAddress.FromPool(POOL), "pool@example.com", OF_POOL)
                    .withMultipath(),
            named("realm", new HomeAddress.FromPool(REALM_POOL), "@example.org", OF_REALM)
                    .withMultipath()
        };
        ForeignAgentPeer peer = new ForeignAgentPeer(FOREIGN_AGENT, SecurityAssociations.of(SHARED));
        return Village.settings(grants, false, List.of(peer), nodes);
    }

    private static AuthorizedNode named(String name, HomeAddress home, String nai, SecurityAssociation key) {
        return new AuthorizedNode(
                name, home, Optional.of(NetworkAccessIdentifier.of(nai)), SecurityAssociations.of(key), TIMESTAMPS);
    }

    /** What the effects come to, for whoever performs them. */
    private static final class World {
        private final Map<Ipv4, Effect.Forward> forwards = new HashMap<>();
        private final Map<Ipv4, Steering> steered = new HashMap<>();
        private final Map<String, GreKeys> keys = new HashMap<>();
        private final Set<Ipv4> attracted = new HashSet<>();

        private List<Object> all() {
            return List.of(forwards, steered, keys, attracted);
        }

        private void take(Effect effect) {
            if (effect instanceof Effect.Forward forward) {
                forwards.put(forward.home(), forward);
                forwards.values().removeIf(each -> each.paths().isEmpty());
            } else if (effect instanceof Effect.Steer steer) {
                steered.remove(steer.home());
                steer.how().ifPresent(how -> steered.put(steer.home(), how));
            } else if (effect instanceof Effect.AgreeOnKeys agreed) {
                String where = agreed.home() + " " + agreed.careOf();
                keys.remove(where);
                agreed.keys().ifPresent(both -> keys.put(where, both));
            } else if (effect instanceof Effect.Attract attract) {
                attracted.add(attract.home());
            } else if (effect instanceof Effect.Release release) {
                attracted.remove(release.home());
            }
        }
    }

    private Random random = new Random(SEED);
    private int plainMoves;
    private MemoryStore store = new MemoryStore();
    private World world = new World();
    private HomeAgent agent = Village.agent(settings());
    private final Map<String, Integer> granted = new LinkedHashMap<>();
    private int now;

    @TestFactory
    Stream<DynamicTest> makeEverythingAgainAsItWas() {
        System.out.println("RestartLawsTest: -Dmobileip.seed=" + SEED + " repeats this");
        return IntStream.range(0, 2).mapToObj(round -> DynamicTest.dynamicTest("round " + round, () -> play(round)));
    }

    private void play(int round) {
        random = new Random(SEED + round);
        plainMoves = 0;
        store = new MemoryStore();
        world = new World();
        granted.clear();
        agent = Village.agent(settings());
        for (now = 1; now < STEPS; now++) {
            handle(new Event.DeadlineCame());
            if (random.nextInt(20) == 0) {
                isRestarted();
            }
            step();
        }
        assertThat(granted).as("of each kind some were granted").hasSameSizeAs(Set.copyOf(PEOPLE));
        assertThat(plainMoves).isPositive();
    }

    private void step() {
        Person person = any(PEOPLE);
        switch (random.nextInt(20)) {
            case 0 ->
                handle(new Event.Drop(
                        timeOfDay(),
                        agent.size() == 0 ? "nobody" : any(agent.bindings()).node()));
            case 1 -> handle(new Event.StoreIs(any(STORE_STATES)));
            case 2 -> {
                asks(person);
                handle(new Event.CouldNot(ReplyCode.INSUFFICIENT_RESOURCES));
            }
            default -> {
                handle(new Event.StoreIs(StoreState.READY));
                asks(person);
            }
        }
    }

    private <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    private void asks(Person person) {
        boolean isRelayed = random.nextInt(4) == 0;
        Ipv4 careOf = isRelayed ? foreignAgent() : Ipv4.parse("10.9.0." + (1 + random.nextInt(5)));
        boolean isBehindNat = !isRelayed && random.nextInt(6) == 0;
        Endpoint from = isBehindNat
                ? new Endpoint(Ipv4.parse("203.0.113.7"), 40_000 + random.nextInt(3))
                : new Endpoint(careOf, 434);
        List<Effect> effects = handle(Village.arrives(
                now, from, new Endpoint(AGENT, 434), UPLINK, request(person, careOf, isRelayed, isBehindNat)));
        boolean isGranted = effects.stream().anyMatch(Effect.Accepted.class::isInstance);
        if (isGranted) {
            granted.merge(person.toString(), 1, Integer::sum);
        }
    }

    private Ipv4 foreignAgent() {
        return random.nextInt(3) == 0 ? STRANGE_FOREIGN_AGENT : FOREIGN_AGENT;
    }

    private Octets request(Person person, Ipv4 careOf, boolean isRelayed, boolean isBehindNat) {
        Ipv4 home = home(person);
        boolean isNamed = !person.nai().isEmpty() && (home.isUnspecified() || random.nextBoolean());
        RequestFlags flags = isRelayed ? RequestFlags.NONE.with(RequestFlags.REVERSE_TUNNELING) : CO_LOCATED;
        for (RequestFlags each : WISHES) {
            flags = random.nextInt(4) == 0 ? flags.with(each) : flags;
        }
        Ipv4 about = random.nextInt(30) == 0 && !home.isUnspecified() ? home : careOf; // It comes home.
        int lifetime = about.equals(home) || random.nextInt(10) == 0 ? 0 : lifetime();
        RegistrationRequest request = new RegistrationRequest(
                flags,
                new Lifetime(lifetime),
                home,
                AGENT,
                about,
                identification(now),
                isNamed ? List.of(NetworkAccessIdentifier.of(person.nai()).toExtension()) : List.of());
        Octets message = request.encode().plus(Octets.ofHex(extensions(person, isBehindNat)));
        Octets signed = person.key().sign(message, Kind.MOBILE_HOME);
        if (!isRelayed) {
            return signed;
        }
        Octets relayed = random.nextInt(3) == 0 ? signed.plus(Octets.ofHex(WANTS_A_KEY)) : signed;
        return careOf.equals(FOREIGN_AGENT) ? SHARED.sign(relayed, Kind.FOREIGN_HOME) : relayed;
    }

    private int lifetime() {
        return random.nextInt(8) == 0 ? 65_535 : 30 + random.nextInt(400);
    }

    /** Whoever has one, sometimes leaves it open all the same. */
    private Ipv4 home(Person person) {
        Ipv4 own = person.own().isUnspecified()
                ? agent.bindings().stream()
                        .filter(each -> each.node().equalsIgnoreCase("realm/" + person.nai())
                                || (each.node().equals("pool") && person.key().equals(OF_POOL)))
                        .map(Binding::home)
                        .findFirst()
                        .orElse(NONE)
                : person.own();
        return !person.nai().isEmpty() && random.nextInt(3) == 0 ? NONE : own;
    }

    private String extensions(Person person, boolean isBehindNat) {
        StringBuilder extensions = new StringBuilder();
        if (isBehindNat) {
            extensions.append(random.nextBoolean() ? BEHIND_NAT : FORCED);
        }
        for (String each : List.of(REVOCABLE, SKIPPABLE)) {
            extensions.append(random.nextInt(4) == 0 ? each : "");
        }
        if (!person.asks().isEmpty() && random.nextInt(4) != 0) {
            extensions.append(any(person.asks()));
        }
        return extensions.toString();
    }

    private void isRestarted() {
        List<Binding> before = agent.bindings();
        List<String> saidBefore = said();
        Map<Integer, List<String>> flowsBefore = flows();
        World worldBefore = world;
        worldBefore
                .keys
                .keySet()
                .retainAll(before.stream() // Keys of a tunnel that is none of GRE any more matter to nobody.
                        .filter(each -> each.encapsulation() == Encapsulation.GRE)
                        .map(each -> each.home() + " " + each.careOf())
                        .toList());
        Contents kept = store.readAll();
        world = new World();
        agent = new HomeAgent(settings(), kept.newest(), Village.nonces(), at(now));
        handle(new Event.StoreIs(any(STORE_STATES)));
        kept.bindings().forEach(each -> handle(new Event.Restored(each, timeOfDay())));
        kept.flows().forEach((home, flows) -> handle(new Event.FlowsRestored(home, flows)));
        kept.newest().forEach((node, newest) -> handle(new Event.NewestRestored(node, newest)));
        handle(new Event.AllRestored());
        assertThat(said()).as("bindings at %d", now).isEqualTo(saidBefore);
        assertThat(flows()).as("flows at %d", now).isEqualTo(flowsBefore);
        assertThat(world.all()).as("tunnels at %d", now).isEqualTo(worldBefore.all());
    }

    /**
     * The bindings, but for authenticators that may be left out since they follow from the rest, and the moment before which no
     * revocation is sent: another request for all bindings (RFC 7629) makes it a later one.
     */
    private List<String> said() {
        return agent.bindings().stream()
                .map(each -> RequestLayout.authenticatorOfPlain(each.request()).isEmpty()
                        ? each.toString()
                        : each.toString().replaceAll("[0-9a-f]{32},", ""))
                .map(each -> each.replaceAll("ours=-?[0-9]+, agreedAt=[^\\]]+", ""))
                .toList();
    }

    private Map<Integer, List<String>> flows() {
        Map<Integer, List<String>> flows = new HashMap<>();
        List<Binding> all = new ArrayList<>(agent.bindings());
        for (int at = 0; at < all.size(); at++) {
            flows.put(at, agent.flowsBy(all.get(at)));
        }
        return flows;
    }

    private Instant timeOfDay() {
        return MIDNIGHT.plusSeconds(now);
    }

    private List<Effect> handle(Event event) {
        Optional<Effect.Forward> anticipated =
                random.nextBoolean() ? agent.anticipate(at(now), event) : Optional.empty();
        List<Effect> effects = agent.handle(at(now), event);
        anticipated.ifPresent(forward -> Village.assertCameTrue(forward, effects));
        plainMoves += anticipated.isPresent() ? 1 : 0;
        effects.forEach(world::take);
        store.append(Village.changes(effects), () -> {});
        return effects;
    }
}
