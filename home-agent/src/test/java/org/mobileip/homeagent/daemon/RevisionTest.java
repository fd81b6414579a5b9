package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.config.ConfigException;
import org.mobileip.config.Difference;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.net.Encapsulation;

/** What is told of two files that differ. */
class RevisionTest {

    private static final String HEAD = """
            interface = "eth0"
            address = "10.10.0.1"
            network = "10.10.0.0/24"
            """;
    private static final String LAPTOP = """
            [[node]]
            name = "laptop"
            address = "10.10.0.57"
            spi = 0x101
            key = "one.key"
            """;

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void makeKeys() throws IOException {
        for (String name : List.of("one.key", "two.key")) {
            Path key = Files.writeString(directory.resolve(name), "text:0123456789abcdef " + name + "\n");
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private HomeAgentConfig load(String text) throws IOException, ConfigException {
        return HomeAgentConfig.load(Files.writeString(directory.resolve("home-agent.toml"), text));
    }

    private Revision between(String before, String after) throws IOException, ConfigException {
        HomeAgentConfig running = load(before);
        return Revision.of(running, running, load(after));
    }

    private static List<String> lines(Revision revision) {
        return revision.changes().stream().map(Difference::line).toList();
    }

    @Test
    void tellsNothingOfAFileThatSaysTheSameInOtherWords() throws IOException, ConfigException {
        Revision same =
                between(HEAD + LAPTOP, "# A comment\n" + HEAD + "[registration]\nmax_lifetime = \"600s\"\n" + LAPTOP);
        assertThat(lines(same)).isEmpty();
        assertThat(same.summary()).isEqualTo("nothing changed");
    }

    @Test
    void tellsWhichNodesCameWentAndChangedAndWhatOfThem() throws IOException, ConfigException {
        String others = LAPTOP.replace("laptop", "van-3").replace(".57", ".58");
        String after = LAPTOP.replace("one.key", "two.key") + "replay = \"nonce\"\nnetworks = [\"10.20.3.0/24\"]\n"
                + LAPTOP.replace("laptop", "tablet").replace(".57", ".59");
        Revision revision = between(HEAD + LAPTOP + others, HEAD + after);
        assertThat(lines(revision))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("node van-3 removed: 10.10.0.58"),
                        second -> assertThat(second).isEqualTo("node tablet added: 10.10.0.59"),
                        third -> assertThat(third)
                                .matches("node laptop: replay timestamp -> nonce, networks \\[] -> \\[10.20.3.0/24],"
                                        + " key [0-9a-f]{4}-[0-9a-f]{4} -> [0-9a-f]{4}-[0-9a-f]{4}"));
        assertThat(revision.summary()).isEqualTo("+1 node, -1 node, 1 node changed");
        assertThat(revision.changes().toString()).as("no key").doesNotContain("0123456789abcdef");
    }

    /** But not for another line of the file. */
    @Test
    void anotherAddressOfMetricsWaits() throws IOException, ConfigException {
        String metrics = "[metrics]\nlisten = \"127.0.0.1:9434\"\n";
        assertThat(lines(between(HEAD + metrics + LAPTOP, HEAD + "\n\n" + metrics + LAPTOP)))
                .isEmpty();
        Revision revision = between(HEAD + metrics + LAPTOP, HEAD + metrics.replace("9434", "9500") + LAPTOP);
        assertThat(lines(revision))
                .containsExactly("metrics.listen: 127.0.0.1:9434 -> 127.0.0.1:9500 waits for a restart");
        assertThat(revision.after().metrics().orElseThrow().listen().port()).isEqualTo(9434);
    }

    @Test
    void callsANodeOfTheSameHomeAddressTheSame() throws IOException, ConfigException {
        assertThat(lines(between(HEAD + LAPTOP, HEAD + LAPTOP.replace("laptop", "notebook"))))
                .containsExactly("node laptop: is called notebook");
    }

    @Test
    void changesRulesNowAndNamesWhatWaits() throws IOException, ConfigException {
        Revision revision = between(HEAD + LAPTOP, HEAD + """
                [registration]
                max_lifetime = "infinite"
                refuse_care_of = ["198.51.100.0/24"]
                [tunnel]
                encapsulation = ["ipip"]
                keepalive = "90s"
                mtu = 1400
                dont_fragment = "ignore"
                [advertise]
                every = "500ms"
                [daemon]
                state = "elsewhere"
                """ + LAPTOP);
        assertThat(lines(revision))
                .containsExactly(
                        "registration.max_lifetime: 10m -> infinite",
                        "registration.refuse_care_of: [] -> [198.51.100.0/24]",
                        "tunnel.keepalive: 110s -> 90s",
                        "tunnel.mtu: auto -> 1400 waits for a restart",
                        "tunnel.dont_fragment: obey -> ignore waits for a restart",
                        "advertise.every: 1s -> 500ms",
                        "daemon.state: /var/lib/mobileip/home-agent -> " + directory + "/elsewhere waits for a restart",
                        "tunnel.encapsulation: [gre, ipip, minimal, udp] -> [ipip]");
        assertThat(revision.waiting()).containsExactly("tunnel.mtu", "tunnel.dont_fragment", "daemon.state");
        assertThat(revision.after().tunnel().mtu()).isEmpty();
        assertThat(revision.after().tunnel().encapsulation()).isEqualTo(Set.of(Encapsulation.IPIP));
        assertThat(revision.after().daemon().state()).contains(Path.of("/var/lib/mobileip/home-agent"));
        assertThat(revision.refusals()).isEmpty();
    }

    @Test
    void servesNoEncapsulationThatItsTunnelsWereNotMadeFor() throws IOException, ConfigException {
        Revision revision = between(HEAD + "[tunnel]\nencapsulation = [\"ipip\"]\n", HEAD);
        assertThat(revision.waiting()).containsExactly("tunnel.encapsulation");
        assertThat(revision.after().tunnel().encapsulation()).isEqualTo(Set.of(Encapsulation.IPIP));
    }

    @Test
    void isAnotherHomeAgentWithAnotherAddressNetworkOrLink() throws IOException, ConfigException {
        String other = "address = \"10.11.0.1\"\npublic = \"203.0.113.9\"\nnetwork = \"10.11.0.0/24\"\n";
        assertThat(between(HEAD + LAPTOP, other).refusals())
                .containsExactly("interface", "address", "public", "network");
    }

    @Test
    void tellsOfPoolsAndForeignAgents() throws IOException, ConfigException {
        String before = HEAD + "[[pool]]\nname = \"guests\"\nrange = \"10.10.0.100-10.10.0.110\"\n";
        String after = HEAD + "[[pool]]\nname = \"guests\"\nrange = \"10.10.0.100-10.10.0.120\"\n"
                + "[[foreign_agent]]\naddress = \"192.0.2.1\"\nspi = 0x300\nkey = \"one.key\"\n";
        assertThat(lines(between(before, after)))
                .containsExactly("pool guests: other addresses", "foreign_agent 192.0.2.1 added");
    }
}
