package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mobileip.config.ConfigException;

/** What a script asks of a world, and where. */
final class FeatureCheckTest {

    /** A script, and the words of it that ask for a feature: line, column and length. */
    private static final String ALL = """
            scenario "Everything"
            repeat 30
            for DELAY in 5ms 20ms
            network home 10.10.0.0/24 delay $DELAY jitter 1ms loss 1% rate 10Mbit/s mtu 1400
            network cafe 192.0.2.0/24 nat foreign-agent duplicate 1% reorder 2%
            home-agent ha on home reverse required
            home-agent hb on cafe
            mobile mn home 10.10.0.57 network 10.20.0.0/24 network 10.21.0.0/24
            mobile van home 10.99.0.1 auth hmac-sha256
            host cn on home
            stream voice udp cn -> mn
            stream file tcp cn -> mn size 100000
            stream probe ping cn -> mn
            at 1s move mn to cafe overlap 1s
            at 2s link mn cafe down
            at 3s link mn cafe delay 3ms
            at 4s kill ha
            at 5s nat cafe rebind
            at 6s clock mn + 10s
            at 6s drop mn
            at 7s stop
            expect binding of mn = cafe at end
            expect interruption of voice < 100ms p95 over runs
            """;

    private static final List<String> USES = List.of(
            "2:1+6 repeat in a script",
            "3:1+3 for in a script",
            "4:27+12 delay of a network",
            "4:40+10 jitter of a network",
            "4:51+7 loss of a network",
            "4:59+13 rate of a network",
            "4:73+8 the MTU of a network",
            "5:27+3 a network behind a NAT",
            "5:31+13 a foreign agent",
            "5:45+12 duplication in a network",
            "5:58+10 reordering in a network",
            "6:23+7 this option",
            "7:1+13 more than one home agent",
            "8:27+20 a network behind a mobile node",
            "9:1+10 more than one mobile node",
            "9:17+9 a home address outside every declared network",
            "9:27+4 this option",
            "11:14+3 udp streams",
            "12:13+3 tcp streams",
            "12:26+11 size, rate and every of a tcp stream",
            "13:14+4 ping streams",
            "14:23+10 a move with overlap",
            "15:20+4 link up and down",
            "16:20+9 changing a link while it runs",
            "17:7+7 stopping and starting a node",
            "18:7+15 nat rebind",
            "19:7+14 setting a node's clock",
            "20:7+7 dropping a binding",
            "22:8+20 expecting a binding",
            "23:38+13 percentiles over runs");

    @Test
    void everyFeatureIsAskedForAtThePlaceOfTheWordsThatAsk() {
        ScenarioFile file = Scripts.file(ALL);

        assertThat(FeatureCheck.problems(file, Set.of()))
                .extracting(Scripts::told)
                .containsExactlyElementsOf(USES.stream()
                        .map(use -> use + " is not done by this version yet")
                        .toList());
        assertThat(file.uses().stream().map(FeatureUse::feature).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(Feature.class));
    }

    @Test
    void whatIsSupportedIsNoProblem() {
        Set<Feature> supported = EnumSet.allOf(Feature.class);
        assertThat(FeatureCheck.problems(Scripts.file(ALL), supported)).isEmpty();

        supported.remove(Feature.NETWORK_DELAY);
        assertThat(new ConfigException(FeatureCheck.problems(Scripts.file(ALL), supported)).report())
                .isEqualTo("""
                test.scenario:4:27: error: delay of a network is not done by this version yet

                    4 | network home 10.10.0.0/24 delay $DELAY jitter 1ms loss 1% rate 10Mbit/s mtu 1400
                      |                           ^^^^^^^^^^^^

                1 error""");
    }

    @Test
    void aPlainScriptAsksForLittle() {
        assertThat(Scripts.file(Scripts.CONTRACT).uses())
                .extracting(FeatureUse::feature)
                .containsExactly(
                        Feature.NETWORK_DELAY,
                        Feature.NETWORK_DELAY,
                        Feature.NETWORK_NAT,
                        Feature.NETWORK_DELAY,
                        Feature.NETWORK_JITTER,
                        Feature.NETWORK_LOSS,
                        Feature.UDP_STREAM,
                        Feature.TCP_STREAM,
                        Feature.MOVE_OVERLAP);
    }

    @Test
    void featuresAreDescribedEachInItsOwnWords() {
        assertThat(new TreeSet<>(Arrays.stream(Feature.values())
                        .map(Feature::description)
                        .toList()))
                .hasSize(Feature.values().length);
    }
}
