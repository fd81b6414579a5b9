package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.config.MobileNodeConfig.Flow;

/** {@code [[flow]]} of mobile-node.toml. */
class FlowReaderTest {

    private static final String BEFORE = """
            version = 1
            [home]
            address = "10.10.0.57/24"
            agent = "10.10.0.1"
            [security]
            spi = 0x101
            key = "key"
            [[interface]]
            match = "wlan*"
            [[interface]]
            match = "wwan0"
            """;

    private final Path directory;

    FlowReaderTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        Path key = directory.resolve("key");
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, "hex:00112233445566778899aabbccddeeff\n");
    }

    private MobileNodeConfig load(String flows) throws IOException, ConfigException {
        return MobileNodeConfig.load(Files.writeString(directory.resolve("mobile-node.toml"), BEFORE + flows));
    }

    private static List<String> words(MobileNodeConfig config) {
        return config.flows().stream()
                .map(flow -> flow.which() + " by "
                        + flow.uplinks().stream().map(InterfaceMatch::pattern).toList())
                .toList();
    }

    @Test
    void thereAreNoneUnlessTheFileSaysSo() throws Exception {
        assertThat(load("").flows()).isEmpty();
    }

    @Test
    void readsEveryKeyInTheOrderOfTheFile() throws Exception {
        MobileNodeConfig config = load("""
                [[flow]]
                protocol    = "udp"
                remote      = "10.20.0.0/16"
                remote_port = "5000-5010"
                local_port  = 40000
                dscp        = 46
                uplink      = ["wwan0", "wlan*"]
                [[flow]]
                protocol = 89
                uplink = "wlan0"
                [[flow]]
                protocol = "ICMP"
                drop = true
                [[flow]]
                uplink = "wwan0"
                """);
        assertThat(words(config))
                .containsExactly(
                        "udp remote 10.20.0.0/16 remote port 5000-5010 local port 40000 dscp 46 by [wwan0, wlan*]",
                        "protocol 89 by [wlan0]",
                        "icmp by []",
                        "any by [wwan0]");
        assertThat(config.flows()).extracting(Flow::uplinks).anyMatch(List::isEmpty);
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void warnsWithoutAReverseTunnel() throws Exception {
        MobileNodeConfig config = load("[tunnel]\nreverse = false\n[[flow]]\nuplink = \"wwan0\"\n");
        assertThat(config.warnings())
                .anySatisfy(warning -> assertThat(warning.summary()).contains("without a reverse tunnel"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "protocol = 'tcpp'; uplink = 'wwan0'                      | unknown protocol",
                "protocol = 256; uplink = 'wwan0'                         | 256",
                "remote_port = 80; uplink = 'wwan0'                       | without a protocol that has ports",
                "protocol = 'icmp'; local_port = 80; uplink = 'wwan0'   | without a protocol that has ports",
                "protocol = 'udp'; remote_port = '90-80'; uplink = 'wwan0' | no range of ports",
                "protocol = 'udp'; remote_port = 0; uplink = 'wwan0'    | 0",
                "protocol = 'udp'; remote_port = '1-2-3'; uplink = 'wwan0' | no range of ports",
                "protocol = 'udp'                                           | missing key \"uplink\"",
                "drop = true; uplink = 'wwan0'                            | not both",
                "uplink = 'eth0'                                            | no [[interface]] matches \"eth0\"",
                "uplink = 'wwan0'; port = 80                              | unknown key \"port\""
            })
    void saysWhatIsWrong(String flow, String message) {
        String table = "[[flow]]\n" + flow.replace("; ", "\n").replace('\'', '"') + "\n";
        ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> load(table));
        assertThat(wrong).isNotNull();
        assertThat(wrong.problems()).extracting(Problem::summary).anySatisfy(summary -> assertThat(summary)
                .contains(message));
    }

    /** Whether it has ports nobody can say of a protocol that nobody knows. */
    @ParameterizedTest
    @ValueSource(strings = {"\"ucp\"", "256", "true"})
    void saysOfAnUnknownProtocolThatItIsUnknownAndNothingElse(String protocol) {
        String table = "[[flow]]\nprotocol = " + protocol + "\nremote_port = 5004\nuplink = \"wwan0\"\n";
        ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> load(table));
        assertThat(wrong.problems()).hasSize(1);
        assertThat(wrong.problems().get(0).summary()).doesNotContain("ports");
    }

    @Test
    void takesFifteen() throws Exception {
        String one = "[[flow]]\nuplink = \"wwan0\"\n";
        assertThat(load(one.repeat(15)).flows()).hasSize(15);
        ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> load(one.repeat(16)));
        assertThat(wrong.getMessage()).contains("more than 15 flows");
    }
}
