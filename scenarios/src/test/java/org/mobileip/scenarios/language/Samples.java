package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Action.LinkChange;
import org.mobileip.scenarios.language.Scenario.HomeAgentNode;
import org.mobileip.scenarios.language.Scenario.HostNode;
import org.mobileip.scenarios.language.Scenario.LinkQuality;
import org.mobileip.scenarios.language.Scenario.Loop;
import org.mobileip.scenarios.language.Scenario.MobileNode;
import org.mobileip.scenarios.language.Scenario.Network;
import org.mobileip.scenarios.language.Scenario.Option;
import org.mobileip.scenarios.language.Scenario.Setting;
import org.mobileip.scenarios.language.Scenario.TimedAction;

/** Sound scenarios by chance; every line is line 0. */
final class Samples {

    private static final String[] TEXTS = {
        "x", "Café \"zwei\"", "a # b", "\\ back", "$HOME $$ 5$", "🙂", "  blanks  ", "->"
    };

    private final Random random;
    private final List<String> networks = new ArrayList<>(List.of("home"));
    private String at = "home";
    private Duration now = Duration.ZERO;

    Samples(long seed) {
        this.random = new Random(seed);
    }

    Scenario next() {
        for (int i = 1, most = random.nextInt(1, 5); i <= most; i++) {
            networks.add("net-" + i);
        }
        List<TimedAction> actions = actions();
        return new Scenario(
                "sample",
                text(),
                "",
                random.nextBoolean() ? List.of() : List.of(new Setting(0, "KEY", text()), new Setting(0, "n-2", "5ms")),
                random.nextBoolean() ? List.of() : List.of(new Loop(0, "EACH", List.of("1", text(), "a/b"))),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(1, 10_001)),
                networks.stream().map(this::network).toList(),
                List.of(new HomeAgentNode(
                        0, "ha", "home", Ipv4.parse("10.0.0.1"), options("max-lifetime", "mtu 1400"))),
                List.of(new MobileNode(
                        0,
                        "mn",
                        Ipv4.parse("10.0.0.57"),
                        random.nextBoolean() ? List.of() : List.of(Ipv4Prefix.parse("172.16.0.0/12")),
                        options("lifetime", "replay nonce"))),
                List.of(new HostNode(0, "cn", "net-1", Ipv4.parse("10.1.0.200"))),
                List.of(stream("u", Stream.Kind.UDP), stream("t", Stream.Kind.TCP), stream("p", Stream.Kind.PING)),
                actions,
                expectations(actions));
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private Duration duration() {
        long most = 1L << random.nextInt(1, 45);
        return Duration.ofNanos(random.nextLong(most));
    }

    private <T> Optional<T> perhaps(T value) {
        return random.nextBoolean() ? Optional.of(value) : Optional.empty();
    }

    private Network network(String name) {
        LinkQuality quality = new LinkQuality(
                perhaps(duration()),
                perhaps(duration()),
                perhaps(random.nextInt(1001) / 1000.0),
                perhaps(random.nextLong(1, 1_000_000_000)),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(576, 65536)),
                perhaps(random.nextInt(1001) / 1000.0),
                perhaps(random.nextInt(1001) / 1000.0));
        Ipv4 address = new Ipv4(10 << 24 | networks.indexOf(name) << 16);
        return new Network(0, name, new Ipv4Prefix(address, 16), quality, true, random.nextBoolean());
    }

    private List<Option> options(String lifetime, String other) {
        String[] words = other.split(" ", -1);
        List<Option> options =
                new ArrayList<>(List.of(new Option(0, lifetime, random.nextBoolean() ? "infinite" : "90s")));
        options.add(random.nextInt(2), new Option(0, words[0], words[1]));
        return options;
    }

    private Stream stream(String name, Stream.Kind kind) {
        boolean rated = kind != Stream.Kind.PING && random.nextBoolean();
        return new Stream(
                0,
                name,
                kind,
                random.nextBoolean() ? "cn" : "ha",
                "mn",
                random.nextBoolean(),
                rated ? Optional.empty() : perhaps(duration().plusNanos(10_000)),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(12, 65_508)),
                rated ? Optional.of(random.nextLong(1, 1_000_000)) : Optional.empty());
    }

    private List<TimedAction> actions() {
        List<TimedAction> actions = new ArrayList<>();
        for (int i = random.nextInt(1, 20); i > 0; i--) {
            Action action = i == 1 ? move() : action();
            now = now.plus(duration());
            actions.add(new TimedAction(0, now, action));
        }
        actions.add(new TimedAction(0, now, new Action.End()));
        return actions;
    }

    private Action action() {
        return switch (random.nextInt(7)) {
            case 0 -> move();
            case 1 -> new Action.ChangeLink("mn", at, change());
            case 2 -> new Action.Control(Action.Verb.RESTART, random.nextBoolean() ? "mn" : "ha");
            case 3 -> new Action.RebindNat("home");
            case 4 -> new Action.DropBinding("mn");
            case 5 ->
                new Action.ShiftClock(
                        "mn", random.nextBoolean() ? duration() : duration().negated());
            default -> new Action.Note(text());
        };
    }

    private Action move() {
        List<String> others = networks.stream().filter(each -> !each.equals(at)).toList();
        at = others.get(random.nextInt(others.size()));
        return new Action.Move("mn", at, perhaps(duration()));
    }

    private LinkChange change() {
        return switch (random.nextInt(5)) {
            case 0 -> new LinkChange.Down();
            case 1 -> new LinkChange.Up();
            case 2 -> new LinkChange.Delay(duration());
            case 3 -> new LinkChange.Loss(random.nextInt(101) / 100.0);
            default -> new LinkChange.Rate(random.nextLong(1, 1_000_000_000_001L));
        };
    }

    private List<Expectation> expectations(List<TimedAction> actions) {
        List<Comparison> comparisons = List.of(Comparison.values());
        Comparison comparison = comparisons.get(random.nextInt(comparisons.size()));
        List<Condition> conditions = List.of(
                new Condition.Interruption("u", comparison, duration()),
                new Condition.RoundTrip("p", comparison, duration()),
                new Condition.Stall("t", comparison, duration()),
                new Condition.Throughput("t", comparison, random.nextLong(1, 1_000_000_000)),
                new Condition.LostCount("u", comparison, random.nextInt(1000)),
                new Condition.LostShare("p", comparison, random.nextInt(1001) / 1000.0),
                new Condition.BindingOf("mn", "net-1"),
                new Condition.ReplyFrom(random.nextInt(256), "ha"),
                new Condition.Intact("t"),
                new Condition.NoLeak());
        Duration moved = actions.get(actions.size() - 2).at();
        List<Scope> scopes = List.of(
                new Scope.WholeRun(),
                new Scope.AfterEachMove(),
                new Scope.AfterMoveAt(moved),
                new Scope.OutsideMoves(),
                new Scope.AtEnd(),
                new Scope.OverRuns());
        List<Expectation> expectations = new ArrayList<>();
        for (Condition each : conditions) {
            expectations.add(Expectation.of(0, random.nextBoolean(), each, scopes.get(random.nextInt(scopes.size()))));
        }
        expectations.add(
                Expectation.of(0, false, new Condition.RegisteredWithin(duration()), scopes.get(random.nextInt(3))));
        return expectations;
    }

    /** {@code scenario} as a sample: every line is line 0, and there is no source. */
    static Scenario withoutLines(Scenario it) {
        return new Scenario(
                it.name(),
                it.title(),
                "",
                it.settings().stream()
                        .map(each -> new Setting(0, each.key(), each.value()))
                        .toList(),
                it.loops().stream()
                        .map(each -> new Loop(0, each.variable(), each.values()))
                        .toList(),
                it.repeat(),
                it.networks().stream()
                        .map(each -> new Network(
                                0, each.name(), each.prefix(), each.quality(), each.nat(), each.foreignAgent()))
                        .toList(),
                it.homeAgents().stream()
                        .map(each -> new HomeAgentNode(
                                0, each.name(), each.network(), each.address(), options(each.options())))
                        .toList(),
                it.mobiles().stream()
                        .map(each ->
                                new MobileNode(0, each.name(), each.home(), each.networks(), options(each.options())))
                        .toList(),
                it.hosts().stream()
                        .map(each -> new HostNode(0, each.name(), each.network(), each.address()))
                        .toList(),
                it.streams().stream()
                        .map(each -> new Stream(
                                0,
                                each.name(),
                                each.kind(),
                                each.from(),
                                each.to(),
                                each.bothWays(),
                                each.every(),
                                each.size(),
                                each.bitsPerSecond()))
                        .toList(),
                it.actions().stream()
                        .map(each -> new TimedAction(0, each.at(), each.action()))
                        .toList(),
                it.expectations().stream()
                        .map(each -> new Expectation(0, each.warnOnly(), each.text(), each.condition(), each.scope()))
                        .toList());
    }

    private static List<Option> options(List<Option> options) {
        return options.stream()
                .map(each -> new Option(0, each.name(), each.value()))
                .toList();
    }
}
