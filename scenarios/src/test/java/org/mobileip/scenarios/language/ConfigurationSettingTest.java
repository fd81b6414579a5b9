package org.mobileip.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.config.ConfigException;
import org.mobileip.config.DataplaneChoice;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.ConfigurationSetting.File;

/** Option words become keys that the daemons' own configuration readers know and accept. */
final class ConfigurationSettingTest {

    private static final String AGENT =
            "home-agent ha on home max-lifetime infinite clock_tolerance 1.5ms compatibility rfc3344"
                    + " encapsulation udp,ipip reverse required mtu 1400 dataplane tun keepalive 20s advertise 50ms\n";
    private static final String MOBILE =
            "mobile mn home 10.10.0.57 lifetime 2min auth hmac-sha256 spi 0x200 replay nonce"
                    + " key wrong encapsulation ipip reverse off route home dataplane tun overlap 1.25s foreign-agents off"
                    + " flows udp:home,icmp:drop\n";

    private final Path directory;
    private final Scenario scenario = Scripts.scenario("network home 10.10.0.0/24\n" + AGENT + MOBILE + "at 1s stop\n");

    ConfigurationSettingTest(@TempDir Path temporary) {
        this.directory = temporary;
    }

    @Test
    void theHomeAgentReadsItsOptions() throws IOException, ConfigException {
        List<ConfigurationSetting> settings =
                ConfigurationSetting.of(scenario.homeAgents().get(0));
        HomeAgentConfig config = HomeAgentConfig.load(file(
                "home-agent.toml",
                """
                address = "10.10.0.1"
                network = "10.10.0.0/24"
                """
                        + tables(settings, File.HOME_AGENT, List.of("registration", "tunnel", "advertise"))
                        + "[[node]]\nname = \"mn\"\naddress = \"10.10.0.57\"\nkey = \"key\"\n"
                        + keys(ConfigurationSetting.of(scenario.mobiles().get(0)), File.NODE, "")));

        assertThat(config.registration().maxLifetime()).isEqualTo(Duration.ofSeconds(65535));
        assertThat(config.registration().clockTolerance()).isEqualTo(Duration.ofNanos(1_500_000));
        assertThat(config.registration().compatibility()).isEqualTo(HomeAgentConfig.Compatibility.RFC3344);
        assertThat(config.tunnel().encapsulation()).contains(Encapsulation.IPIP);
        assertThat(config.tunnel().reverse()).isEqualTo(HomeAgentConfig.ReverseTunnel.REQUIRED);
        assertThat(config.tunnel().mtu()).hasValue(1400);
        assertThat(config.tunnel().dataplane()).isEqualTo(DataplaneChoice.TUN);
        assertThat(config.tunnel().keepalive()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.advertise().every()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.nodes().get(0).security().get(0).auth()).isEqualTo(AuthenticationAlgorithm.HMAC_SHA256);
        assertThat(config.nodes().get(0).security().get(0).spi()).isEqualTo(0x200);
        assertThat(config.nodes().get(0).replay()).isEqualTo(HomeAgentConfig.Replay.NONCE);
        assertThat(config.nodes().get(0).multipath()).isTrue();
    }

    @Test
    void theMobileNodeReadsItsOptions() throws IOException, ConfigException {
        List<ConfigurationSetting> settings =
                ConfigurationSetting.of(scenario.mobiles().get(0));
        MobileNodeConfig config = MobileNodeConfig.load(file(
                "mobile-node.toml",
                """
                [home]
                address = "10.10.0.57/24"
                agent = "10.10.0.1"
                """
                        + tables(settings, File.MOBILE_NODE, List.of("registration", "tunnel", "handover"))
                        + "[security]\nkey = \"key\"\n"
                        + keys(settings, File.MOBILE_NODE, "security")));

        assertThat(config.registration().lifetime()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.security().auth()).isEqualTo(AuthenticationAlgorithm.HMAC_SHA256);
        assertThat(config.security().spi()).isEqualTo(0x200);
        assertThat(config.security().replay()).isEqualTo(HomeAgentConfig.Replay.NONCE);
        assertThat(config.tunnel().encapsulation()).hasValue(Encapsulation.IPIP);
        assertThat(config.tunnel().reverse()).isFalse();
        assertThat(config.tunnel().route()).containsExactly(Ipv4Prefix.parse("10.10.0.0/24"));
        assertThat(config.tunnel().dataplane()).isEqualTo(DataplaneChoice.TUN);
        assertThat(config.handover().overlap()).hasValue(Duration.ofMillis(1250));
        assertThat(config.handover().foreignAgents()).isFalse();
    }

    @Test
    void flowsAreTheNamesOfNetworksOrNone() {
        assertThat(ConfigurationSetting.flowsOf(scenario.mobiles().get(0)))
                .containsExactly(
                        new ConfigurationSetting.Flow("udp", Optional.of("home")),
                        new ConfigurationSetting.Flow("icmp", Optional.empty()));
    }

    @Test
    void everyOptionThatThereIsWasTried() {
        assertThat(scenario.homeAgents().get(0).options())
                .extracting(Scenario.Option::name)
                .containsExactlyInAnyOrderElementsOf(
                        NodeOptions.HOME_AGENT.stream().map(NodeOption::name).toList());
        assertThat(scenario.mobiles().get(0).options())
                .extracting(Scenario.Option::name)
                .containsExactlyInAnyOrderElementsOf(
                        NodeOptions.MOBILE.stream().map(NodeOption::name).toList());
    }

    private Path file(String name, String text) throws IOException {
        Path key = directory.resolve("key");
        if (!Files.exists(key)) {
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key, "hex:000102030405060708090a0b0c0d0e0f\n");
        }
        return Files.writeString(directory.resolve(name), text);
    }

    private static String tables(List<ConfigurationSetting> settings, File file, List<String> tables) {
        return tables.stream()
                .map(table -> "[" + table + "]\n" + keys(settings, file, table))
                .collect(Collectors.joining());
    }

    private static String keys(List<ConfigurationSetting> settings, File file, String table) {
        return settings.stream()
                .filter(each -> each.file() == file && each.table().equals(table))
                .map(each -> each.key() + " = " + each.toml() + "\n")
                .collect(Collectors.joining());
    }
}
