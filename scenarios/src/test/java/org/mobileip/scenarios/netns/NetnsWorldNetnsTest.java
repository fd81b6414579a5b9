package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.host.linux.bpf.BpfTrial;
import org.mobileip.host.linux.kernel.KernelTrial;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Stream.Kind;
import org.mobileip.scenarios.measure.BindingSeen;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.scenarios.measure.MoveObserved;
import org.mobileip.scenarios.measure.Observations;
import org.mobileip.scenarios.measure.Progress;
import org.mobileip.scenarios.measure.RegistrationSeen;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.testing.NetnsSupport;

/** Scripts played with the real daemons. */
@Tag("netns")
@Timeout(180)
final class NetnsWorldNetnsTest {

    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 AT_CAFE = Ipv4.parse("192.0.2.100");
    private static final Ipv4 AGENT_OF_TRAIN = Ipv4.parse("198.51.100.254");

    /** So often may something be slower than it is when nothing else has the processors. */
    private static final int TRIALS = 3;

    @TempDir
    private Path directory = Path.of("");

    private final NetnsWorld world = new NetnsWorld(new WorldProvider.Options(1, true).cold());
    private Leftovers before = new Leftovers(Set.of());

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    @BeforeEach
    void look() {
        before = Leftovers.now();
    }

    @AfterEach
    void nothingIsLeft() {
        world.close();
        before.assertNothingNew();
    }

    private static Scripts village() {
        return Scripts.village().stream("voice", Kind.UDP, "cn", "mn", true);
    }

    @Test
    void aNodeGoesToACafeAndComesHome() throws Exception {
        Scenario scenario =
                village().move(500, "mn", "cafe").move(2500, "mn", "home").end(4000);
        HeardProgress progress = new HeardProgress();
        RunDirectory out = new RunDirectory(directory);

        Observations seen = world.run(scenario, out, progress);

        assertThat(progress.heard())
                .containsExactly(
                        "up: 3 networks, 3 nodes",
                        "warming",
                        "moving at 500",
                        "moved to cafe, 2 flows",
                        "moving at 2500",
                        "moved to home, 2 flows",
                        "acting: End");
        assertThat(seen.world()).isEqualTo("netns");
        assertThat(seen.dataplane())
                .as("what auto is here")
                .isEqualTo(
                        BpfTrial.tried().isEmpty() ? "bpf" : KernelTrial.tried().isEmpty() ? "kernel" : "tun");
        assertThat(seen.endNanos() - seen.startNanos()).isBetween(4_000_000_000L, 4_200_000_000L);
        assertMoves(seen);
        assertThat(seen.registrations())
                .extracting(RegistrationSeen::careOf, RegistrationSeen::code, RegistrationSeen::agent)
                .endsWith(tuple(AT_CAFE, 0, "ha"), tuple(HOME, 0, "ha"));
        assertThat(seen.bindings()).extracting(BindingSeen::careOf).containsExactly(List.of(AT_CAFE), List.of());
        assertThat(seen.leaks()).isEmpty();
        assertFlows(seen);
        assertFiles(out);
    }

    /** RFC 5177, with a care-of address of its own, then with a foreign agent's and so two headers (§7). */
    @Test
    void aHostBehindANodeKeepsItsConnectionWhileTheNodeMoves() throws Exception {
        Scenario scenario = new Scripts()
                        .network("home", "10.10.0.0/24")
                        .network("cafe", "192.0.2.0/24")
                        .visited("train", "198.51.100.0/24", false)
                        .agent("ha", "home", "10.10.0.1")
                        .router("mn", "10.10.0.57", "10.20.3.0/24")
                        .host("cn", "home", "10.10.0.200")
                        .host("camera", "mn", "10.20.3.7")
                        .stream("film", Kind.TCP, "camera", "cn", false)
                        .stream("radio", Kind.UDP, "cn", "camera", true)
                        .move(300, "mn", "cafe")
                        .move(1500, "mn", "train")
                        .end(3500);
        Observations seen = world.run(scenario, new RunDirectory(directory), new HeardProgress());
        assertThat(seen.registrations())
                .filteredOn(each -> !each.careOf().equals(HOME))
                .as("each is accepted; where the disk takes a second the node asks again, and is answered twice")
                .allMatch(each -> each.code() == 0)
                .extracting(RegistrationSeen::careOf)
                .containsOnly(AT_CAFE, AGENT_OF_TRAIN)
                .startsWith(AT_CAFE)
                .endsWith(AGENT_OF_TRAIN);
        assertThat(seen.tcpFlows()).singleElement().satisfies(film -> {
            assertThat(film.inOrder() && film.hashEqual()).isTrue();
            assertThat(film.connections()).isEqualTo(1);
            assertThat(film.resets()).isZero();
        });
        long shortlyBeforeTheEnd = seen.startNanos() + 3_000_000_000L;
        assertThat(seen.flows()).hasSize(2).allSatisfy(flow -> assertThat(flow.arrivals())
                .anyMatch(arrival -> arrival.nanos() > shortlyBeforeTheEnd));
    }

    private static void assertMoves(Observations seen) {
        assertThat(seen.moves())
                .extracting(MoveObserved::node, move -> move.from().orElse(""), MoveObserved::to)
                .containsExactly(tuple("mn", "home", "cafe"), tuple("mn", "cafe", "home"));
        for (MoveObserved move : seen.moves()) {
            assertThat(move.startNanos() - seen.startNanos())
                    .isBetween(move.planned().toNanos(), move.planned().toNanos() + 100_000_000L);
            assertThat(Stream.of(
                            move.addressReady(),
                            move.requestSent(),
                            move.replyReceived(),
                            move.installed(),
                            move.firstPacketByNewPath()))
                    .as("every step of " + move)
                    .allMatch(OptionalLong::isPresent);
            assertThat(move.replyReceived().orElseThrow() - move.startNanos()).isBetween(0L, 1_000_000_000L);
        }
    }

    private static void assertFlows(Observations seen) {
        assertThat(seen.flows()).hasSize(2);
        for (DatagramFlow flow : seen.flows()) {
            assertThat(flow.sentNanos()).as("5 s, every 5 ms").hasSizeBetween(950, 1050);
            assertThat(flow.arrivals()).hasSizeGreaterThan(900);
            assertThat(flow.arrivals()).noneMatch(DatagramFlow.Arrival::duplicate);
        }
    }

    private static void assertFiles(RunDirectory out) throws Exception {
        assertThat(out.log("ha")).content().contains("READY").contains("home-agent-started");
        assertThat(out.log("mn")).content().contains("READY").contains("registration-accepted care-of=192.0.2.100");
        assertThat(out.config().resolve("ha.toml")).content().contains("interface = \"home\"");
        assertThat(Files.getPosixFilePermissions(out.config().resolve("mn.key")))
                .hasSize(2);
        Process tshark = new ProcessBuilder(
                        "tshark",
                        "-r",
                        out.capture().toString(),
                        "-Y",
                        "mip",
                        "-T",
                        "fields",
                        "-e",
                        "frame.interface_name",
                        "-e",
                        "mip.type",
                        "-e",
                        "_ws.malformed")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String told = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        tshark.waitFor();
        assertThat(told).contains("mn:cafe\t1\t\n", "mn:cafe\t3\t\n", "ha:home\t1\t\n", "mn:home\t1\t\n");
    }

    @Test
    void severalNodesMoveBetweenNetworksThatAreHomeToSomeAndCafesToOthers() throws Exception {
        Scenario scenario = village().agent("hb", "office", "198.51.100.1").mobile("mb", "198.51.100.60").stream(
                        "data", Kind.UDP, "mb", "mn", true)
                .move(300, "mn", "office")
                .move(600, "mb", "home")
                .move(1500, "mn", "cafe")
                .end(2500);

        Observations seen = world.run(scenario, new RunDirectory(directory), Progress.SILENT);

        assertThat(careOfAddresses(seen, "mn"))
                .containsExactly(List.of(Ipv4.parse("198.51.100.100")), List.of(AT_CAFE));
        assertThat(careOfAddresses(seen, "mb")).containsExactly(List.of(Ipv4.parse("10.10.0.100")));
        assertThat(seen.registrations()).extracting(RegistrationSeen::agent).contains("ha", "hb");
        assertThat(seen.moves()).allMatch(move -> move.firstPacketByNewPath().isPresent());
        assertThat(seen.leaks()).isEmpty();
        assertThat(seen.flows()).hasSize(4).allMatch(flow -> lastArrival(flow) > seen.endNanos() - 200_000_000L);
    }

    /** In the order in which it had them; which of two nodes is the first, 300 ms apart, a machine that stands still may change. */
    private static List<List<Ipv4>> careOfAddresses(Observations seen, String node) {
        return seen.bindings().stream()
                .filter(binding -> binding.node().equals(node))
                .map(BindingSeen::careOf)
                .toList();
    }

    private static long lastArrival(DatagramFlow flow) {
        return flow.arrivals().get(flow.arrivals().size() - 1).nanos();
    }

    @Test
    void makesBeforeItBreaksAndLivesThroughTroubleWithLinksAndPrograms() throws Exception {
        Scenario scenario = village()
                .move(200, "mn", "cafe")
                .at(1200, new Action.Move("mn", "office", Optional.of(Duration.ofMillis(500))))
                .at(2500, new Action.ChangeLink("mn", "office", new Action.LinkChange.Down()))
                .at(2800, new Action.ChangeLink("mn", "office", new Action.LinkChange.Up()))
                .at(4500, new Action.Control(Action.Verb.KILL, "mn"))
                .at(4600, new Action.Control(Action.Verb.START, "mn"))
                .end(12_000);
        HeardProgress progress = new HeardProgress();

        Observations seen = world.run(scenario, new RunDirectory(directory), progress);
        for (int again = 1; again < TRIALS && silenceWhileItMakesBeforeItBreaks(seen) >= 150; again++) {
            seen = world.run(
                    scenario, new RunDirectory(Files.createDirectory(directory.resolve("again" + again))), progress);
        }

        assertThat(silenceWhileItMakesBeforeItBreaks(seen))
                .as("make before break, in ms")
                .isLessThan(150);
        DatagramFlow down = down(seen);
        long start = seen.startNanos();
        assertThat(longestSilence(down, start + 2_400_000_000L, start + 4_400_000_000L))
                .as("a cable pulled for 300 ms")
                .isBetween(295L, 1500L);
        boolean isReadyAgain = progress.heard().stream()
                .anyMatch(line -> line.matches("note: mn was ready again after [0-5]?[0-9]{3} ms"));
        if (isReadyAgain) {
            assertThat(lastArrival(down)).as("after a new start").isGreaterThan(seen.endNanos() - 300_000_000L);
        } else {
            System.err.println("this machine is too busy for a daemon to start within 6 s: that is not looked at");
        }
        assertThat(seen.notes()).noneMatch(note -> note.contains("by itself"));
    }

    private static long silenceWhileItMakesBeforeItBreaks(Observations seen) {
        return longestSilence(down(seen), seen.startNanos() + 1_000_000_000L, seen.startNanos() + 2_400_000_000L);
    }

    private static DatagramFlow down(Observations seen) {
        return seen.flows().stream()
                .filter(flow -> flow.direction() == Direction.DOWN)
                .findFirst()
                .orElseThrow();
    }

    private static long longestSilence(DatagramFlow flow, long from, long to) {
        long before = from;
        long longest = 0;
        for (DatagramFlow.Arrival arrival : flow.arrivals()) {
            if (arrival.nanos() > from && arrival.nanos() < to) {
                longest = Math.max(longest, arrival.nanos() - before);
                before = arrival.nanos();
            }
        }
        return Math.max(longest, to - before) / 1_000_000;
    }

    @Test
    void aDaemonThatDoesNotBecomeReadyIsToldWithItsLastWords() {
        Scenario scenario = new Scripts()
                .network("home", "10.10.0.0/24")
                .agent("ha", "home", "10.10.0.1")
                .mobile("mn", "10.10.0.57", new Scenario.Option(1, "encapsulation", "carrier pigeon"))
                .end(0);

        assertThatThrownBy(() -> world.run(scenario, new RunDirectory(directory), Progress.SILENT))
                .isInstanceOf(WorldException.class)
                .hasMessageContaining("mn ended before it was ready (exit code 3); it said last:")
                .hasMessageContaining("carrier pigeon")
                .hasMessageContaining("all of it is in " + directory.resolve("mn.log"));
    }

    @Test
    void closingTheWorldEndsARun() {
        HeardProgress progress = new HeardProgress(() -> new Thread(world::close).start());

        assertThatThrownBy(() -> world.run(village().end(60_000), new RunDirectory(directory), progress))
                .isInstanceOf(WorldException.class)
                .hasMessage("the run was ended early");
        assertThatThrownBy(() -> world.run(village().end(0), new RunDirectory(directory), Progress.SILENT))
                .isInstanceOf(WorldException.class)
                .hasMessage("the world is closed");
    }

    @Test
    void anInterruptEndsARunAndIsTold() {
        Thread waiting = Thread.currentThread();
        HeardProgress progress = new HeardProgress(waiting::interrupt);

        assertThatThrownBy(() -> world.run(village().end(60_000), new RunDirectory(directory), progress))
                .isInstanceOf(InterruptedException.class);
        before.assertNothingNew();
    }

    @Test
    void anInterruptWhileTheNetworksAreBuiltLeavesNothingEither() throws Exception {
        for (int millis = 0; millis < 400; millis += 80) {
            Thread waiting = Thread.currentThread();
            Duration after = Duration.ofMillis(millis);
            Thread impatient = new Thread(() -> {
                try {
                    Thread.sleep(after.toMillis());
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                waiting.interrupt();
            });
            impatient.start();
            assertThatThrownBy(() -> world.run(village().end(60_000), new RunDirectory(directory), Progress.SILENT))
                    .isInstanceOf(InterruptedException.class);
            impatient.join();
            before.assertNothingNew();
        }
    }
}
