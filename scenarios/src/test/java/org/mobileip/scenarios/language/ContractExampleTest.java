package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Scenario.HomeAgentNode;
import org.mobileip.scenarios.language.Scenario.HostNode;
import org.mobileip.scenarios.language.Scenario.LinkQuality;
import org.mobileip.scenarios.language.Scenario.MobileNode;
import org.mobileip.scenarios.language.Scenario.Network;
import org.mobileip.scenarios.language.Scenario.TimedAction;

/** The example that everybody reads first means what it says. */
final class ContractExampleTest {

    private final Scenario scenario = Scripts.scenario(Scripts.CONTRACT);

    @Test
    void theNameIsTheFilesAndTheTitleIsTheScripts() {
        assertThat(scenario.name()).isEqualTo("test");
        assertThat(scenario.title()).isEqualTo("Café to LTE and home again");
        assertThat(scenario.source()).isEqualTo(Scripts.CONTRACT);
    }

    @Test
    void networksHaveTheirQualities() {
        assertThat(scenario.networks())
                .containsExactly(
                        new Network(
                                3,
                                "home",
                                Ipv4Prefix.parse("10.10.0.0/24"),
                                quality(Optional.of(Duration.ofMillis(1)), Optional.empty(), Optional.empty()),
                                false,
                                false),
                        new Network(
                                4,
                                "cafe",
                                Ipv4Prefix.parse("192.0.2.0/24"),
                                quality(Optional.of(Duration.ofMillis(12)), Optional.empty(), Optional.empty()),
                                true,
                                false),
                        new Network(
                                5,
                                "lte",
                                Ipv4Prefix.parse("198.51.100.0/24"),
                                quality(
                                        Optional.of(Duration.ofMillis(35)),
                                        Optional.of(Duration.ofMillis(5)),
                                        Optional.of(0.001)),
                                false,
                                false));
    }

    private static LinkQuality quality(Optional<Duration> delay, Optional<Duration> jitter, Optional<Double> loss) {
        return new LinkQuality(delay, jitter, loss, Optional.empty(), OptionalInt.empty());
    }

    @Test
    void nodesHaveTheirPlaces() {
        assertThat(scenario.homeAgents())
                .containsExactly(new HomeAgentNode(7, "ha", "home", Ipv4.parse("10.10.0.1"), List.of()));
        assertThat(scenario.mobiles())
                .containsExactly(new MobileNode(8, "mn", Ipv4.parse("10.10.0.57"), List.of(), List.of()));
        assertThat(scenario.hosts()).containsExactly(new HostNode(9, "cn", "home", Ipv4.parse("10.10.0.200")));
    }

    @Test
    void streamsRunWhereTheArrowPoints() {
        assertThat(scenario.streams())
                .containsExactly(
                        new Stream(
                                11,
                                "voice",
                                Stream.Kind.UDP,
                                "cn",
                                "mn",
                                true,
                                Optional.of(Duration.ofMillis(5)),
                                OptionalInt.of(160),
                                Optional.empty()),
                        new Stream(
                                12,
                                "file",
                                Stream.Kind.TCP,
                                "cn",
                                "mn",
                                false,
                                Optional.empty(),
                                OptionalInt.empty(),
                                Optional.empty()));
    }

    @Test
    void actionsHaveTheirTimes() {
        assertThat(scenario.actions())
                .containsExactly(
                        new TimedAction(14, Duration.ZERO, new Action.Move("mn", "cafe", Optional.empty())),
                        new TimedAction(
                                15,
                                Duration.ofSeconds(5),
                                new Action.Move("mn", "lte", Optional.of(Duration.ofSeconds(1)))),
                        new TimedAction(16, Duration.ofSeconds(10), new Action.Move("mn", "home", Optional.empty())),
                        new TimedAction(17, Duration.ofSeconds(12), new Action.End()));
        assertThat(scenario.end()).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void expectationsKeepTheirWords() {
        assertThat(scenario.expectations())
                .containsExactly(
                        new Expectation(
                                19,
                                false,
                                "interruption of voice < 60ms",
                                new Condition.Interruption("voice", Comparison.BELOW, Duration.ofMillis(60)),
                                new Scope.AfterEachMove()),
                        new Expectation(
                                20,
                                false,
                                "registered within 200ms",
                                new Condition.RegisteredWithin(Duration.ofMillis(200)),
                                new Scope.AfterEachMove()),
                        new Expectation(
                                21,
                                false,
                                "loss of voice < 1%",
                                new Condition.LostShare("voice", Comparison.BELOW, 0.01),
                                new Scope.OutsideMoves()),
                        new Expectation(22, false, "file intact", new Condition.Intact("file"), new Scope.WholeRun()));
    }

    @Test
    void nothingInItIsUnwise() {
        assertThat(Scripts.warnings(Scripts.CONTRACT)).isEmpty();
    }
}
