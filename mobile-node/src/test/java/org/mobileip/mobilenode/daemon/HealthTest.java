package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.mobilenode.AgentSource;
import org.mobileip.mobilenode.Attachment;
import org.mobileip.mobilenode.Denial;
import org.mobileip.mobilenode.Effect;
import org.mobileip.mobilenode.ReplayProtection;
import org.mobileip.mobilenode.Settings;
import org.mobileip.mobilenode.State;
import org.mobileip.mobilenode.Status;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.ReplyCode;

/** What {@code status} says is not as it should be, and what may be the cause. */
class HealthTest {

    private static final Ipv4 AGENT = Ipv4.parse("203.0.113.10");
    private static final InterfaceAddress HOME = InterfaceAddress.parse("10.10.0.57/24");
    private static final String SECRET = "1234567812345678";
    private static final Tick NOW = new Tick(0).plus(Duration.ofSeconds(100));
    private static final Settings SETTINGS = new Settings(
            Settings.Home.at(HOME),
            List.of(new AgentSource.Address(AGENT)),
            new SecurityAssociation(
                    0x101, AuthenticationAlgorithm.HMAC_MD5, Key.of(SECRET.getBytes(StandardCharsets.US_ASCII))),
            ReplayProtection.TIMESTAMPS,
            new Lifetime(600),
            new Settings.Tunnel("mip0", true, List.of()),
            List.of());

    private static Status status(State state, Optional<Denial> denial, int unanswered, String... unknownNames) {
        return new Status(
                state,
                state == State.AWAY,
                new Attachment.Visiting(3, "wlan0", Ipv4.parse("192.0.2.44")),
                Optional.of(HOME),
                Optional.of(AGENT),
                List.of(unknownNames),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                denial.map(Denial::code),
                denial,
                Optional.empty(),
                unanswered,
                true,
                false,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    private static List<String> health(Status status) {
        return Health.of(NOW, SETTINGS, status, new Counters());
    }

    private static String denied(int code) {
        Denial denial = new Denial(new ReplyCode(code), AGENT, new Tick(0).plus(Duration.ofSeconds(86)));
        return health(status(State.DENIED, Optional.of(denial), 0)).get(0);
    }

    @Test
    void isWellWhereNothingIsWrong() {
        assertThat(health(status(State.AWAY, Optional.empty(), 0))).isEmpty();
    }

    @Test
    void saysWhoDeniedWithWhichCodeAndTheLikelyCause() {
        assertThat(denied(131))
                .startsWith(
                        "the home agent 203.0.113.10 denied 14 s ago: code 131, mobile node failed authentication; ")
                .contains("here SPI 0x101, hmac-md5, key fingerprint ")
                .endsWith("(explain 131)")
                .doesNotContain(SECRET);
        assertThat(denied(137)).contains("set [tunnel] reverse = false");
        assertThat(denied(138)).contains("set [tunnel] reverse = true");
        assertThat(denied(133)).contains("replay");
        assertThat(denied(200)).contains("code 200, unassigned");
    }

    @Test
    void saysThatNobodyAnswersAndWhatMayBeWrongOnThisSide() {
        assertThat(health(status(State.UNREACHABLE, Optional.empty(), 3)))
                .containsExactly("the home agent has not answered 3 requests");
        Counters counters = new Counters();
        counters.discarded(Effect.Reason.AUTHENTICATOR);
        assertThat(Health.of(NOW, SETTINGS, status(State.UNREACHABLE, Optional.empty(), 1), counters))
                .singleElement()
                .asString()
                .startsWith("the home agent has not answered 1 request; replies with a wrong authenticator came")
                .contains("key fingerprint")
                .doesNotContain(SECRET);
    }

    @Test
    void namesWhatCannotBeFound() {
        assertThat(health(status(State.REGISTERING, Optional.empty(), 0, "ha.example.org")))
                .containsExactly("the home agent's name ha.example.org cannot be found; it is looked up again");
    }
}
