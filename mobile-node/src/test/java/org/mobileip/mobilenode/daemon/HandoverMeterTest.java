package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.mobilenode.Attachment;
import org.mobileip.mobilenode.Handover;
import org.mobileip.mobilenode.Trigger;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;

class HandoverMeterTest {

    private long decapsulated;
    private final HandoverMeter meter = new HandoverMeter(() -> decapsulated);

    private static Tick at(long micros) {
        return new Tick(micros * 1000);
    }

    private static Handover to(Attachment attachment) {
        return new Handover(
                new Attachment.Nowhere(),
                attachment,
                Trigger.LINK_LOST,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                at(1000));
    }

    @Test
    void looksForTheFirstPacketEachMillisecond() {
        decapsulated = 17;
        assertThat(meter.installed(at(1300), to(new Attachment.Visiting(3, "cafe0", Ipv4.parse("192.0.2.44")))))
                .isEmpty();
        assertThat(meter.nextDeadline()).isEqualTo(at(2300));
        assertThat(meter.look(at(2300))).isEmpty();
        decapsulated = 18;
        HandoverMeter.Result result = meter.look(at(3300)).orElseThrow();
        assertThat(result.install()).isEqualTo(Duration.ofNanos(300_000));
        assertThat(result.firstPacket()).contains(Duration.ofMillis(2));
        assertThat(meter.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @Test
    void looksEverMoreRarelyAndLastlyAfterThreeSeconds() {
        meter.installed(at(0), to(new Attachment.Visiting(3, "cafe0", Ipv4.parse("192.0.2.44"))));
        int looks = 0;
        Tick first = meter.nextDeadline();
        Tick last = first;
        for (Tick next = first; !next.equals(Tick.NEVER); next = meter.nextDeadline()) {
            meter.look(next);
            last = next;
            looks++;
        }
        assertThat(first).isEqualTo(at(1000));
        assertThat(last).isEqualTo(at(3_000_000));
        // 20 in the first 20 ms, then 1.05 to the n-th until 3 s: ln(150) / ln(1.05) = 103.
        assertThat(looks).isBetween(110, 130);
    }

    @Test
    void givesUpAfterThreeSeconds() {
        meter.installed(at(1000), to(new Attachment.Visiting(3, "cafe0", Ipv4.parse("192.0.2.44"))));
        assertThat(meter.look(at(2_999_000))).isEmpty();
        assertThat(meter.look(at(3_001_000)).orElseThrow().firstPacket()).isEmpty();
        assertThat(meter.nextDeadline()).isEqualTo(Tick.NEVER);
    }

    @Test
    void doesNotLookAtHome() {
        assertThat(meter.installed(at(1000), to(new Attachment.AtHome(2, "home0", Optional.empty()))))
                .isPresent();
        assertThat(meter.nextDeadline()).isEqualTo(Tick.NEVER);
    }
}
