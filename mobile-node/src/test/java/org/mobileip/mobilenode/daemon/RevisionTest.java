package org.mobileip.mobilenode.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.config.ConfigException;
import org.mobileip.config.Difference;
import org.mobileip.config.MobileNodeConfig;

/** What is told of two files of a mobile node that differ. */
class RevisionTest {

    private static final String HOME = """
            [home]
            address = "10.10.0.57/24"
            agent = "10.10.0.1"
            """;
    private static final String SECURITY = """
            [security]
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

    private MobileNodeConfig load(String text) throws IOException, ConfigException {
        return MobileNodeConfig.load(Files.writeString(directory.resolve("mobile-node.toml"), text));
    }

    private Revision between(String before, String after) throws IOException, ConfigException {
        return Revision.of(load(before), load(after));
    }

    private static List<String> lines(Revision revision) {
        return revision.changes().stream().map(Difference::line).toList();
    }

    @Test
    void changesNowWhatDecidesAndIsAskedFor() throws IOException, ConfigException {
        Revision revision =
                between(HOME + SECURITY, "name = \"laptop\"\n" + HOME + SECURITY.replace("0x101", "0x102") + """
                [registration]
                lifetime = "90s"
                revocation = false
                [tunnel]
                route = ["172.16.0.0/12"]
                broadcasts = true
                [[interface]]
                match = "wlan*"
                [[interface]]
                match = "eth*"
                [handover]
                overlap = "500ms"
                foreign_agents = false
                hold_down = "3s"
                """);
        assertThat(lines(revision))
                .containsExactly(
                        "name: 10.10.0.57 -> laptop",
                        "security.spi: 0x101 -> 0x102",
                        "registration.lifetime: 600s -> 90s",
                        "registration.revocation: true -> false",
                        "tunnel.route: all -> [172.16.0.0/12]",
                        "tunnel.broadcasts: false -> true",
                        "interface: * -> wlan*, eth*",
                        "handover.overlap: none -> 500ms",
                        "handover.foreign_agents: true -> false",
                        "handover.hold_down: 10s -> 3s");
        assertThat(revision.waiting()).isEmpty();
        assertThat(revision.after()).isEqualTo(load(Files.readString(directory.resolve("mobile-node.toml"))));
    }

    /** But not for another line of the file. */
    @Test
    void anotherAddressOfMetricsWaits() throws IOException, ConfigException {
        String metrics = "[metrics]\nlisten = \"127.0.0.1:9435\"\n";
        assertThat(lines(between(HOME + SECURITY + metrics, HOME + SECURITY + "\n\n" + metrics)))
                .isEmpty();
        Revision revision = between(HOME + SECURITY, HOME + SECURITY + metrics);
        assertThat(lines(revision)).containsExactly("metrics.listen: none -> 127.0.0.1:9435 waits for a restart");
        assertThat(revision.after().metrics()).isEmpty();
    }

    @Test
    void namesWhatWaitsAndLeavesItAsItWas() throws IOException, ConfigException {
        Revision revision = between(HOME + SECURITY, HOME.replace("10.10.0.1\"", "ha.example.org\"") + SECURITY + """
                replay = "nonce"
                [tunnel]
                interface = "mip7"
                encapsulation = "gre"
                [handover]
                probe = "5s"
                [network]
                interface = "lan0"
                [daemon]
                control = "other.sock"
                """);
        assertThat(revision.waiting())
                .containsExactly(
                        "home.agent",
                        "security.replay",
                        "tunnel.interface",
                        "tunnel.encapsulation",
                        "handover.probe",
                        "network",
                        "daemon.control",
                        "daemon.state");
        assertThat(revision.changes()).hasSize(8);
        assertThat(lines(revision)).contains("home.agent: 10.10.0.1 -> ha.example.org waits for a restart");
        assertThat(revision.after()).isEqualTo(load(HOME + SECURITY));
    }

    @Test
    void tellsOfAnotherKeyByFingerprintsAlone() throws IOException, ConfigException {
        Revision revision = between(HOME + SECURITY, HOME + SECURITY.replace("one.key", "two.key"));
        assertThat(lines(revision)).singleElement().asString().matches("security\\.key: [0-9a-f-]{9} -> [0-9a-f-]{9}");
        assertThat(revision.summary()).doesNotContain("0123456789abcdef");
    }
}
