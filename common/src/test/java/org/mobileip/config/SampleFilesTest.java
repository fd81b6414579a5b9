package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.auth.Key;
import org.mobileip.auth.Validity;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** The files that the documentation shows are what the programs take. */
final class SampleFilesTest {

    private static final Key KEY = Key.of(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f"));

    private final ConfigDirectory directory;

    SampleFilesTest(@TempDir Path temporary) {
        directory = new ConfigDirectory(temporary);
    }

    @Test
    void readsEveryKeyOfTheHomeAgentsFile() throws ConfigException {
        HomeAgentConfig config =
                HomeAgentConfig.load(directory.file("home-agent.toml", ConfigDirectory.sample("home-agent.toml")));

        assertThat(config.homeInterface()).contains("eth0");
        assertThat(config.address()).isEqualTo(Ipv4.parse("10.10.0.1"));
        assertThat(config.network()).isEqualTo(Ipv4Prefix.parse("10.10.0.0/24"));
        assertThat(config.registration())
                .isEqualTo(new HomeAgentConfig.Registration(
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(7),
                        HomeAgentConfig.Compatibility.RFC5944,
                        true,
                        1_000_000,
                        8,
                        List.of(),
                        new Assign.Here()));
        assertThat(config.tunnel())
                .isEqualTo(new HomeAgentConfig.Tunnel(
                        Set.of(Encapsulation.IPIP, Encapsulation.GRE, Encapsulation.MINIMAL, Encapsulation.UDP),
                        HomeAgentConfig.ReverseTunnel.OPTIONAL,
                        OptionalInt.empty(),
                        DataplaneChoice.AUTO,
                        Duration.ofSeconds(110),
                        false,
                        false,
                        OptionalLong.empty(),
                        OptionalInt.empty()));
        assertThat(config.broadcast())
                .isEqualTo(
                        new HomeAgentConfig.Broadcast(Set.of(HomeAgentConfig.BroadcastKind.BROADCAST), Set.of(), 100));
        assertThat(config.advertise())
                .isEqualTo(new HomeAgentConfig.Advertise(true, Duration.ofSeconds(1), false, true));
        assertThat(config.daemon())
                .isEqualTo(new HomeAgentConfig.Daemon(
                        Path.of("/run/mobileip/home-agent.sock"),
                        Optional.of(Path.of("/var/lib/mobileip/home-agent"))));
        assertThat(config.metrics()).hasValueSatisfying(metrics -> {
            assertThat(metrics.listen()).isEqualTo(new Endpoint(Ipv4.parse("127.0.0.1"), 9434));
            assertThat(metrics.place()).endsWith("/home-agent.toml:28:10");
        });
        assertThat(config.nodes())
                .containsExactly(new HomeAgentConfig.Node(
                        "laptop",
                        Optional.of(Ipv4.parse("10.10.0.57")),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(new HomeAgentConfig.Security(
                                0x101, KEY, AuthenticationAlgorithm.HMAC_MD5, Validity.ALWAYS)),
                        HomeAgentConfig.Replay.TIMESTAMP,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(Ipv4Prefix.parse("10.20.3.0/24")),
                        List.of(),
                        false));
    }

    @Test
    void readsEveryKeyOfTheMobileNodesFile() throws ConfigException {
        MobileNodeConfig config =
                MobileNodeConfig.load(directory.file("mobile-node.toml", ConfigDirectory.sample("mobile-node.toml")));

        assertThat(config.name()).isEqualTo("laptop");
        assertThat(config.home())
                .isEqualTo(new MobileNodeConfig.Home(
                        Optional.of(InterfaceAddress.parse("10.10.0.57/24")),
                        Optional.empty(),
                        Optional.of(Ipv4Prefix.parse("10.10.0.0/24")),
                        List.of(new MobileNodeConfig.Agent.Address(Ipv4.parse("10.10.0.1"))),
                        Optional.empty(),
                        false));
        assertThat(config.security())
                .isEqualTo(new MobileNodeConfig.Security(
                        0x101, KEY, AuthenticationAlgorithm.HMAC_MD5, HomeAgentConfig.Replay.TIMESTAMP));
        assertThat(config.registration().lifetime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.tunnel())
                .isEqualTo(new MobileNodeConfig.Tunnel(
                        "mip0",
                        Optional.empty(),
                        true,
                        List.of(Ipv4Prefix.ALL),
                        DataplaneChoice.AUTO,
                        false,
                        false,
                        false,
                        OptionalInt.empty()));
        assertThat(config.interfaces()).containsExactly(new InterfaceMatch("eth*"), new InterfaceMatch("wlan*"));
        assertThat(config.handover())
                .isEqualTo(new MobileNodeConfig.Handover(
                        Optional.empty(), true, Duration.ofSeconds(10), Optional.empty()));
        assertThat(config.control()).isEqualTo(Path.of("/run/mobileip/mobile-node.sock"));
        assertThat(config.state()).isEqualTo(Path.of("/var/lib/mobileip/mobile-node"));
        assertThat(config.visits()).isEqualTo(new MobileNodeConfig.Visits(List.of(), Optional.empty(), false));
        assertThat(directory.summaries(config.warnings())).isEmpty();
    }

    @Test
    void defaultsAreWhatTheSampleShowsAndWarnOfNothing() throws ConfigException {
        HomeAgentConfig sparse = directory.homeAgent();
        HomeAgentConfig sample =
                HomeAgentConfig.load(directory.file("home-agent.toml", ConfigDirectory.sample("home-agent.toml")));

        assertThat(sparse.warnings()).isEmpty();
        assertThat(sparse.registration()).isEqualTo(sample.registration());
        assertThat(sparse.tunnel()).isEqualTo(sample.tunnel());
        assertThat(sparse.advertise()).isEqualTo(sample.advertise());
        assertThat(sparse.daemon()).isEqualTo(sample.daemon());
        assertThat(sparse.homeInterface()).isEmpty();
        assertThat(sparse.metrics()).isEmpty();
        assertThat(sparse.nodes()).isEmpty();
    }

    @Test
    void aMobileNodeNeedsOnlyItsHomeAndItsKey() throws ConfigException {
        MobileNodeConfig sparse = MobileNodeConfig.load(directory.file(
                "mobile-node.toml",
                "[home]",
                "address = \"10.10.0.57/24\"",
                "agent = \"ha.example.org\"",
                "[security]",
                "spi = 256",
                "key = \"laptop.key\""));
        MobileNodeConfig sample =
                MobileNodeConfig.load(directory.file("mobile-node.toml", ConfigDirectory.sample("mobile-node.toml")));

        assertThat(sparse.warnings()).isEmpty();
        assertThat(sparse.name()).isEqualTo("10.10.0.57");
        assertThat(sparse.home().agents()).containsExactly(new MobileNodeConfig.Agent.Name("ha.example.org"));
        assertThat(sparse.registration()).isEqualTo(sample.registration());
        assertThat(sparse.tunnel()).isEqualTo(sample.tunnel());
        assertThat(sparse.handover()).isEqualTo(sample.handover());
        assertThat(sparse.interfaces()).containsExactly(new InterfaceMatch("*"));
        assertThat(sparse.control()).isEqualTo(sample.control());
    }
}
