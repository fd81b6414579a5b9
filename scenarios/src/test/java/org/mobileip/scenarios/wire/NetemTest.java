package org.mobileip.scenarios.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An impairment as tc-netem(8) takes it. */
final class NetemTest {

    private static String words(Impairment impairment) {
        return String.join(" ", Netem.words(impairment));
    }

    @Test
    void saysWhatThereIsToSay() {
        assertThat(words(Impairment.NONE)).isEqualTo("netem limit 100000");
        assertThat(words(Impairment.NONE
                        .withDelay(Duration.ofMillis(35))
                        .withLoss(0.001)
                        .withDuplication(0.02)
                        .withRate(10_000_000)))
                .isEqualTo("netem limit 100000 delay 35000.000us loss 0.1000% duplicate 2.0000% rate 10000000bit");
    }

    @Test
    void jitterThatWeAddGoesBothWaysOfADelayThatIsLongerByHalfOfIt() {
        Impairment shaky = Impairment.NONE.withDelay(Duration.ofMillis(10)).withJitter(Duration.ofMillis(4));
        assertThat(words(shaky)).isEqualTo("netem limit 100000 delay 12000.000us 2000.000us");
    }

    @Test
    void whatIsHeldBackWithoutADelayIsTheShareThatNetemDelays() {
        Impairment odd = Impairment.NONE.withReordering(0.05, Duration.ofMillis(10));
        assertThat(words(odd)).isEqualTo("netem limit 100000 delay 10000.000us reorder 95.0000%");
        assertThat(words(odd.withDelay(Duration.ofMillis(20))))
                .isEqualTo("netem limit 100000 delay 20000.000us reorder 5.0000%");
    }
}
