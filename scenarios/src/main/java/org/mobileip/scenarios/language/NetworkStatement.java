package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Scenario.LinkQuality;
import org.mobileip.scenarios.language.Scenario.Network;

/** {@code network NAME PREFIX …}. */
final class NetworkStatement implements Statement {

    static final Form.Slot<Ipv4Prefix> PREFIX = new Form.Slot<>(Kinds.PREFIX);

    private static final Form.Slot<String> NAME = Form.Slot.naming(Names.Sort.NETWORK);
    private static final Form.Slot<Duration> DELAY = new Form.Slot<>(Kinds.DUR);
    private static final Form.Slot<Duration> JITTER = new Form.Slot<>(Kinds.DUR);
    private static final Form.Slot<Double> LOSS = new Form.Slot<>(Kinds.PCT);
    private static final Form.Slot<Long> RATE = new Form.Slot<>(Kinds.BPS);
    private static final Form.Slot<Integer> MTU =
            new Form.Slot<>(Kinds.integer("N", "octets, from 576 to 65535", 576, 65_535));
    private static final Form.Slot<Double> DUPLICATION = new Form.Slot<>(Kinds.PCT);
    private static final Form.Slot<Double> REORDERING = new Form.Slot<>(Kinds.PCT);
    private static final Form.Word NAT = Form.word("nat");
    private static final Form.Word FOREIGN_AGENT = Form.word("foreign-agent");

    /** What asks a world for more than a network that is as good as the machine allows. */
    private static final Map<Form, Feature> FEATURES = Map.of(
            DELAY, Feature.NETWORK_DELAY,
            JITTER, Feature.NETWORK_JITTER,
            LOSS, Feature.NETWORK_LOSS,
            RATE, Feature.NETWORK_RATE,
            MTU, Feature.NETWORK_MTU,
            DUPLICATION, Feature.NETWORK_DUPLICATION,
            REORDERING, Feature.NETWORK_REORDERING,
            NAT, Feature.NETWORK_NAT,
            FOREIGN_AGENT, Feature.FOREIGN_AGENT);

    private static final Form.Sequence FORM = Form.sequence(
            Form.word("network"),
            NAME,
            PREFIX,
            new Form.AnyOf(
                    List.of(
                            Form.sequence(Form.word("delay"), DELAY),
                            Form.sequence(Form.word("jitter"), JITTER),
                            Form.sequence(Form.word("loss"), LOSS),
                            Form.sequence(Form.word("rate"), RATE),
                            Form.sequence(Form.word("mtu"), MTU),
                            Form.sequence(Form.word("duplicate"), DUPLICATION),
                            Form.sequence(Form.word("reorder"), REORDERING),
                            NAT,
                            FOREIGN_AGENT),
                    Set.of(),
                    Map.of(
                            "latency", "did you mean \"delay\"?",
                            "bandwidth", "did you mean \"rate\"?",
                            "speed", "did you mean \"rate\"?")));

    @Override
    public Form.Sequence form() {
        return FORM;
    }

    @Override
    public String about() {
        return "A network that nodes can be in. `delay` is one way, between this network and the core: from one network to"
                + " another a packet meets both delays. `jitter` adds up to as much again by chance; packets keep"
                + " their order, but those that `reorder` holds back for 10 ms. What is left out is as good as the machine allows.";
    }

    @Override
    public String example() {
        return "network lte  198.51.100.0/24  delay 35ms  jitter 5ms  loss 0.1%";
    }

    @Override
    public Optional<Shape> shape() {
        return Optional.of(Shape.of(
                Shape.said("network"),
                Shape.value("name", NAME),
                Shape.value("prefix", PREFIX),
                Shape.optional("delay", "delay", DELAY),
                Shape.optional("jitter", "jitter", JITTER),
                Shape.optional("loss", "loss", LOSS),
                Shape.optional("duplicate", "duplicate", DUPLICATION),
                Shape.optional("reorder", "reorder", REORDERING),
                Shape.optional("rate", "rate", RATE),
                Shape.optional("mtu", "mtu", MTU),
                new Shape.Flag("nat", NAT),
                new Shape.Flag("foreign_agent", FOREIGN_AGENT)));
    }

    @Override
    public void read(Match match, Draft draft) {
        if (match.isWhole()) {
            FEATURES.forEach((form, feature) -> {
                if (match.has(form)) {
                    draft.use(
                            feature,
                            match.line()
                                    .from(
                                            match.index(form) - (form instanceof Form.Slot<?> ? 1 : 0),
                                            match.index(form) + 1));
                }
            });
            draft.networks().putIfAbsent(match.value(NAME), new Draft.Stated<>(network(match), match));
        }
    }

    private static Network network(Match match) {
        LinkQuality quality = new LinkQuality(
                match.maybe(DELAY),
                match.maybe(JITTER),
                match.maybe(LOSS),
                match.maybe(RATE),
                match.maybe(MTU).map(OptionalInt::of).orElse(OptionalInt.empty()),
                match.maybe(DUPLICATION),
                match.maybe(REORDERING));
        return new Network(
                match.line().number(),
                match.value(NAME),
                match.value(PREFIX),
                quality,
                match.has(NAT),
                match.has(FOREIGN_AGENT));
    }

    /** A network overlaps another exactly when it does so beside it in the order of addresses, wider ones first. */
    @Override
    public void check(Draft draft) {
        List<Draft.Stated<Network>> sorted = new ArrayList<>(draft.networks().values());
        sorted.sort(Comparator.comparing(
                        (Draft.Stated<Network> each) -> each.thing().prefix().address())
                .thenComparing(each -> each.thing().prefix().length()));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i - 1)
                    .thing()
                    .prefix()
                    .contains(sorted.get(i).thing().prefix())) {
                reportOverlap(sorted.get(i - 1), sorted.get(i), draft);
                sorted.set(i, sorted.get(i - 1));
            }
        }
    }

    private static void reportOverlap(Draft.Stated<Network> a, Draft.Stated<Network> b, Draft draft) {
        boolean inOrder = a.thing().line() <= b.thing().line();
        Network first = (inOrder ? a : b).thing();
        Draft.Stated<Network> second = inOrder ? b : a;
        draft.problems()
                .error(
                        second.match().place(PREFIX),
                        second.thing().prefix() + " overlaps " + first.prefix() + " of \"" + first.name() + "\" (line "
                                + first.line() + ")",
                        "each network has addresses of its own");
    }
}
