package org.mobileip.scenarios.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.scenarios.measure.TcpFlow;
import org.mobileip.scenarios.measure.TcpResult;

/** The model of TCP under delay, loss, reordering, narrow links and handovers. */
class TcpInSimTest {

    private static final String SCRIPT = """
            network home    10.10.0.0/24     delay 1ms
            network cafe    192.0.2.0/24     $CAFE
            home-agent ha  on home  address 10.10.0.1
            mobile     mn  home 10.10.0.57
            host       cn  on home  address 10.10.0.200
            stream file  tcp  $STREAM
            at 1s   move mn to cafe
            at 10s  stop
            """;

    @TempDir
    private Path directory = Path.of("");

    private Played play(String cafe, String stream) throws Exception {
        return Played.play(SCRIPT.replace("$CAFE", cafe).replace("$STREAM", stream), 1, directory);
    }

    private static TcpResult file(Played played) {
        return Optional.ofNullable(played.result().streams().get("file")).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delay 10ms",
                "delay 10ms loss 3%",
                "delay 10ms jitter 10ms reorder 5% duplicate 5%",
                "delay 10ms rate 2Mbit/s",
                "delay 10ms mtu 1000",
                "delay 200ms loss 10%"
            })
    void keepsEveryOctetInItsPlaceThroughAMoveTo(String cafe) throws Exception {
        TcpResult file = file(play(cafe, "cn -> mn rate 2Mbit/s"));
        assertThat(file.intact()).isTrue();
        assertThat(file.connections()).isEqualTo(1);
        assertThat(file.resets()).isZero();
        assertThat(file.bytes()).isGreaterThan(200_000);
    }

    @Test
    void keepsEveryOctetInItsPlaceTheOtherWay() throws Exception {
        assertThat(file(play("delay 10ms loss 3% mtu 800", "mn -> cn rate 2Mbit/s"))
                        .intact())
                .isTrue();
    }

    @Test
    void carriesAsMuchAsTheNarrowestLinkAndNoMore() throws Exception {
        Played played = play("delay 5ms rate 4Mbit/s", "cn -> mn rate 20Mbit/s");
        TcpFlow flow = played.seen().tcpFlows().get(0);
        long start = played.seen().startNanos();
        long from = received(flow, start + Duration.ofSeconds(3).toNanos());
        long until = received(flow, start + Duration.ofSeconds(9).toNanos());
        double bitsPerSecond = (until - from) * 8 / 6.0;
        // 1440 of 1500 octets are data, the rest are headers: outer IPv4, IPv4, TCP.
        assertThat(bitsPerSecond).isBetween(0.8 * 4e6 * 1440 / 1500, 1.001 * 4e6 * 1440 / 1500);
    }

    private static long received(TcpFlow flow, long nanos) {
        return flow.progress().stream()
                .filter(reading -> reading.nanos() <= nanos)
                .mapToLong(TcpFlow.Received::bytes)
                .max()
                .orElse(0);
    }

    @Test
    void sendsSoManyOctetsAndNoMore() throws Exception {
        TcpFlow flow = play("delay 10ms loss 5%", "cn -> mn size 500000")
                .seen()
                .tcpFlows()
                .get(0);
        assertThat(flow.bytes()).isEqualTo(500_000);
        assertThat(flow.hashEqual()).isTrue();
    }

    @Test
    void tellsOfAConnectionThatIsCutAndNeverComesBack() throws Exception {
        String script = SCRIPT.replace("$CAFE", "delay 10ms")
                .replace("$STREAM", "cn -> mn rate 2Mbit/s")
                .replace("at 10s", "at 3s link mn cafe down\nat 10s");
        Played played = Played.play(script, 1, directory);
        assertThat(file(played).intact()).isFalse();
        assertThat(played.seen().notes()).anyMatch(note -> note.contains("none arrived any more"));
    }
}
