package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mobileip.time.Tick;

/** Who makes up packets fills no log. */
class ForgeryReportTest {

    private static final Tick START = new Tick(5_000_000_000L);

    private final ForgeryReport report = new ForgeryReport();

    @Test
    void tellsOfEachReasonOnceAMinuteHowManyThereWere() {
        assertThat(report.isDue(START)).isTrue();
        assertThat(report.look(START, Map.of("outer_port_not_bound", 7L)))
                .extracting(ForgeryReport.Line::toString)
                .containsExactly("tunnel-forgeries reason=outer_port_not_bound packets=7 explain=forged");
        assertThat(report.isDue(START.plus(Duration.ofMillis(59_999)))).isFalse();
        Tick later = START.plus(Duration.ofMinutes(1));
        assertThat(report.isDue(later)).isTrue();
        assertThat(report.look(later, Map.of("outer_port_not_bound", 1_000_007L, "source_not_home", 1L)))
                .extracting(ForgeryReport.Line::packets)
                .containsExactlyInAnyOrder(1_000_000L, 1L);
    }

    @Test
    void saysNothingWhereThereIsNothingNew() {
        assertThat(report.look(START, Map.of())).isEmpty();
        assertThat(report.look(START.plus(Duration.ofMinutes(1)), Map.of("gre_key", 3L)))
                .hasSize(1);
        assertThat(report.look(START.plus(Duration.ofMinutes(2)), Map.of("gre_key", 3L)))
                .isEmpty();
    }

    @Test
    void doesNotCallThatForgedWhichHappensToAnybody() {
        assertThat(report.look(START, Map.of("no_binding", 9L, "exceeds_path_mtu", 9L, "send_queue_full", 9L)))
                .isEmpty();
    }
}
