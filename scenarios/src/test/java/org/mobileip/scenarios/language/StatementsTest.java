package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Action.LinkChange;
import org.mobileip.scenarios.language.Scenario.Option;

/** Every form of the contract's grammar, and what it means. */
final class StatementsTest {

    /** A line and the thing that it makes. */
    record Means(String line, Object thing) {}

    static List<Means> actions() {
        return List.of(
                new Means("move mn to cafe", new Action.Move("mn", "cafe", Optional.empty())),
                new Means(
                        "move mn to cafe overlap 1.5s",
                        new Action.Move("mn", "cafe", Optional.of(Duration.ofMillis(1500)))),
                new Means("link mn cafe down", new Action.ChangeLink("mn", "cafe", new LinkChange.Down())),
                new Means("link mn cafe up", new Action.ChangeLink("mn", "cafe", new LinkChange.Up())),
                new Means(
                        "link cn home delay 20ms",
                        new Action.ChangeLink("cn", "home", new LinkChange.Delay(Duration.ofMillis(20)))),
                new Means("link mn cafe loss 30%", new Action.ChangeLink("mn", "cafe", new LinkChange.Loss(0.3))),
                new Means(
                        "link ha home rate 1.5Mbit/s",
                        new Action.ChangeLink("ha", "home", new LinkChange.Rate(1_500_000))),
                new Means("stop ha", new Action.Control(Action.Verb.STOP, "ha")),
                new Means("restart mn", new Action.Control(Action.Verb.RESTART, "mn")),
                new Means("kill ha", new Action.Control(Action.Verb.KILL, "ha")),
                new Means("drop mn", new Action.DropBinding("mn")),
                new Means("nat cafe rebind", new Action.RebindNat("cafe")),
                new Means("clock mn +10s", new Action.ShiftClock("mn", Duration.ofSeconds(10))),
                new Means("clock ha - 2min", new Action.ShiftClock("ha", Duration.ofMinutes(-2))),
                new Means("note \"half \\\"way\\\" — ½ 🙂\"", new Action.Note("half \"way\" — ½ 🙂")));
    }

    @ParameterizedTest
    @MethodSource("actions")
    void actionsMeanWhatTheySay(Means each) {
        Scenario scenario = Scripts.scenario(Scripts.BASE + "at 1s " + each.line() + "\nat 2s stop\n");

        assertThat(scenario.actions().get(0).action()).isEqualTo(each.thing());
        assertThat(scenario.actions().get(0).line()).isEqualTo(10);
        assertThat(scenario.actions().get(0).at()).isEqualTo(Duration.ofSeconds(1));
        assertThat(scenario.actions().get(1).action()).isEqualTo(new Action.End());
    }

    @Test
    void aStoppedProgramCanBeStarted() {
        Scenario scenario = Scripts.scenario(Scripts.BASE + "at 1s stop ha\nat 1s start ha\nat 2s stop\n");

        assertThat(scenario.actions().get(1).action()).isEqualTo(new Action.Control(Action.Verb.START, "ha"));
    }

    static List<Means> conditions() {
        Duration limit = Duration.ofMillis(60);
        return List.of(
                new Means("interruption of voice < 60ms", new Condition.Interruption("voice", Comparison.BELOW, limit)),
                new Means(
                        "interruption of voice<=60ms", new Condition.Interruption("voice", Comparison.AT_MOST, limit)),
                new Means("interruption of file < 60ms", new Condition.Interruption("file", Comparison.BELOW, limit)),
                new Means("rtt of probe = 60ms", new Condition.RoundTrip("probe", Comparison.EQUAL, limit)),
                new Means("stall of file >= 60ms", new Condition.Stall("file", Comparison.AT_LEAST, limit)),
                new Means(
                        "throughput of file > 10Mbit/s",
                        new Condition.Throughput("file", Comparison.ABOVE, 10_000_000)),
                new Means("loss of voice = 0", new Condition.LostCount("voice", Comparison.EQUAL, 0)),
                new Means("loss of voice <1%", new Condition.LostShare("voice", Comparison.BELOW, 0.01)),
                new Means("loss of probe <= 0.25%", new Condition.LostShare("probe", Comparison.AT_MOST, 0.0025)),
                new Means("registered within 60ms", new Condition.RegisteredWithin(limit)),
                new Means("binding of mn = cafe", new Condition.BindingOf("mn", "cafe")),
                new Means("reply 131 from ha", new Condition.ReplyFrom(131, "ha")),
                new Means("file intact", new Condition.Intact("file")),
                new Means("no leak", new Condition.NoLeak()));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void conditionsMeanWhatTheySayAndKeepTheirWords(Means each) {
        Scenario scenario = Scripts.scenario(Scripts.BASE + "at 1s move mn to cafe\nat 2s stop\nexpect  " + each.line()
                + "\nwarn " + each.line() + "   after each move # always\n");

        assertThat(scenario.expectations())
                .containsExactly(
                        new Expectation(12, false, each.line(), (Condition) each.thing(), new Scope.WholeRun()),
                        new Expectation(13, true, each.line(), (Condition) each.thing(), new Scope.AfterEachMove()));
    }

    static List<Means> scopes() {
        return List.of(
                new Means("", new Scope.WholeRun()),
                new Means("after each move", new Scope.AfterEachMove()),
                new Means("after move at 1s", new Scope.AfterMoveAt(Duration.ofSeconds(1))),
                new Means("outside moves", new Scope.OutsideMoves()),
                new Means("at end", new Scope.AtEnd()),
                new Means("p95 over runs", new Scope.OverRuns()));
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void scopesMeanWhatTheySay(Means each) {
        Scenario scenario = Scripts.scenario(
                Scripts.BASE + "at 1s move mn to cafe\nat 2s stop\nexpect loss of voice = 0 " + each.line() + "\n");

        assertThat(scenario.expectations())
                .extracting(Expectation::scope, Expectation::text)
                .containsExactly(org.assertj.core.api.Assertions.tuple(each.thing(), "loss of voice = 0"));
    }

    @Test
    void everyActionConditionAndScopeThatThereIsWasTried() {
        assertThat(tried(actions())).containsAll(leaves(Action.class, Action.End.class));
        assertThat(actions().stream()
                        .map(Means::thing)
                        .filter(Action.ChangeLink.class::isInstance)
                        .map(each -> ((Action.ChangeLink) each).change().getClass())
                        .collect(Collectors.toSet()))
                .isEqualTo(leaves(LinkChange.class));
        assertThat(tried(conditions())).isEqualTo(leaves(Condition.class));
        assertThat(tried(scopes())).isEqualTo(leaves(Scope.class));
    }

    private static Set<Class<?>> tried(List<Means> all) {
        return all.stream().map(each -> each.thing().getClass()).collect(Collectors.toSet());
    }

    private static Set<Class<?>> leaves(Class<?> sealed, Class<?>... but) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .filter(each -> !Arrays.asList(but).contains(each))
                .collect(Collectors.toSet());
    }

    @Test
    void aNetworkHasItsQualitiesInAnyOrder() {
        Scenario scenario = Scripts.scenario(Scripts.BASE
                + "network x 10.1.0.0/16 foreign-agent mtu 1400 nat rate 10Mbit/s loss 2.5% jitter 250us delay 0.5s"
                + " reorder 0.5% duplicate 3%\n"
                + Scripts.END);

        assertThat(scenario.network("x").orElseThrow())
                .isEqualTo(new Scenario.Network(
                        10,
                        "x",
                        Ipv4Prefix.parse("10.1.0.0/16"),
                        new Scenario.LinkQuality(
                                Optional.of(Duration.ofMillis(500)),
                                Optional.of(Duration.ofNanos(250_000)),
                                Optional.of(0.025),
                                Optional.of(10_000_000L),
                                OptionalInt.of(1400),
                                Optional.of(0.03),
                                Optional.of(0.005)),
                        true,
                        true));
    }

    @Test
    void nodesWithoutAnAddressGetTheLowestThatIsFree() {
        Scenario scenario = Scripts.scenario("""
                host first on home
                network home 10.10.0.0/24
                home-agent ha on home
                mobile mn home 10.10.0.2
                host taken on home address 10.10.0.1
                host last on home
                at 1s stop
                """);

        assertThat(scenario.homeAgents().get(0).address()).isEqualTo(Ipv4.parse("10.10.0.3"));
        assertThat(scenario.hosts())
                .extracting(Scenario.HostNode::address)
                .containsExactly(Ipv4.parse("10.10.0.4"), Ipv4.parse("10.10.0.1"), Ipv4.parse("10.10.0.5"));
    }

    @Test
    void aHostCanBeBehindAMobileNode() {
        Scenario scenario = Scripts.scenario(Scripts.BASE
                + "mobile van home 10.10.0.58 network 10.20.0.0/24 network 10.21.0.0/24\nhost camera on van\n"
                + "host radio on van address 10.21.0.1\n" + Scripts.END);

        assertThat(scenario.host("camera").orElseThrow().address()).isEqualTo(Ipv4.parse("10.20.0.1"));
        assertThat(scenario.host("radio").flatMap(scenario::mobileOf)).isEqualTo(scenario.mobile("van"));
        assertThat(scenario.isMoved("camera")).isTrue();
        assertThat(scenario.isMoved("cn")).isFalse();
    }

    @Test
    void aMobileNodeHasItsOptionsAndItsNetworksInTheirOrder() {
        Scenario scenario = Scripts.scenario(Scripts.BASE
                + "mobile van home 10.10.0.58 replay nonce network 10.20.0.0/24 lifetime 60s network 10.21.0.0/24"
                + " foreign_agents off\n" + Scripts.END);

        assertThat(scenario.mobile("van").orElseThrow())
                .isEqualTo(new Scenario.MobileNode(
                        10,
                        "van",
                        Ipv4.parse("10.10.0.58"),
                        List.of(Ipv4Prefix.parse("10.20.0.0/24"), Ipv4Prefix.parse("10.21.0.0/24")),
                        List.of(
                                new Option(10, "replay", "nonce"),
                                new Option(10, "lifetime", "60s"),
                                new Option(10, "foreign-agents", "off"))));
    }

    @Test
    void namesMayBeWordsOfTheLanguage() {
        Scenario scenario = Scripts.scenario("""
                network at 10.1.0.0/24
                network to 10.2.0.0/24
                home-agent on on at
                mobile move home 10.1.0.9
                host stop on at
                stream no tcp stop -> move
                stream interruption udp stop -> move
                at 1s move move to to
                at 2s stop on
                at 3s stop
                expect no intact
                expect no leak
                expect interruption of interruption < 1s
                """);

        assertThat(scenario.actions().get(0).action()).isEqualTo(new Action.Move("move", "to", Optional.empty()));
        assertThat(scenario.actions().get(1).action()).isEqualTo(new Action.Control(Action.Verb.STOP, "on"));
        assertThat(scenario.expectations().get(0).condition()).isEqualTo(new Condition.Intact("no"));
    }

    @Test
    void aScriptWithoutATitleIsCalledLikeItsFile() {
        assertThat(Scripts.scenario(Scripts.BASE + Scripts.END).title()).isEqualTo("test");
    }

    @Test
    void repeatIsKept() {
        assertThat(Scripts.scenario(Scripts.BASE + Scripts.END).repeat()).isEmpty();
        assertThat(Scripts.scenario(Scripts.BASE + "repeat 30\n" + Scripts.END).repeat())
                .hasValue(30);
    }

    @Test
    void overridesOfNothingAreNothing() {
        assertThat(Scripts.file(Scripts.CONTRACT, Map.of()).expand())
                .containsExactly(Scripts.scenario(Scripts.CONTRACT));
    }
}
