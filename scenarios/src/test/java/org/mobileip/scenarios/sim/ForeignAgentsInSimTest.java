package org.mobileip.scenarios.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.measure.BindingSeen;
import org.mobileip.scenarios.measure.MoveResult;

/** Networks with foreign agents in the simulated world: the figures follow from the delays of the script. */
class ForeignAgentsInSimTest {

    private static final String VALLEY = """
            network home   10.10.0.0/24     delay 1ms
            network inn    192.0.2.0/24     delay 10ms  foreign-agent
            network lodge  198.51.100.0/24  delay 20ms  foreign-agent  nat
            network open   203.0.113.0/24   delay 30ms
            home-agent ha  on home  address 10.10.0.1
            mobile     mn  home 10.10.0.57
            host       cn  on home  address 10.10.0.200
            stream voice  udp   cn <-> mn  every 5ms
            stream pulse  ping  mn -> cn   every 20ms
            """;

    private static final String TOUR = VALLEY + """
            at 1s   move mn to inn
            at 4s   move mn to lodge
            at 7s   move mn to open
            at 10s  move mn to inn
            at 13s  move mn to home
            at 16s  stop
            expect  interruption of voice < 100ms  after each move
            expect  loss of voice = 0              outside moves
            """;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void registersThroughAForeignAgentAfterOneRoundTripToTheHomeAgent() throws Exception {
        Played played = Played.play(TOUR, 1, directory);
        List<MoveResult> moves = played.result().moves();
        // To be heard takes a solicitation and its answer, on the link; then 2 × (10 + 1) and 2 × (20 + 1) ms.
        assertRegistered(moves.get(0), Duration.ofMillis(22));
        assertRegistered(moves.get(1), Duration.ofMillis(42));
        assertRegistered(moves.get(2), Duration.ofMillis(62));
        assertRegistered(moves.get(3), Duration.ofMillis(22));
        assertRegistered(moves.get(4), Duration.ZERO);
        assertThat(played.result().passed()).as(played.missed()).isTrue();
    }

    private static void assertRegistered(MoveResult move, Duration after) {
        assertThat(move.registered().orElseThrow()).isBetween(after, after.plusMillis(1));
    }

    @Test
    void bindsTheAddressesThatTheAgentsLend() throws Exception {
        Played played = Played.play(TOUR, 1, directory);
        // The last address of the inn; outside of its NAT, the lodge's; the first of the open network's leases.
        assertThat(played.seen().bindings())
                .extracting(BindingSeen::careOf)
                .containsExactly(
                        List.of(Ipv4.parse("192.0.2.254")),
                        List.of(Ipv4.parse("100.64.0.5")),
                        List.of(Ipv4.parse("203.0.113.100")),
                        List.of(Ipv4.parse("192.0.2.254")),
                        List.of());
    }

    @Test
    void tellsInTheLogOfTheNetworkWhatTheDaemonWouldTell() throws Exception {
        Played played = Played.play(TOUR, 1, directory);
        assertThat(Files.readString(played.out().log("inn")))
                .contains("foreign-agent foreign-agent-started interface=bridge address=192.0.2.254/24")
                .contains("visitor-accepted home=10.10.0.57")
                .contains("foreign-agent-stopped");
    }

    @Test
    void goesByAnAddressOfItsOwnToNobodyThoughTheAgentServesItStill() throws Exception {
        Played played = Played.play(VALLEY + """
                at 1s  move mn to inn
                at 3s  move mn to open
                at 6s  stop
                expect  no leak
                expect  binding of mn = open  at end
                """, 1, directory);
        assertThat(played.result().passed()).as(played.missed()).isTrue();
    }
}
