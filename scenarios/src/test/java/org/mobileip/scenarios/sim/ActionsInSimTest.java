package org.mobileip.scenarios.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.scenarios.measure.PingFlow;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.WorldProvider;

/** Whatever a script can do to nodes, links and clocks, done in the simulated world. */
class ActionsInSimTest {

    private static final String VILLAGE = """
            network home    10.10.0.0/24     delay 1ms
            network cafe    192.0.2.0/24     delay 10ms
            network office  198.51.100.0/24  delay 20ms
            home-agent ha  on home  address 10.10.0.1
            host       cn  on home  address 10.10.0.200
            """;

    private static final String MOBILE = "mobile mn home 10.10.0.57\n";
    private static final String VOICE = "stream voice udp cn <-> mn every 5ms\n";

    @TempDir
    private Path directory = Path.of("");

    private Played play(String script) throws Exception {
        return Played.play(script, 1, directory);
    }

    private void passes(String script) throws Exception {
        Played played = play(script);
        assertThat(played.result().passed()).as(played.missed()).isTrue();
    }

    @Test
    void losesNothingWhereTheOldLinkIsKeptForAWhile() throws Exception {
        passes(VILLAGE + MOBILE + VOICE + """
                at 1s  move mn to cafe
                at 3s  move mn to office overlap 500ms
                at 6s  stop
                expect  interruption of voice < 15ms  after move at 3s
                expect  loss of voice = 0             after move at 3s
                expect  binding of mn = office        at end
                expect  no leak
                """);
    }

    /**
     * Where a router on the link translates what has the other link's address as its source, or drops it: none but what leaves
     * between the kernel's new route and the node's answer to it.
     */
    @Test
    void losesOnePacketAtMostWhereTheOldLinkIsKeptForAWhileAndIsBehindANat() throws Exception {
        passes(VILLAGE + MOBILE + VOICE + "network street 192.168.7.0/24 delay 10ms nat\n" + """
                at 1s  move mn to street
                at 3s  move mn to office overlap 1s
                at 6s  move mn to street overlap 1s
                at 9s  stop
                expect  loss of voice <= 1  after move at 3s
                expect  loss of voice <= 1  after move at 6s
                expect  loss of voice = 0   outside moves
                expect  no leak
                """);
    }

    @Test
    void registersAgainWithAHomeAgentThatWasKilled() throws Exception {
        passes(VILLAGE + MOBILE.replace("57", "57  lifetime 4s") + VOICE + """
                at 1s   move mn to cafe
                at 2s   kill ha
                at 3s   start ha
                at 12s  stop
                expect  binding of mn = cafe  at end
                expect  loss of voice < 40%
                """);
    }

    /** It is found out again and again, not once a second: a request a second would be one too many (RFC 5944 §3.6.3). */
    @Test
    void outlivesANatThatForgetsEverySecond() throws Exception {
        String flaps = IntStream.rangeClosed(5, 14)
                .mapToObj(second -> "at " + second + "s nat street rebind\n")
                .collect(Collectors.joining());
        Played played = play(VILLAGE + MOBILE + VOICE + "network street 192.168.7.0/24 delay 10ms nat\n"
                + "at 1s move mn to street\n" + flaps + """
                at 22s  stop
                expect  binding of mn = street          at end
                expect  interruption of voice < 4500ms  outside moves
                """);
        assertThat(played.result().passed()).as(played.missed()).isTrue();
        String node = Files.readString(directory.resolve("mn.log"));
        String agent = Files.readString(directory.resolve("ha.log"));
        assertThat(node.lines().filter(line -> line.contains("nat-mapping-lost")))
                .hasSizeBetween(2, 6);
        assertThat(node.lines().filter(line -> line.contains("registration-accepted")))
                .hasSizeBetween(3, 7);
        assertThat(agent.lines().filter(line -> line.contains("nat-mapping-moved")))
                .hasSizeBetween(2, 6);
    }

    /** For a while the home agent tunnels to where it is not any more; it must not call itself registered then (I15). */
    @Test
    void goesBackBeforeTheHomeAgentHasHeardThatItLeft() throws Exception {
        passes(VILLAGE.replace("delay 10ms", "delay 300ms").replace("delay 20ms", "delay 300ms") + MOBILE + """
                at 1s    move mn to cafe
                at 6s    move mn to office
                at 6.2s  move mn to cafe
                at 12s   stop
                expect  binding of mn = cafe  at end
                """);
    }

    /** RFC 3543: it is told, and asks again after a second. */
    @Test
    void dropsABindingAndTellsTheNode() throws Exception {
        passes(VILLAGE + MOBILE + """
                stream voice udp cn -> mn every 10ms
                at 1s  move mn to cafe
                at 3s  drop mn
                at 6s  stop
                expect  interruption of voice > 900ms   outside moves
                expect  interruption of voice < 1200ms  outside moves
                expect  binding of mn = cafe            at end
                """);
    }

    @Test
    void saysWhenThereIsNoBindingToDrop() throws Exception {
        List<Object> told = new ArrayList<>();
        Progress listening = (Progress) Proxy.newProxyInstance(
                Progress.class.getClassLoader(), new Class<?>[] {Progress.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("note")) {
                        told.add(arguments[0]);
                    }
                    return null;
                });
        String script = VILLAGE + MOBILE + """
                at 1s  drop mn
                at 2s  stop
                """;
        new SimWorldProvider()
                .open(new WorldProvider.Options(1, true))
                .run(Played.parsed(script), new RunDirectory(directory), listening);
        assertThat(told).contains("mn has no binding that could be dropped");
    }

    /** What it has put into its kernel stays there, as after any kill -9. */
    @Test
    void endsWithProgramsThatWereKilled() throws Exception {
        passes(VILLAGE + MOBILE + VOICE + """
                at 1s  move mn to cafe
                at 2s  kill mn
                at 3s  kill ha
                at 4s  stop
                expect  registered within 200ms  after each move
                """);
    }

    @Test
    void endsTheBindingWhenAMobileNodeIsStopped() throws Exception {
        passes(VILLAGE + MOBILE + """
                at 1s  move mn to cafe
                at 2s  stop mn
                at 4s  stop
                expect  binding of mn = home  at end
                """);
    }

    @Test
    void findsItsWayWhenAMobileNodeIsKilledAndStartedAgain() throws Exception {
        passes(VILLAGE + MOBILE + VOICE + """
                at 1s  move mn to cafe
                at 2s  kill mn
                at 3s  start mn
                at 4s  move mn to office
                at 6s  stop
                expect  registered within 100ms  after move at 4s
                expect  binding of mn = office   at end
                """);
    }

    @Test
    void setsTheClockThatIsAnHourAhead() throws Exception {
        passes(VILLAGE + MOBILE + """
                at 1s  move mn to cafe
                at 2s  clock mn + 1h
                at 3s  move mn to office
                at 6s  stop
                expect  reply 133 from ha        after move at 3s
                expect  registered within 100ms  after move at 3s
                expect  binding of mn = office   at end
                """);
    }

    @Test
    void neverRegistersWithAWrongKey() throws Exception {
        passes(VILLAGE.replace("10.10.0.1\n", "10.10.0.1 compatibility rfc3344\n")
                + "mobile mn home 10.10.9.57 key wrong\n" + """
                at 1s  move mn to cafe
                at 4s  stop
                expect  reply 131 from ha
                """);
    }

    @Test
    void servesAHomeNetworkThatIsNoLink() throws Exception {
        passes(VILLAGE + "mobile mn home 10.99.0.57\n" + VOICE + """
                at 1s  move mn to cafe
                at 3s  move mn to office
                at 6s  stop
                expect  registered within 50ms         after each move
                expect  interruption of voice < 50ms   after move at 3s
                expect  binding of mn = office         at end
                expect  no leak
                """);
    }

    @Test
    void feelsALinkThatBecomesSlow() throws Exception {
        Played played = play(VILLAGE + MOBILE + "stream pulse ping cn -> mn every 20ms\n" + """
                at 1s  move mn to cafe
                at 2s  link mn cafe delay 100ms
                at 4s  stop
                """);
        // 2 × (1 + 10 + 100) ms, and tens of microseconds on the cables.
        PingFlow.Echo last = played.seen().pings().get(0).echoes().get(190);
        assertThat(last.answeredNanos().orElseThrow() - last.sentNanos()).isBetween(222_000_000L, 223_000_000L);
    }

    @Test
    void goesOnWhenALinkWasDown() throws Exception {
        passes(VILLAGE + MOBILE + VOICE + """
                at 1s  move mn to cafe
                at 2s  link mn cafe down
                at 3s  link mn cafe up
                at 6s  stop
                expect  binding of mn = cafe  at end
                expect  loss of voice < 25%
                """);
    }

    @Test
    void answersLongPingsThroughANarrowNetwork() throws Exception {
        Played played = play(VILLAGE.replace("delay 10ms", "delay 10ms mtu 700") + MOBILE
                + "stream pulse ping cn -> mn every 50ms size 1400\n" + """
                at 1s  move mn to cafe
                at 4s  stop
                """);
        long answered = played.seen().pings().get(0).echoes().stream()
                .filter(echo -> echo.answeredNanos().isPresent())
                .count();
        assertThat(answered).isGreaterThan(90);
    }

    @Test
    void letsAHostBehindANatTalkToAMobileNodeThroughARebinding() throws Exception {
        Played played = play(VILLAGE.replace("delay 20ms", "delay 20ms nat")
                        .replace("cn  on home  address 10.10.0.200", "cn on office address 198.51.100.200")
                + MOBILE + "stream voice udp cn -> mn every 5ms\nstream pulse ping cn -> mn every 20ms\n" + """
                at 1s  move mn to cafe
                at 2s  nat office rebind
                at 4s  stop
                expect  loss of voice < 2%
                """);
        assertThat(played.result().passed()).as(played.missed()).isTrue();
        long unanswered = played.seen().pings().get(0).echoes().stream()
                .filter(echo -> echo.answeredNanos().isEmpty())
                .count();
        assertThat(unanswered).isLessThan(5);
    }

    @Test
    void movesAHundredNodesOfTwoHomeAgents() throws Exception {
        String nodes = IntStream.range(0, 100)
                .mapToObj(i -> "mobile m" + i + " home 10." + (i % 2 == 0 ? 10 : 20) + ".0." + (20 + i) + "\n")
                .collect(Collectors.joining());
        String moves = IntStream.range(0, 100)
                .mapToObj(i -> "at " + (1000 + i * 10) + "ms move m" + i + " to cafe\n")
                .collect(Collectors.joining());
        Played played = play(VILLAGE + "network farm 10.20.0.0/24 delay 5ms\nhome-agent hb on farm address 10.20.0.1\n"
                + nodes + "stream voice udp cn -> m99 every 20ms\n" + moves + """
                at 3s  stop
                expect  registered within 40ms  after each move
                expect  binding of m0 = cafe    at end
                expect  binding of m99 = cafe   at end
                """);
        assertThat(played.result().passed()).as(played.missed()).isTrue();
        assertThat(played.result().moves()).hasSize(100);
    }

    @Test
    void duplicatesWhatANetworkDuplicates() throws Exception {
        Played played = play(VILLAGE.replace("delay 10ms", "delay 10ms duplicate 20%") + MOBILE + VOICE + """
                at 1s  move mn to cafe
                at 6s  stop
                """);
        DatagramFlow down = played.seen().flows().get(0);
        long twice =
                down.arrivals().stream().filter(DatagramFlow.Arrival::duplicate).count();
        // 1000 of them pass the network after the move.
        assertThat(twice).isBetween(140L, 260L);
    }

    @Test
    void tellsInTheLogWhatADaemonWouldTell() throws Exception {
        play(VILLAGE + MOBILE + "at 1s move mn to cafe\nat 2s stop\n");
        assertThat(Files.readString(directory.resolve("ha.log")))
                .contains("registration-accepted node=mn home=10.10.0.57 careof=192.0.2.100")
                .contains("home-agent-stopped");
        assertThat(Files.readString(directory.resolve("mn.log")))
                .containsPattern(
                        "2026-01-01T00:00:02\\.02\\dZ INFO  mobile-node registration-accepted care-of=192\\.0\\.2\\.100");
    }
}
