package org.mobileip.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.config.HomeAgentConfig;

class LoadCommandTest {

    @TempDir
    private Path directory = Path.of("");

    private Shell shell = new Shell(directory);

    @BeforeEach
    void start() {
        shell = new Shell(directory, FakeWorld.called("netns"));
    }

    @ParameterizedTest
    @CsvSource({
        "--agent, 192.0.2.1:x, --agent is an IPv4 address",
        "--agent, example.org, --agent is an IPv4 address",
        "--nodes, 0, --nodes is 1 to 1000000",
        "--network, 10.0.0.0/24, room for 0",
        "--network, ten, --network is a prefix",
        "--spi, 255, --spi is a number from 256 on",
        "--auth, md4, --auth is hmac-md5",
        "--rate, 0.5, rates are 1 to 1000000",
        "--rate, NaN, rates are 1 to 1000000",
        "--seconds, 4000, --seconds 0.1 to 3600",
        "--by, 1, --by is 1.01 to 100",
        "--forged, -1, rates are 1 to 1000000",
        "--lifetime, 65536, --lifetime is 1 to 65535",
        "--care-of, here, --care-of is an IPv4 address",
    })
    void refusesWhatCannotBeMeasured(String option, String value, String message) {
        assertThat(shell.run("load", option, value)).isEqualTo(2);
        assertThat(shell.err()).contains(message);
    }

    @Test
    void killsNobodyElsesHomeAgent() {
        assertThat(shell.run("load", "--kills", "3", "--agent", "192.0.2.1")).isEqualTo(2);
        assertThat(shell.err()).contains("kills no home agent but our own");
        assertThat(shell.run("load", "--kills", "-1")).isEqualTo(2);
    }

    @Test
    void saysWhatIsWrongWithTheKeyFile() {
        assertThat(shell.run("load", "--key", directory.resolve("no.key").toString()))
                .isEqualTo(3);
        assertThat(shell.err()).contains("no.key does not exist");
    }

    @Test
    void theConfigurationItWritesIsOneThatHomeAgentsTake() throws Exception {
        assertThat(shell.run("load", "--write-config", "agent", "--nodes", "1500", "--agent", "192.0.2.1"))
                .isZero();
        assertThat(shell.out()).isEqualTo("wrote agent/home-agent.toml for 1500 nodes\n");

        HomeAgentConfig config = HomeAgentConfig.load(directory.resolve("agent/home-agent.toml"));
        assertThat(config.address()).hasToString("192.0.2.1");
        assertThat(config.warnings()).isEmpty();
        assertThat(config.nodes()).hasSize(1500);
        HomeAgentConfig.Node last = config.nodes().stream()
                .filter(node -> node.name().equals("load-001499"))
                .findFirst()
                .orElseThrow();
        assertThat(last.address().orElseThrow()).hasToString("10.0.6.219"); // 256 + 1499 = 6 * 256 + 219
        // printf load-001499 | sha256sum | cut -c 1-32
        assertThat(Files.readString(directory.resolve("agent/keys/load-001499.key")))
                .isEqualTo("hex:4ade5996a6942649a02e214530890ea5\n");
    }

    @Test
    void oneKeyForAllIsTheFileThatWasGiven() throws Exception {
        Path key = Files.writeString(directory.resolve("our.key"), "text:sixteen octets ok");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertThat(shell.run("load", "--write-config", "agent", "--nodes", "3", "--key", key.toString()))
                .isZero();
        HomeAgentConfig config = HomeAgentConfig.load(directory.resolve("agent/home-agent.toml"));
        assertThat(config.nodes()).hasSize(3).allSatisfy(node -> assertThat(
                        node.security().get(0).key())
                .isEqualTo(org.mobileip.auth.Key.of(
                        "sixteen octets ok".getBytes(java.nio.charset.StandardCharsets.US_ASCII))));
    }
}
