package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.scenarios.Scenarios;
import org.mobileip.scenarios.capture.Tshark;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.scenarios.measure.World;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.testing.NetnsSupport;

/** RFC 3519 with real daemons, behind a NAT of nftables, in what tshark sees of it. */
@Tag("netns")
@Timeout(180)
final class NatNetnsTest {

    private static final List<String> FIELDS = List.of(
            "frame.interface_name",
            "ip.src",
            "ip.proto",
            "udp.srcport",
            "udp.dstport",
            "mip.type",
            "mip.nattt.nexthdr",
            "icmp.type",
            "icmp.ident");

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    @Test
    void aNodeBehindANatIsReachedWithinUdpAndAgainWhenTheNatHasForgottenIt() throws Exception {
        RunResult result =
                Scenarios.in(new ColdWorlds()).run(Scenarios.parse("nat", """
                        network home  203.0.113.0/24
                        network cafe  192.168.7.0/24  delay 5ms  nat
                        home-agent ha  on home  address 203.0.113.1  keepalive 10s
                        mobile     mn  home 203.0.113.57
                        host       cn  on home  address 203.0.113.200
                        stream voice  udp  cn <-> mn  every 10ms
                        stream file   tcp  cn -> mn  rate 1Mbit/s
                        stream upload tcp  mn -> cn  rate 2Mbit/s
                        at 500ms   move mn to cafe
                        at 2500ms  nat cafe rebind
                        at 7s      stop
                        expect  registered within 1s          after each move
                        expect  binding of mn = cafe          at end
                        expect  interruption of voice < 4s    outside moves
                        expect  file intact
                        expect  upload intact
                        """).scenario(), directory, 1);

        assertThat(result.passed()).as("%s", result).isTrue();
        List<Frame> frames = frames();
        List<Frame> atCafe = at("mn:cafe", frames);
        List<Frame> atHome = at("ha:home", frames);
        assertThat(atCafe.stream().filter(frame -> frame.has("ip.proto", "4")))
                .as("IP in IP, be it before the home agent has said that there is a NAT")
                .isEmpty();
        assertThat(atCafe.stream()
                        .filter(frame ->
                                frame.all("ip.src").stream().limit(1).toList().contains("203.0.113.57")))
                .as("from the home address, before there was a tunnel: the NAT would make another sender of it")
                .isEmpty();
        assertThat(values(atCafe, Frame::isTunnelled, "mip.nattt.nexthdr")).containsExactly("4");
        Predicate<Frame> fromTheNode = frame -> frame.has("ip.src", "192.168.7.100");
        Set<String> requested = values(atCafe, fromTheNode.and(Frame::isRequest), "udp.srcport");
        assertThat(requested).hasSize(1);
        assertThat(values(atCafe, fromTheNode.and(Frame::isTunnelled), "udp.srcport"))
                .isEqualTo(requested);
        Predicate<Frame> fromHome = frame -> frame.has("ip.src", "203.0.113.57");
        Predicate<Frame> fromTheAgent = frame -> frame.has("udp.srcport", "434");
        assertThat(values(atHome, fromHome.negate().and(Frame::isRequest), "udp.srcport"))
                .as("the NAT's ports, before and after")
                .hasSize(2)
                .isEqualTo(values(atHome, fromTheAgent.and(Frame::isTunnelled), "udp.dstport"));
        assertThat(directory.resolve("mn.log")).content().containsOnlyOnce("nat-mapping-lost");
        Predicate<Frame> isEcho = frame -> frame.has("icmp.type", "8");
        assertThat(values(atHome, isEcho.and(Frame::isTunnelled), "icmp.ident")).contains("19790");
    }

    /** Whose daemons rehearse no handover: here nobody asks for times that a rehearsal would change. */
    private static final class ColdWorlds implements WorldProvider {

        private final NetnsWorldProvider worlds = new NetnsWorldProvider();

        @Override
        public String name() {
            return worlds.name();
        }

        @Override
        public Optional<Obstacle> obstacle() {
            return worlds.obstacle();
        }

        @Override
        public World open(Options options) {
            return worlds.open(options.cold());
        }
    }

    /** What tshark reads in a frame: of each of {@link #FIELDS} all that it has of it, from the outermost header inwards. */
    private record Frame(Map<String, List<String>> fields) {

        static Frame of(String line) {
            String[] columns = line.split("\t", -1);
            Map<String, List<String>> read = new HashMap<>();
            for (int i = 0; i < FIELDS.size(); i++) {
                read.put(FIELDS.get(i), columns[i].isEmpty() ? List.of() : List.of(columns[i].split(",")));
            }
            return new Frame(read);
        }

        List<String> all(String field) {
            return fields.getOrDefault(field, List.of());
        }

        boolean has(String field, String value) {
            return all(field).contains(value);
        }

        boolean isRequest() {
            return has("mip.type", "1");
        }

        boolean isTunnelled() {
            return has("mip.type", "4");
        }
    }

    private static List<Frame> at(String where, List<Frame> frames) {
        return frames.stream()
                .filter(frame -> frame.has("frame.interface_name", where))
                .toList();
    }

    /** The values of {@code field}, its first where a frame has more. */
    private static Set<String> values(List<Frame> frames, Predicate<Frame> which, String field) {
        return frames.stream()
                .filter(which)
                .flatMap(frame -> frame.all(field).stream().limit(1))
                .collect(Collectors.toSet());
    }

    /** All that could be asked about: each start of tshark takes a second of processor. */
    private List<Frame> frames() throws Exception {
        Path capture = directory.resolve("packets.pcapng");
        return Tshark.fields(capture, "mip || ip.proto == 4", FIELDS.toArray(String[]::new)).stream()
                .map(Frame::of)
                .toList();
    }
}
