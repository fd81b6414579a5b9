package org.mobileip.scenarios.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Condition;
import org.mobileip.scenarios.language.Expectation;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scenario.TimedAction;
import org.mobileip.scenarios.language.Scope;
import org.mobileip.scenarios.language.Stream;

/** The scenario of the contract, made by hand: home 1 ms, café 12 ms, LTE 35 ms; voice, file and a ping. */
public final class Cafe {

    private final List<TimedAction> actions = new ArrayList<>();
    private final List<Expectation> expectations = new ArrayList<>();
    private String title = "Café to LTE and home again";

    public static Cafe scenario() {
        return new Cafe();
    }

    /** The moves of the contract's script. */
    public static Cafe withItsMoves() {
        return scenario().move(0, "cafe").move(5000, "lte").move(10_000, "home").stop(12_000);
    }

    public Cafe titled(String other) {
        title = other;
        return this;
    }

    public Cafe move(long atMillis, String network) {
        return at(atMillis, new Action.Move("mn", network, Optional.empty()));
    }

    public Cafe at(long millis, Action action) {
        actions.add(new TimedAction(16 + actions.size(), Duration.ofMillis(millis), action));
        return this;
    }

    public Cafe stop(long atMillis) {
        return at(atMillis, new Action.End());
    }

    public Cafe expect(String text, Condition condition, Scope scope) {
        return expectation(text, condition, scope, false);
    }

    public Cafe warn(String text, Condition condition, Scope scope) {
        return expectation(text, condition, scope, true);
    }

    private Cafe expectation(String text, Condition condition, Scope scope, boolean warnOnly) {
        expectations.add(new Expectation(20 + expectations.size(), warnOnly, text, condition, scope));
        return this;
    }

    public Scenario build() {
        return new Scenario(
                "cafe-to-lte",
                title,
                "scenario \"" + title + "\"\n",
                List.of(),
                List.of(),
                OptionalInt.empty(),
                List.of(
                        network("home", "10.10.0.0/24", 1),
                        network("cafe", "192.0.2.0/24", 12),
                        network("lte", "198.51.100.0/24", 35)),
                List.of(new Scenario.HomeAgentNode(6, "ha", "home", Ipv4.parse("10.10.0.1"), List.of())),
                List.of(new Scenario.MobileNode(7, "mn", Ipv4.parse("10.10.0.57"), List.of(), List.of())),
                List.of(new Scenario.HostNode(8, "cn", "home", Ipv4.parse("10.10.0.200"))),
                List.of(
                        stream("voice", Stream.Kind.UDP, true),
                        stream("file", Stream.Kind.TCP, false),
                        stream("probe", Stream.Kind.PING, false)),
                actions,
                expectations);
    }

    private static Scenario.Network network(String name, String prefix, long delayMillis) {
        Scenario.LinkQuality quality = new Scenario.LinkQuality(
                Optional.of(Duration.ofMillis(delayMillis)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
        return new Scenario.Network(2, name, Ipv4Prefix.parse(prefix), quality, false, false);
    }

    private static Stream stream(String name, Stream.Kind kind, boolean bothWays) {
        Optional<Duration> every = kind == Stream.Kind.UDP ? Optional.of(Duration.ofMillis(10)) : Optional.empty();
        return new Stream(10, name, kind, "cn", "mn", bothWays, every, OptionalInt.empty(), Optional.empty());
    }
}
