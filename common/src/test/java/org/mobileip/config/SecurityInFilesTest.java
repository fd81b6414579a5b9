package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Validity;
import org.mobileip.config.HomeAgentConfig.Security;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** Several keys of one node, foreign agents, and what is granted. */
final class SecurityInFilesTest {

    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant JANUARY = Instant.parse("2027-01-01T00:00:00Z");

    private static final String NODE = "[[node]]\nname = \"a\"\naddress = \"10.10.0.5\"";
    private static final String KEY = "key = \"keys/laptop.key\"";

    private final ConfigDirectory directory;

    SecurityInFilesTest(@TempDir Path temporary) {
        directory = new ConfigDirectory(temporary);
    }

    private List<Security> security(String... lines) throws ConfigException {
        return directory.homeAgent(lines).nodes().get(0).security();
    }

    @Test
    void aNodeHasItsOwnAssociationAndThoseOfItsTables() throws ConfigException {
        List<Security> security = security(
                NODE,
                "spi = 0x101",
                KEY,
                "not_after = 2027-01-01T01:00:00+01:00",
                "[[node.security]]",
                "spi = 0x102",
                KEY,
                "auth = \"hmac-sha256\"",
                "not_before = 2026-12-01T00:00:00Z");
        assertThat(security).extracting(Security::spi).containsExactly(0x101, 0x102);
        assertThat(security)
                .extracting(Security::auth)
                .containsExactly(AuthenticationAlgorithm.HMAC_MD5, AuthenticationAlgorithm.HMAC_SHA256);
        assertThat(security)
                .extracting(Security::validity)
                .containsExactly(new Validity(Instant.MIN, JANUARY), new Validity(DECEMBER, Instant.MAX));
    }

    @Test
    void aNodeMayHaveTablesOnly() throws ConfigException {
        assertThat(security(NODE, "[[node.security]]", "spi = 0x102", KEY, "[[node.security]]", "spi = 0x103", KEY))
                .extracting(Security::spi)
                .containsExactly(0x102, 0x103);
    }

    @Test
    void everyMistakeIsToldWithItsPlace() {
        assertThat(directory.homeAgentProblems(
                        NODE,
                        "auth = \"hmac-md5\"",
                        "[[node.security]]",
                        "spi = 0x102",
                        KEY,
                        "not_before = \"2026-12-01\"",
                        "[[node.security]]",
                        "spi = 0x102",
                        KEY,
                        "not_before = 2027-01-01T00:00:00Z",
                        "not_after = 2027-01-01T00:00:00Z",
                        "valid = true"))
                .containsExactly(
                        "home-agent.toml:3:1: error: missing key \"spi\" in [[node]]",
                        "home-agent.toml:3:1: error: missing key \"key\" in [[node]]",
                        "home-agent.toml:10:14: error: expected a date and time, found the string \"2026-12-01\"",
                        "home-agent.toml:12:7: error: SPI 0x102 is there twice",
                        "home-agent.toml:15:13: error: not_after is not after not_before",
                        "home-agent.toml:16:1: error: unknown key \"valid\" in [[node.security]]");
    }

    @Test
    void theTableIsNotForgottenWhereTheNodeHasNothingAtAll() {
        assertThat(directory.homeAgentProblems(NODE))
                .containsExactly(
                        "home-agent.toml:3:1: error: missing key \"spi\" in [[node]]",
                        "home-agent.toml:3:1: error: missing key \"key\" in [[node]]");
    }

    @Test
    void sixteenAssociationsAreEnoughForAnyNode() throws ConfigException {
        StringBuilder tables = new StringBuilder(NODE);
        for (int spi = 256; spi < 256 + 16; spi++) {
            tables.append("\n[[node.security]]\nspi = ")
                    .append(spi)
                    .append('\n')
                    .append(KEY);
        }
        assertThat(security(tables.toString())).hasSize(16);
        assertThat(directory.homeAgentProblems(tables + "\n[[node.security]]\nspi = 300\n" + KEY))
                .containsExactly("home-agent.toml:3:1: error: more than 16 security associations");
    }

    @Test
    void tablesOfOneAddressAreOneForeignAgent() throws ConfigException {
        HomeAgentConfig config = directory.homeAgent(
                "[[foreign_agent]]",
                "address = \"192.0.2.1\"",
                "spi = 0x200",
                KEY,
                "[[foreign_agent]]",
                "address = \"198.51.100.1\"",
                "spi = 0x200",
                KEY,
                "auth = \"hmac-sha256\"",
                "[[foreign_agent]]",
                "address = \"192.0.2.1\"",
                "spi = 0x201",
                KEY,
                "not_before = 2026-12-01T00:00:00Z");
        assertThat(config.foreignAgents())
                .extracting(HomeAgentConfig.ForeignAgent::address)
                .containsExactly(Ipv4.parse("192.0.2.1"), Ipv4.parse("198.51.100.1"));
        assertThat(config.foreignAgents().get(0).security())
                .extracting(Security::spi)
                .containsExactly(0x200, 0x201);
        assertThat(config.foreignAgents().get(1).security())
                .extracting(Security::auth)
                .containsExactly(AuthenticationAlgorithm.HMAC_SHA256);
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void aForeignAgentIsAnotherMachineWithAnAddressAndAKey() {
        assertThat(directory.homeAgentProblems(
                        "[[foreign_agent]]",
                        "address = \"10.10.0.1\"",
                        "[[foreign_agent]]",
                        "adress = \"192.0.2.1\"",
                        "spi = 0x200",
                        KEY,
                        "[[foreign_agent]]",
                        "address = \"192.0.2.2\"",
                        "spi = 0x200",
                        KEY,
                        "[[foreign_agent]]",
                        "address = \"192.0.2.2\"",
                        "spi = 0x200",
                        KEY))
                .containsExactly(
                        "home-agent.toml:3:1: error: missing key \"spi\" in [[foreign_agent]]",
                        "home-agent.toml:3:1: error: missing key \"key\" in [[foreign_agent]]",
                        "home-agent.toml:4:11: error: 10.10.0.1 is the home agent's own address",
                        "home-agent.toml:5:1: error: missing key \"address\" in [[foreign_agent]]",
                        "home-agent.toml:6:1: error: unknown key \"adress\" in [[foreign_agent]]",
                        "home-agent.toml:15:7: error: SPI 0x200 is there twice");
    }

    @Test
    void whatIsGrantedHasLimitsThatCanBeSet() throws ConfigException {
        HomeAgentConfig.Registration registration = directory
                .homeAgent(
                        "[registration]",
                        "simultaneous_bindings = false",
                        "max_bindings = 100",
                        "max_bindings_per_node = 2",
                        "refuse_care_of = [\"198.51.100.0/24\"]")
                .registration();
        assertThat(registration.simultaneousBindings()).isFalse();
        assertThat(registration.maxBindings()).isEqualTo(100);
        assertThat(registration.maxBindingsPerNode()).isEqualTo(2);
        assertThat(registration.refuseCareOf()).containsExactly(Ipv4Prefix.parse("198.51.100.0/24"));
        assertThat(directory.homeAgentProblems(
                        "[registration]",
                        "simultaneous_bindings = \"no\"",
                        "max_bindings = 0",
                        "max_bindings_per_node = 65",
                        "refuse_care_of = [\"198.51.100.1/24\"]"))
                .containsExactly(
                        "home-agent.toml:4:25: error: expected true or false, found the string \"no\"",
                        "home-agent.toml:5:16: error: 0 is not within 1 to 100000000",
                        "home-agent.toml:6:25: error: 65 is not within 1 to 64",
                        "home-agent.toml:7:19: error: 198.51.100.1/24 has host bits set");
    }

    @Test
    void aNodeMayHaveAClockToleranceOfItsOwnAndAnUnwiseOneIsWarnedAbout() throws ConfigException {
        HomeAgentConfig config = directory.homeAgent(
                "[registration]",
                "clock_tolerance = \"3s\"",
                NODE,
                "spi = 256",
                KEY,
                "clock_tolerance = \"300s\"",
                "[[node]]\nname = \"b\"\naddress = \"10.10.0.6\"\nspi = 256",
                KEY,
                "replay = \"nonce\"",
                "clock_tolerance = \"60s\"");
        assertThat(config.nodes().get(0).clockTolerance()).contains(Duration.ofMinutes(5));
        assertThat(config.nodes().get(1).replay()).isEqualTo(HomeAgentConfig.Replay.NONCE);
        assertThat(directory.summaries(config.warnings()))
                .containsExactly(
                        "home-agent.toml:4:19: warning: RFC 5944 section 5.7.1 asks for more than 3s",
                        "home-agent.toml:17:1: warning: clock_tolerance means nothing with replay = \"nonce\"");
    }
}
