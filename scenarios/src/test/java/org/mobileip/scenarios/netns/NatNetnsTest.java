package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.scenarios.Scenarios;
import org.mobileip.scenarios.measure.RunResult;
import org.mobileip.testing.NetnsSupport;

/** RFC 3519 with real daemons, behind a NAT of nftables, in what tshark sees of it. */
@Tag("netns")
@Timeout(180)
final class NatNetnsTest {

    private static final String TUNNEL = "mip.type == 4";

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    @Test
    void aNodeBehindANatIsReachedWithinUdpAndAgainWhenTheNatHasForgottenIt() throws Exception {
        RunResult result = Scenarios.in("netns").run(Scenarios.parse("nat", """
                        network home  203.0.113.0/24
                        network cafe  192.168.7.0/24  delay 5ms  nat
                        home-agent ha  on home  address 203.0.113.1  keepalive 10s
                        mobile     mn  home 203.0.113.57
                        host       cn  on home  address 203.0.113.200
                        stream voice  udp  cn <-> mn  every 10ms
                        stream file   tcp  cn -> mn  rate 1Mbit/s
                        at 500ms   move mn to cafe
                        at 2500ms  nat cafe rebind
                        at 7s      stop
                        expect  registered within 1s          after each move
                        expect  binding of mn = cafe          at end
                        expect  interruption of voice < 4s    outside moves
                        expect  file intact
                        """).scenario(), directory, 1);

        assertThat(result.passed()).as("%s", result).isTrue();
        assertThat(at("mn:cafe", "ip.proto == 4", "frame.number"))
                .as("IP in IP, be it before the home agent has said that there is a NAT")
                .isEmpty();
        assertThat(at("mn:cafe", TUNNEL, "mip.nattt.nexthdr")).containsExactly("4");
        Set<String> requested = at("mn:cafe", "mip.type == 1 && ip.src == 192.168.7.100", "udp.srcport");
        assertThat(requested).hasSize(1);
        assertThat(at("mn:cafe", TUNNEL + " && ip.src == 192.168.7.100", "udp.srcport"))
                .isEqualTo(requested);
        assertThat(at("ha:home", "mip.type == 1 && !(ip.src == 203.0.113.57)", "udp.srcport"))
                .as("the NAT's ports, before and after")
                .hasSize(2)
                .isEqualTo(at("ha:home", TUNNEL + " && udp.srcport == 434", "udp.dstport"));
        assertThat(directory.resolve("mn.log")).content().containsOnlyOnce("nat-mapping-lost");
        assertThat(at("ha:home", TUNNEL + " && icmp.type == 8", "icmp.ident")).contains("19790");
    }

    /** The values of {@code field}, its first where a frame has more, in the frames of that interface that pass the filter. */
    private Set<String> at(String where, String filter, String field) throws Exception {
        String whole = "frame.interface_name == \"" + where + "\" && " + filter;
        List<String> command = List.of(
                "tshark",
                "-r",
                directory.resolve("packets.pcapng").toString(),
                "-Y",
                whole,
                "-T",
                "fields",
                "-E",
                "occurrence=f",
                "-e",
                field);
        Process tshark = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said.lines().filter(line -> !line.isBlank()).collect(Collectors.toSet());
    }
}
