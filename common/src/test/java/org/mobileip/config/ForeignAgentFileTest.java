package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.config.HomeAgentConfig.Security;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;

/** The foreign agent's file: every key, the defaults, and every error at once with its place. */
final class ForeignAgentFileTest {

    private final ConfigDirectory directory;

    ForeignAgentFileTest(@TempDir Path temporary) {
        directory = new ConfigDirectory(temporary);
    }

    private ForeignAgentConfig load(String... lines) throws ConfigException {
        return ForeignAgentConfig.load(directory.file("foreign-agent.toml", lines));
    }

    @Test
    void needsAnInterfaceAndAnAddress() throws ConfigException {
        ForeignAgentConfig config = load("interface = \"wlan0\"", "address = \"192.0.2.1/24\"");
        assertThat(config.visitedInterface()).isEqualTo("wlan0");
        assertThat(config.address()).isEqualTo(InterfaceAddress.parse("192.0.2.1/24"));
        assertThat(config.careOf()).containsExactly(Ipv4.parse("192.0.2.1"));
        assertThat(config.router()).isFalse();
        assertThat(config.registration())
                .isEqualTo(new ForeignAgentConfig.Registration(Duration.ofMinutes(10), 5, 1000, false, false));
        assertThat(config.tunnel().reverse()).isEqualTo(HomeAgentConfig.ReverseTunnel.OPTIONAL);
        assertThat(config.tunnel().encapsulation())
                .containsExactlyInAnyOrder(Encapsulation.IPIP, Encapsulation.GRE, Encapsulation.MINIMAL);
        assertThat(config.advertise())
                .isEqualTo(new HomeAgentConfig.Advertise(true, Duration.ofSeconds(1), false, true));
    }

    @Test
    void readsEveryKey() throws ConfigException {
        ForeignAgentConfig config = load(
                "version = 1",
                "interface = \"wlan0\"",
                "address = \"192.0.2.1/24\"",
                "care_of = [\"198.51.100.1\", \"198.51.100.2\"]",
                "router = true",
                "[registration]",
                "max_lifetime = \"infinite\"",
                "max_pending = 7",
                "max_visitors = 8",
                "required = true",
                "challenge = true",
                "[tunnel]",
                "encapsulation = [\"ipip\"]",
                "reverse = \"required\"",
                "encapsulating_delivery = false",
                "mtu = 1400",
                "[advertise]",
                "every = \"500ms\"",
                "only_when_solicited = true",
                "prefix_lengths = false",
                "[[home_agent]]",
                "address = \"10.10.0.1\"",
                "spi = 0x200",
                "key = \"laptop.key\"",
                "[[home_agent]]",
                "address = \"10.10.0.1\"",
                "spi = 0x201",
                "key = \"laptop.key\"",
                "[[node]]",
                "address = \"10.10.0.57\"",
                "spi = 0x300",
                "key = \"laptop.key\"",
                "[[node]]",
                "nai = \"anna@example.org\"",
                "spi = 0x301",
                "key = \"laptop.key\"");
        assertThat(config.careOf()).containsExactly(Ipv4.parse("198.51.100.1"), Ipv4.parse("198.51.100.2"));
        assertThat(config.router()).isTrue();
        assertThat(config.registration())
                .isEqualTo(new ForeignAgentConfig.Registration(Duration.ofSeconds(65535), 7, 8, true, true));
        assertThat(config.tunnel())
                .isEqualTo(new ForeignAgentConfig.Tunnel(
                        Set.of(Encapsulation.IPIP),
                        HomeAgentConfig.ReverseTunnel.REQUIRED,
                        false,
                        OptionalInt.of(1400)));
        assertThat(config.advertise())
                .isEqualTo(new HomeAgentConfig.Advertise(true, Duration.ofMillis(500), true, false));
        assertThat(spis(config.homeAgents().get(Ipv4.parse("10.10.0.1")))).containsExactly(0x200, 0x201);
        assertThat(spis(config.homeAddresses().get(Ipv4.parse("10.10.0.57")))).containsExactly(0x300);
        assertThat(spis(config.identifiers().get("anna@example.org"))).containsExactly(0x301);
    }

    @Test
    void tellsEveryErrorWithItsPlace() {
        assertThat(directory.problems(() -> load(
                        "interface = \"a/b\"",
                        "address = \"192.0.2.0/24\"",
                        "[registration]",
                        "max_pendign = 5",
                        "max_visitors = 0",
                        "[tunnel]",
                        "encapsulation = [\"ipip\", \"udp\"]",
                        "reverse = \"maybe\"",
                        "[[home_agent]]",
                        "address = \"10.10.0.1\"",
                        "[[node]]",
                        "spi = 3",
                        "key = \"laptop.key\"")))
                .extracting(summary ->
                        summary.substring(0, summary.indexOf(": ") + 2) + summary.substring(summary.indexOf("error")))
                .containsExactly(
                        "foreign-agent.toml:1:13: error: \"a/b\" is not the name of an interface",
                        "foreign-agent.toml:2:11: error: 192.0.2.0 is the network 192.0.2.0/24 itself",
                        "foreign-agent.toml:4:1: error: unknown key \"max_pendign\" in [registration]",
                        "foreign-agent.toml:5:16: error: 0 is not within 1 to 100000",
                        "foreign-agent.toml:7:26: error: a foreign agent takes nothing out of UDP",
                        "foreign-agent.toml:8:11: error: \"maybe\" is not known here",
                        "foreign-agent.toml:9:1: error: missing key \"spi\" in [[home_agent]]",
                        "foreign-agent.toml:9:1: error: missing key \"key\" in [[home_agent]]",
                        "foreign-agent.toml:11:1: error: missing key \"address\" in [[node]]",
                        "foreign-agent.toml:12:7: error: SPI 3 is reserved (0–255)");
    }

    private static List<Integer> spis(@Nullable List<Security> all) {
        return all == null ? List.of() : all.stream().map(Security::spi).toList();
    }
}
