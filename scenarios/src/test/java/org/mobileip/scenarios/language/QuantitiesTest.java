package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.config.BadValue;

/** Numbers with units. */
final class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({
        "0s, 0, 0s",
        "5ms, 5000000, 5ms",
        "1.5s, 1500000000, 1.5s",
        "0.5s, 500000000, 500ms",
        "1.5ms, 1500000, 1.5ms",
        "1min, 60000000000, 60s",
        "2min, 120000000000, 2min",
        "90s, 90000000000, 90s",
        "1h, 3600000000000, 1h",
        "60min, 3600000000000, 1h",
        "90min, 5400000000000, 90min",
        "150s, 150000000000, 150s",
        "250us, 250000, 250us",
        "0.25ms, 250000, 250us",
        "0.000001ms, 1, 0.001us",
        "604800s, 604800000000000, 168h"
    })
    void durationsAreExact(String text, long nanos, String canonical) throws BadValue {
        assertThat(Quantities.duration(text)).isEqualTo(Duration.ofNanos(nanos));
        assertThat(Quantities.text(Duration.ofNanos(nanos))).isEqualTo(canonical);
        assertThat(Quantities.duration(canonical)).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "ms",
                "5 ms",
                "-5ms",
                "5mss",
                "5m",
                "5MS",
                "1e3s",
                "0x5s",
                "5.s",
                ".5s",
                "1.2.3s",
                "169h",
                "9999999999999s",
                "0.0000001us",
                "٥ms",
                "5ms\u0000"
            })
    void whatIsNoDurationIsRefused(String text) {
        assertThatExceptionOfType(BadValue.class).isThrownBy(() -> Quantities.duration(text));
    }

    @ParameterizedTest
    @CsvSource({"0%, 0, 0%", "0.1%, 0.001, 0.1%", "100%, 1, 100%", "33.3%, 0.333, 33.3%", "2.50%, 0.025, 2.5%"})
    void percentagesAreShares(String text, double share, String canonical) throws BadValue {
        assertThat(Quantities.share(text)).isEqualTo(share);
        assertThat(Quantities.percent(share)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "%", "-1%", "101%", "1 %", "1‰"})
    void whatIsNoPercentageIsRefused(String text) {
        assertThatExceptionOfType(BadValue.class).isThrownBy(() -> Quantities.share(text));
    }

    @ParameterizedTest
    @CsvSource({
        "1bit/s, 1, 1bit/s",
        "64kbit/s, 64000, 64kbit/s",
        "10Mbit/s, 10000000, 10Mbit/s",
        "1.5Mbit/s, 1500000, 1500kbit/s",
        "2.5Gbit/s, 2500000000, 2500Mbit/s",
        "1000Gbit/s, 1000000000000, 1000Gbit/s"
    })
    void ratesAreBitsPerSecond(String text, long bits, String canonical) throws BadValue {
        assertThat(Quantities.rate(text)).isEqualTo(bits);
        assertThat(Quantities.rateText(bits)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({"10Mbps, 10Mbit/s", "10mbit, 10Mbit/s", "64kb/s, 64kbit/s", "64Kbit/s, 64kbit/s", "9600bps, 9600bit/s"})
    void ratesAsOthersWriteThemAreUnderstoodAndRefused(String text, String meant) {
        assertThatExceptionOfType(BadValue.class)
                .isThrownBy(() -> Quantities.rate(text))
                .satisfies(bad -> assertThat(bad.hint()).hasValue("did you mean \"" + meant + "\"?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "0bit/s", "1001Gbit/s", "10MB/s", "10MBps", "bit/s"})
    void whatIsNoRateIsRefused(String text) {
        assertThatExceptionOfType(BadValue.class).isThrownBy(() -> Quantities.rate(text));
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() throws BadValue {
        long seed = Long.getLong("seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            Duration duration = Duration.ofNanos(random.nextLong(1L << random.nextInt(1, 49)));
            double share = random.nextInt(100_001) / 100_000.0;
            long rate = random.nextLong(1, 1_000_000_000_001L);
            assertThat(Quantities.duration(Quantities.text(duration)))
                    .as("-Dseed=" + seed)
                    .isEqualTo(duration);
            assertThat(Quantities.share(Quantities.percent(share)))
                    .as("-Dseed=" + seed)
                    .isEqualTo(share);
            assertThat(Quantities.rate(Quantities.rateText(rate)))
                    .as("-Dseed=" + seed)
                    .isEqualTo(rate);
        }
    }
}
