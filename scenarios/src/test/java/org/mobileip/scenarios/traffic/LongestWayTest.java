package org.mobileip.scenarios.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mobileip.config.ConfigException;
import org.mobileip.scenarios.language.ScenarioFile;

final class LongestWayTest {

    private static Duration of(String networks, String actions) throws ConfigException {
        String script = """
                scenario "x"
                %s
                home-agent ha on home
                mobile mn home 10.10.0.57
                host cn on home
                %sat 9s stop
                """.formatted(networks, actions);
        return LongestWay.of(
                ScenarioFile.parse(Path.of("x.scenario"), script, Map.of()).scenario());
    }

    @Test
    void perfectNetworksHoldNothingUp() throws ConfigException {
        assertThat(of("network home 10.10.0.0/24", "")).isZero();
    }

    @Test
    void isThereAndBackThroughAllThatHoldsPacketsUp() throws ConfigException {
        // 1 + 12 + (35 + 5) + 100 for the queue before the slow one, there and back
        assertThat(of("""
                network home 10.10.0.0/24 delay 1ms
                network cafe 192.0.2.0/24 delay 12ms
                network lte 198.51.100.0/24 delay 35ms jitter 5ms
                network modem 203.0.113.0/24 rate 56kbit/s""", "")).isEqualTo(Duration.ofMillis(306));
    }

    @Test
    void aLinkCountsAtItsWorstAtEitherEnd() throws ConfigException {
        // home 1, and at either end 80, there and back
        assertThat(of("network home 10.10.0.0/24 delay 1ms", """
                at 1s link mn home delay 80ms
                at 2s link mn home delay 20ms
                at 3s link mn home loss 5%
                """)).isEqualTo(Duration.ofMillis(322));
    }
}
