package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.Village.CAFE;
import static org.mobileip.homeagent.Village.CO_LOCATED;
import static org.mobileip.homeagent.Village.MIDNIGHT;
import static org.mobileip.homeagent.Village.arrives;
import static org.mobileip.homeagent.Village.association;
import static org.mobileip.homeagent.Village.at;
import static org.mobileip.homeagent.Village.identification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.auth.SecurityAssociations;
import org.mobileip.homeagent.AuthorizedNode.HomeAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.AuthenticationExtension.Kind;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.NetworkAccessIdentifier;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.RequestFlags;

/**
 * Everybody of two realms, whatever they do and whatever is done to them, against a model that is a record each: what they are answered,
 * what is bound then, and that nothing is new twice.
 */
class RealmLawsTest {

    private static final long SEED = Long.getLong("mobileip.seed", System.nanoTime());
    private static final int STEPS = 3000;
    private static final int PLACES = 6; // Fewer than a node may have bindings.
    private static final Ipv4 NONE = Ipv4.UNSPECIFIED;
    private static final List<String> USERS = List.of(
            "ann", "Ann", "bob", "b", "x".repeat(243), "x".repeat(242) + "y", "a@b", "Aa", "BB", "ærø", "c", "d", "e");

    /** A realm: its name in the configuration, which changes, and the last octets of the addresses of its pool. */
    private record Realm(String name, String domain, SecurityAssociation association, int first, int last) {

        AuthorizedNode node(String called) {
            return new AuthorizedNode(
                    called,
                    new HomeAddress.FromPool(new AddressRange(address(first), address(last))),
                    Optional.of(NetworkAccessIdentifier.of("@" + domain)),
                    SecurityAssociations.of(association),
                    Village.TIMESTAMPS);
        }
    }

    private static final List<Realm> REALMS = List.of(
            new Realm("guests", "example.org", association(300, "the key of one.."), 100, 109),
            new Realm("visitors", "example.net", association(300, "the key of two.."), 120, 127));

    /** What is known of a node; times in seconds. */
    private static final class Known {
        private final Realm realm;
        private final NetworkAccessIdentifier nai;
        private double newest = -1;
        private Optional<Ipv4> home = Optional.empty();
        private final Map<Ipv4, Integer> ends = new LinkedHashMap<>();

        private Known(Realm realm, String user) {
            this.realm = realm;
            this.nai = NetworkAccessIdentifier.of(user + "@" + realm.domain());
        }

        private void expire(int now) {
            ends.values().removeIf(end -> end <= now);
            home = ends.isEmpty() ? Optional.empty() : home;
        }
    }

    private final List<Known> all = new ArrayList<>();
    private final Map<String, Change.Bound> keptBindings = new LinkedHashMap<>();
    private final Map<NodeIdentity, Identification> keptNewest = new HashMap<>();
    private Random random = new Random(SEED);
    private int plainMoves;
    private String suffix = "";

    private HomeAgent agent = Village.agent(settings());
    private int now;

    @TestFactory
    Stream<DynamicTest> servesEachAsIfHeWereTheOnlyOne() {
        System.out.println("RealmLawsTest: -Dmobileip.seed=" + SEED + " repeats this");
        return IntStream.range(0, 4).mapToObj(round -> DynamicTest.dynamicTest("round " + round, () -> play(round)));
    }

    private void play(int round) {
        random = new Random(SEED + round);
        plainMoves = 0;
        all.clear();
        keptBindings.clear();
        keptNewest.clear();
        suffix = "";
        agent = Village.agent(settings());
        for (Realm realm : REALMS) {
            USERS.forEach(user -> all.add(new Known(realm, user)));
        }
        for (now = 1; now < STEPS; now++) {
            step();
            assertThat(bound()).as("after %d steps", now).isEqualTo(expected());
        }
        assertThat(plainMoves).isPositive();
    }

    private void step() {
        handle(new Event.DeadlineCame());
        all.forEach(each -> each.expire(now));
        Known node = all.get(random.nextInt(all.size()));
        switch (random.nextInt(12)) {
            case 0 -> isRefusedWhatIsOld(node);
            case 1 -> deregisters(node);
            case 2 -> asksForWhatIsNotHis(node);
            case 3 -> couldNotBeDone(node);
            case 4 -> isCalledOtherwise();
            case 5 -> isRestarted();
            case 6 -> isForged(node);
            default -> registers(node);
        }
    }

    private void registers(Known node) {
        Ipv4 careOf = place();
        boolean keepsOthers = random.nextInt(4) == 0;
        int lifetime = 20 + random.nextInt(300);
        List<Effect> effects = ask(node, now, home(node), careOf, lifetime, keepsOthers);
        node.newest = now;
        if (node.home.isEmpty() && isFull(node.realm)) {
            assertThat(code(node, effects)).isEqualTo(ReplyCode.INSUFFICIENT_RESOURCES);
            return;
        }
        assertThat(code(node, effects)).as("%s at %d", node.nai, now).isEqualTo(ReplyCode.ACCEPTED);
        Ipv4 given = Village.replyIn(effects, node.realm.association()).homeAddress();
        assertThat(node.home.orElse(given)).isEqualTo(given);
        assertThat(all).filteredOn(each -> each != node).noneMatch(each -> each.home.equals(Optional.of(given)));
        node.home = Optional.of(given);
        if (!keepsOthers) {
            node.ends.clear();
        }
        node.ends.put(careOf, now + lifetime);
    }

    private void isRefusedWhatIsOld(Known node) {
        if (node.newest > 0) {
            List<Effect> effects = ask(node, node.newest - random.nextInt(2) / 8.0, NONE, elsewhere(), 77, false);
            assertThat(code(node, effects)).isEqualTo(ReplyCode.IDENTIFICATION_MISMATCH);
        }
    }

    private void deregisters(Known node) {
        if (node.home.isEmpty()) {
            return;
        }
        List<Effect> effects = ask(node, now, home(node), node.home.get(), 0, false);
        assertThat(code(node, effects)).isEqualTo(ReplyCode.ACCEPTED);
        node.newest = now;
        node.home = Optional.empty();
        node.ends.clear();
    }

    private void asksForWhatIsNotHis(Known node) {
        List<Effect> effects = ask(node, now, address(99), CAFE, 60, false);
        assertThat(code(node, effects)).isEqualTo(ReplyCode.ADMINISTRATIVELY_PROHIBITED);
        node.newest = now;
    }

    /** What the binding replaced is gone, and the Identification is used up. */
    private void couldNotBeDone(Known node) {
        if (node.home.isEmpty() && isFull(node.realm)) {
            return;
        }
        Ipv4 careOf = place();
        boolean keepsOthers = random.nextBoolean();
        ask(node, now, home(node), careOf, 60, keepsOthers);
        node.newest = now;
        if (random.nextBoolean()) { // Meanwhile time passes, and others' bindings end.
            now += random.nextInt(30);
            all.forEach(each -> each.expire(now));
        }
        handle(new Event.CouldNot(ReplyCode.INSUFFICIENT_RESOURCES));
        if (!keepsOthers) {
            node.ends.clear();
        }
        node.ends.remove(careOf);
        node.home = node.ends.isEmpty() ? Optional.empty() : node.home;
    }

    private void isCalledOtherwise() {
        suffix = random.nextInt(3) == 0 ? "-" + random.nextInt(3) : suffix;
        handle(new Event.Reloaded(settings(), MIDNIGHT.plusSeconds(now)));
    }

    private void isRestarted() {
        agent = new HomeAgent(settings(), Map.copyOf(keptNewest), Village.nonces(), at(now));
        List.copyOf(keptBindings.values())
                .forEach(kept -> handle(new Event.Restored(kept.binding(), MIDNIGHT.plusSeconds(now))));
        Map.copyOf(keptNewest).forEach((node, newest) -> handle(new Event.NewestRestored(node, newest)));
        handle(new Event.AllRestored());
    }

    private void isForged(Known node) {
        SecurityAssociation wrong = association(300, "nobody's key....");
        handle(arrives(now, elsewhere(), request(node, wrong, now, NONE, CAFE, 60, false)));
    }

    /** Whoever has a home address may come with it and without his NAI. */
    private List<Effect> ask(Known node, double time, Ipv4 home, Ipv4 careOf, int lifetime, boolean keepsOthers) {
        return handle(
                arrives(now, CAFE, request(node, node.realm.association(), time, home, careOf, lifetime, keepsOthers)));
    }

    private Octets request(
            Known node,
            SecurityAssociation with,
            double time,
            Ipv4 home,
            Ipv4 careOf,
            int lifetime,
            boolean keepsOthers) {
        boolean isNamed = !node.home.equals(Optional.of(home)) || random.nextInt(4) != 0;
        RegistrationRequest request = new RegistrationRequest(
                keepsOthers ? CO_LOCATED.with(RequestFlags.SIMULTANEOUS_BINDINGS) : CO_LOCATED,
                new Lifetime(lifetime),
                home,
                Village.AGENT,
                careOf,
                identification(time),
                isNamed ? List.of(node.nai.toExtension()) : List.of());
        return with.sign(request.encode(), Kind.MOBILE_HOME);
    }

    private List<Effect> handle(Event event) {
        Optional<Effect.Forward> anticipated =
                random.nextBoolean() ? agent.anticipate(at(now), event) : Optional.empty();
        List<Effect> effects = agent.handle(at(now), event);
        anticipated.ifPresent(forward -> Village.assertCameTrue(forward, effects));
        plainMoves += anticipated.isPresent() ? 1 : 0;
        for (Change change : Village.changes(effects)) {
            if (change instanceof Change.Bound bound) {
                keptBindings.put(bound.binding().home() + " " + bound.binding().careOf(), bound);
            } else if (change instanceof Change.Unbound unbound) {
                keptBindings.remove(unbound.home() + " " + unbound.careOf());
            } else if (change instanceof Change.Newest newest) {
                keptNewest.put(newest.node(), newest.identification());
            }
        }
        return effects;
    }

    private HomeAgentSettings settings() {
        AuthorizedNode[] nodes =
                REALMS.stream().map(realm -> realm.node(realm.name() + suffix)).toArray(AuthorizedNode[]::new);
        return Village.settings(Village.GRANTS, false, List.of(), nodes);
    }

    private static ReplyCode code(Known node, List<Effect> effects) {
        return Village.replyIn(effects, node.realm.association()).code();
    }

    private boolean isFull(Realm realm) {
        return all.stream()
                        .filter(each -> each.realm.equals(realm) && each.home.isPresent())
                        .count()
                == realm.last() - realm.first() + 1;
    }

    private Ipv4 home(Known node) {
        return random.nextBoolean() ? node.home.orElse(NONE) : NONE;
    }

    private Ipv4 place() {
        return Ipv4.parse("10.9.0." + (1 + random.nextInt(PLACES)));
    }

    private static Ipv4 elsewhere() {
        return Ipv4.parse("10.9.1.1");
    }

    private static Ipv4 address(int last) {
        return Ipv4.parse("10.1.1." + last);
    }

    private Set<String> bound() {
        Set<String> bound = new TreeSet<>();
        agent.bindings().forEach(each -> bound.add(each.node() + " " + each.home() + " " + each.careOf()));
        return bound;
    }

    private Set<String> expected() {
        Set<String> expected = new TreeSet<>();
        for (Known each : all) {
            String name = each.realm.name() + suffix + "/" + each.nai;
            each.ends.keySet().forEach(careOf -> expected.add(name + " " + each.home.orElseThrow() + " " + careOf));
        }
        return expected;
    }
}
