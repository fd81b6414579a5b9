package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.mobilenode.Denial;
import org.mobileip.mobilenode.Notice;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.ReplyCode;

/** The lines of the log. */
class NoticeLogTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");

    private static Notice denied(int code) {
        return new Notice.Denied(new Denial(new ReplyCode(code), AGENT, new Tick(0)), Duration.ofSeconds(30));
    }

    @Test
    void callsAFailedAuthenticationASecurityException() {
        assertThat(NoticeLog.line(denied(131)))
                .isEqualTo("security-exception what=registration-denied code=131 meaning=\"mobile node failed"
                        + " authentication\" home-agent=10.10.0.1 next-try-in=30.0s explain=131");
        assertThat(NoticeLog.line(denied(132))).startsWith("security-exception ");
        assertThat(NoticeLog.line(denied(130))).startsWith("registration-denied code=130 ");
    }

    @Test
    void saysWhatWasDoneAboutADenial() {
        Optional<Duration> offset = Optional.of(Duration.ofSeconds(94));
        assertThat(NoticeLog.line(new Notice.Repaired(new ReplyCode(133), AGENT, AGENT, offset)))
                .isEqualTo("registration-repaired code=133 meaning=\"registration identification mismatch\""
                        + " home-agent=10.10.0.1 home-agent-ahead-by=94.0s");
        assertThat(NoticeLog.line(new Notice.Repaired(
                        new ReplyCode(136), AGENT, Ipv4.parse("10.10.0.9"), Optional.of(Duration.ZERO))))
                .endsWith("home-agent=10.10.0.1 asking-now=10.10.0.9");
    }

    @Test
    void saysNothingOfAClockThatNothingWasSaidOf() {
        assertThat(NoticeLog.line(new Notice.Repaired(new ReplyCode(133), AGENT, AGENT, Optional.empty())))
                .endsWith("home-agent=10.10.0.1");
    }

    @Test
    void saysWhatBecameKnown() {
        assertThat(NoticeLog.line(new Notice.HomeAddressGiven(Ipv4.parse("10.10.0.101"))))
                .isEqualTo("home-address-given address=10.10.0.101");
        assertThat(NoticeLog.line(new Notice.NameKnown("ha.example.org", List.of(AGENT))))
                .isEqualTo("home-agent-found name=ha.example.org addresses=[10.10.0.1]");
        assertThat(NoticeLog.line(new Notice.NameUnknown("ha.example.org")))
                .isEqualTo("home-agent-unknown name=ha.example.org cause=name-not-found");
    }

    @Test
    void saysHowLongTheBindingLastsThatNobodyRenews() {
        assertThat(NoticeLog.line(
                        new Notice.NotAnswered(3, Duration.ofSeconds(8), Optional.of(Duration.ofSeconds(133)))))
                .isEqualTo("home-agent-silent tries=3 next-try-in=8.0s binding-left=133.0s");
        assertThat(NoticeLog.line(
                        new Notice.Accepted(AGENT, new Lifetime(600), Duration.ofSeconds(450), Duration.ofMillis(35))))
                .startsWith("registration-accepted care-of=10.10.0.1 lifetime=\"600 s\" renew-in=450.0s rtt=35.0ms");
    }
}
