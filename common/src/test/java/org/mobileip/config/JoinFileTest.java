package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.config.HomeAgentConfig.Replay;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4Prefix;

/** What is carried to a mobile node by hand. */
class JoinFileTest {

    private static final String SECRET = "hex:000102030405060708090a0b0c0d0e0f";

    @TempDir
    private Path directory = Path.of("");

    private static JoinFile laptop(Optional<String> nai) {
        return new JoinFile(
                "laptop",
                nai.isPresent() ? Optional.empty() : Optional.of(InterfaceAddress.parse("10.10.0.57/24")),
                nai,
                Ipv4Prefix.parse("10.10.0.0/24"),
                "10.10.0.1",
                0x101,
                SECRET,
                AuthenticationAlgorithm.HMAC_SHA256,
                Replay.NONCE,
                Duration.ofSeconds(65535));
    }

    private JoinFile read(String text, String mode) throws ConfigException {
        return JoinFile.read(new ConfigDirectory(directory).key("laptop.join", text, mode));
    }

    @Test
    void isReadAsItWasWritten() throws ConfigException {
        for (Optional<String> nai : java.util.List.<Optional<String>>of(
                Optional.empty(), Optional.of("ann@example.org"), Optional.of("a\"n\\n@example.org"))) {
            JoinFile written = laptop(nai);
            assertThat(read(written.text(), "rw-------")).isEqualTo(written);
        }
    }

    /** Every word of the file that is made is one of the contract's. */
    @Test
    void makesAFileThatSaysTheSame() throws ConfigException {
        ConfigDirectory files = new ConfigDirectory(directory);
        files.key("laptop.key", SECRET + "\n", "rw-------");
        MobileNodeConfig config = MobileNodeConfig.load(
                files.file("mobile-node.toml", laptop(Optional.empty()).configuration("laptop.key")));
        assertThat(config.name()).isEqualTo("laptop");
        assertThat(config.home().address()).contains(InterfaceAddress.parse("10.10.0.57/24"));
        assertThat(config.home().agents())
                .containsExactly(new MobileNodeConfig.Agent.Address(org.mobileip.net.Ipv4.parse("10.10.0.1")));
        assertThat(config.security().spi()).isEqualTo(0x101);
        assertThat(config.security().auth()).isEqualTo(AuthenticationAlgorithm.HMAC_SHA256);
        assertThat(config.security().replay()).isEqualTo(Replay.NONCE);
        assertThat(config.registration().lifetime()).isEqualTo(Duration.ofSeconds(65535));
        assertThat(config.warnings()).isEmpty();
        MobileNodeConfig guest = MobileNodeConfig.load(
                files.file("guest.toml", laptop(Optional.of("ann@example.org")).configuration("laptop.key")));
        assertThat(guest.home().nai()).contains("ann@example.org");
        assertThat(guest.home().network()).contains(Ipv4Prefix.parse("10.10.0.0/24"));
    }

    @Test
    void isRefusedWhereOthersMayReadIt() {
        String text = laptop(Optional.empty()).text();
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read(text, "rw-r-----"));
        assertThat(refused.problems()).singleElement().satisfies(problem -> assertThat(problem.summary())
                .contains("join file")
                .contains("readable by group")
                .contains("mode 0640"));
    }

    @Test
    void listsAllThatIsWrongAndNothingOfTheKey() {
        String text = laptop(Optional.empty())
                .text()
                .replace("join = 1", "join = 2")
                .replace("0x101", "7")
                .replace(SECRET, "hex:secretsecret");
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read(text, "rw-------"));
        assertThat(refused.problems()).hasSize(3);
        assertThat(refused.problems().stream().map(Problem::summary)).noneMatch(line -> line.contains("secretsecret"));
        assertThat(laptop(Optional.empty()).toString()).doesNotContain("0001020304");
    }
}
