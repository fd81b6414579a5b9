package org.mobileip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.mobileip.wire.Identification;

/** RFC 5944 §5.7.2, from the mobile node's side. */
class NonceEchoTest {

    private static final Instant NOW = Instant.parse("2026-11-24T05:00:00.5Z");

    private final NonceEcho echo = new NonceEcho();

    @Test
    void givesTheNonceOfTheLastReplyBackAboveRandomBits() {
        Identification first = echo.next(NOW, 0x11111111);
        assertThat(first.low()).isEqualTo(0x11111111);
        assertThat(echo.hear(first, first.withHigh(0xcafebabe), true, NOW)).isTrue();
        assertThat(echo.next(NOW, 0x22222222)).isEqualTo(Identification.of(0xcafebabe, 0x22222222));
    }

    @Test
    void takesANonceFromAcceptedRepliesToo() {
        Identification first = echo.next(NOW, 1);
        echo.hear(first, first.withHigh(5), true, NOW);
        Identification second = echo.next(NOW, 2);
        echo.hear(second, second.withHigh(6), false, NOW);
        assertThat(echo.next(NOW, 3).high()).isEqualTo(6);
    }

    @Test
    void learnsNothingFromTheReplyToAnotherRequest() {
        Identification first = echo.next(NOW, 1);
        assertThat(echo.hear(first, Identification.of(9, 2), true, NOW)).isFalse();
        assertThat(echo.next(NOW, 3).high()).isNotEqualTo(9);
    }

    @Test
    void neverRepeatsTheLowOrderHalfOfTheRequestBefore() {
        Identification first = echo.next(NOW, -1);
        assertThat(echo.next(NOW, -1).low()).isNotEqualTo(first.low());
        assertThat(echo.next(NOW, 7).low()).isEqualTo(7);
    }

    @Test
    void sendsTheSameOctetsAgainWhereATimestampWouldBeRenewed() {
        assertThat(echo.renewsRetransmissions()).isFalse();
        assertThat(new IdentificationClock().renewsRetransmissions()).isTrue();
    }
}
