package org.mobileip.scenarios.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.scenarios.capture.Tshark;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.scenarios.measure.FlowResult;
import org.mobileip.scenarios.measure.MoveResult;

/** A script in the simulated world: figures that follow from its delays, and the same octets for the same seed. */
class SimWorldTest {

    private static final String THREE_NETWORKS = """
            network home    10.10.0.0/24     delay 1ms
            network cafe    192.0.2.0/24     delay 12ms
            network office  198.51.100.0/24  delay 35ms
            home-agent ha  on home  address 10.10.0.1
            mobile     mn  home 10.10.0.57
            host       cn  on home  address 10.10.0.200
            stream voice  udp  cn <-> mn  every 1ms
            stream pulse  ping  cn -> mn  every 10ms
            at 1s  move mn to cafe
            at 2s  move mn to office
            at 3s  move mn to home
            at 4s  stop
            expect  registered within 80ms         after each move
            expect  interruption of voice < 80ms   after each move
            expect  binding of mn = home           at end
            expect  no leak
            """;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void registersAfterExactlyOneRoundTripToTheHomeAgent() throws Exception {
        Played played = Played.play(THREE_NETWORKS, 1, directory);
        List<MoveResult> moves = played.result().moves();
        // 2 × (12 + 1) ms and 2 × (35 + 1) ms, and tens of microseconds on the cables.
        assertRegistered(moves.get(0), Duration.ofMillis(26));
        assertRegistered(moves.get(1), Duration.ofMillis(72));
        assertRegistered(moves.get(2), Duration.ZERO);
        assertThat(played.result().passed()).as(played.missed()).isTrue();
    }

    @Test
    void nothingIsQuickerThanTheFloorWhichIsTheRoundTripAlone() throws Exception {
        List<MoveResult> moves =
                Played.play(THREE_NETWORKS, 1, directory).result().moves();
        assertThat(moves)
                .extracting(move -> move.floor().orElseThrow())
                .containsExactly(Duration.ofMillis(26), Duration.ofMillis(72), Duration.ZERO);
        assertThat(moves)
                .allMatch(move ->
                        move.registered().orElseThrow().compareTo(move.floor().orElseThrow()) >= 0);
    }

    private static void assertRegistered(MoveResult move, Duration after) {
        assertThat(move.registered().orElseThrow()).isBetween(after, after.plusMillis(1));
    }

    @Test
    void interruptsTheStreamForTheRoundTripAndTheWayOfTheFirstPacket() throws Exception {
        Played played = Played.play(THREE_NETWORKS, 1, directory);
        // The request must reach the home agent, 13 ms, and a datagram must come from there, 13 ms; to within the
        // interval.
        assertThat(toCafe(played, Direction.DOWN)).isBetween(Duration.ofMillis(25), Duration.ofMillis(28));
        // What the node sends behind its request finds the tunnel open.
        assertThat(toCafe(played, Direction.UP)).isBetween(Duration.ofMillis(12), Duration.ofMillis(15));
    }

    private static Duration toCafe(Played played, Direction direction) {
        Map<Direction, FlowResult> voice =
                played.result().moves().get(0).streams().getOrDefault("voice", Map.of());
        return Optional.ofNullable(voice.get(direction)).orElseThrow().interruption();
    }

    @Test
    void losesNothingButWhatIsSentToWhereTheNodeIsNoMore() throws Exception {
        Played played = Played.play(THREE_NETWORKS, 1, directory);
        DatagramFlow down = played.seen().flows().get(0);
        long lost = (long) down.sentNanos().size() - down.arrivals().size();
        // At home → cafe: 13 ms until the request is there; cafe → office: 13 ms on the way and 36 ms; office → home:
        // 36 ms.
        assertThat(lost).isBetween(90L, 105L);
    }

    @Test
    void givesTheNumbersOfTheFramesOfEachMoveAsWiresharkCountsThem() throws Exception {
        Tshark.assumeInstalled();
        Played played = Played.play(THREE_NETWORKS, 1, directory);
        Map<Integer, String> frames = framesOf(played);
        for (MoveResult move : played.result().moves()) {
            String of = "mn:" + move.to();
            assertThat(frames.get(move.frames().requests().get(0))).startsWith(of + "\t1\t434\t");
            assertThat(frames.get(move.frames().reply().orElseThrow())).startsWith(of + "\t3\t");
            assertThat(frames.get(move.frames().firstPacket().orElseThrow())).contains("first packet");
        }
    }

    /** What Wireshark says of the frames that the moves name, by their numbers: asked once for all, since it reads the whole file. */
    private static Map<Integer, String> framesOf(Played played) throws IOException {
        String numbers = played.result().moves().stream()
                .map(MoveResult::frames)
                .flatMapToInt(frames -> IntStream.of(
                        frames.requests().get(0),
                        frames.reply().orElseThrow(),
                        frames.firstPacket().orElseThrow()))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", ", "frame.number in {", "}"));
        return Tshark.fields(
                        played.out().capture(),
                        numbers,
                        "frame.number",
                        "frame.interface_name",
                        "mip.type",
                        "udp.dstport",
                        "frame.comment")
                .stream()
                .map(line -> line.split("\t", 2))
                .collect(Collectors.toMap(parts -> Integer.valueOf(parts[0]), parts -> parts[1]));
    }

    @Test
    void writesTheSameOctetsForTheSameSeed() throws Exception {
        Played one = Played.play(jittery(), 7, directory.resolve("one"));
        Played other = Played.play(jittery(), 7, directory.resolve("other"));
        for (String file : List.of("packets.pcapng", "result.json", "ha.log", "mn.log")) {
            assertThat(octets(one, file)).as(file).isEqualTo(octets(other, file));
        }
    }

    @Test
    void writesTheSameOctetsWhenOthersArePlayedAtTheSameTime() throws Exception {
        Played alone = Played.play(jittery(), 7, directory.resolve("alone"));
        ExecutorService players = Executors.newFixedThreadPool(2);
        try {
            List<Future<Played>> both = players.invokeAll(List.of(
                    () -> Played.play(jittery(), 7, directory.resolve("one")),
                    () -> Played.play(jittery(), 7, directory.resolve("other"))));
            for (String file : List.of("packets.pcapng", "result.json", "ha.log", "mn.log")) {
                assertThat(octets(both.get(0).get(), file)).as(file).isEqualTo(octets(alone, file));
                assertThat(octets(both.get(1).get(), file)).as(file).isEqualTo(octets(alone, file));
            }
        } finally {
            players.shutdownNow();
        }
    }

    @Test
    void drawsOtherChancesForAnotherSeed() throws Exception {
        Played one = Played.play(jittery(), 7, directory.resolve("one"));
        Played other = Played.play(jittery(), 8, directory.resolve("other"));
        assertThat(octets(one, "packets.pcapng")).isNotEqualTo(octets(other, "packets.pcapng"));
        assertThat(arrivals(one)).isNotEqualTo(arrivals(other));
    }

    private static String jittery() {
        return THREE_NETWORKS.replace("delay 12ms", "delay 12ms jitter 5ms loss 5%");
    }

    private static List<DatagramFlow.Arrival> arrivals(Played played) {
        return List.copyOf(played.seen().flows().get(0).arrivals());
    }

    private static byte[] octets(Played played, String file) throws IOException {
        return Files.readAllBytes(played.out().path().resolve(file));
    }
}
