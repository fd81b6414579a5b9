package org.mobileip.scenarios.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BenchResultTest {

    /** A machine that is half as fast in the second round. */
    private final BenchResult result = new BenchResult(
            new LinkedHashMap<>(Map.of("plain", List.of(round(20), round(10), round(30)))),
            Map.of("bpf", "create BPF map bindings: Operation not permitted (errno 1)"),
            true,
            Duration.ofMillis(1500));

    @Test
    void aRatioIsToTheSameRoundOfTheFirstSubject() {
        Map<String, List<BenchResult.Round>> both = new LinkedHashMap<>();
        both.put("plain", List.of(round(20), round(10), round(30)));
        both.put("tun", List.of(round(5), round(4), round(6)));
        BenchResult compared = new BenchResult(both, Map.of(), true, Duration.ofSeconds(1));
        assertThat(compared.ratios("tun", Figure.TCP_DOWN)).containsExactly(0.25, 0.4, 0.2);
        assertThat(compared.ratios("plain", Figure.TCP_DOWN)).containsExactly(1, 1, 1);
    }

    @Test
    void theMedianIsTheMiddleOrBetweenTheTwoMiddleOnes() {
        assertThat(BenchResult.median(3, 1, 2)).isEqualTo(2);
        assertThat(BenchResult.median(4, 1, 3, 2)).isEqualTo(2.5);
        assertThat(BenchResult.median(7)).isEqualTo(7);
    }

    @Test
    void theDocumentHasEveryFigureWithItsSpreadAndWhatWasSkipped() {
        Map<String, Object> document = result.document();
        assertThat(document)
                .containsEntry("measurement_s", 1.5)
                .containsEntry("receive_packet_steering", true)
                .containsEntry("compared_with", "plain")
                .containsEntry("skipped", Map.of("bpf", "create BPF map bindings: Operation not permitted (errno 1)"));
        List<?> subjects = (List<?>) Objects.requireNonNull(document.get("subjects"));
        assertThat(subjects).hasSize(1);
        Map<?, ?> plain = (Map<?, ?>) subjects.get(0);
        assertThat(plain.get("tcp_down_gbit_per_s"))
                .isEqualTo(Map.of(
                        "median",
                        20.0,
                        "least",
                        10.0,
                        "most",
                        30.0,
                        "ratio",
                        1.0,
                        "values",
                        List.of(20.0, 10.0, 30.0)));
    }

    @Test
    void processorTimeIsAllButIdleAndWaiting() {
        // user nice system idle iowait irq softirq steal, in hundredths of a second
        assertThat(ProcessorTime.busySeconds("cpu  100 20 300 99999 7777 4 50 6 0 0"))
                .isEqualTo(4.80, within(1e-9));
    }

    private static BenchResult.Round round(double value) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            figures.put(figure, value);
        }
        return new BenchResult.Round(figures);
    }
}
