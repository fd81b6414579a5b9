package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.config.MobileNodeConfig.Agent;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** Who a mobile node is at home, and how it finds its home agents. */
final class HomeInFilesTest {

    private static final String SECURITY = "[security]\nspi = 0x101\nkey = \"laptop.key\"\n";

    private final ConfigDirectory directory;

    HomeInFilesTest(@TempDir Path temporary) {
        directory = new ConfigDirectory(temporary);
    }

    private MobileNodeConfig load(String... home) throws ConfigException {
        return MobileNodeConfig.load(directory.file("mobile-node.toml", file(home)));
    }

    private static String file(String... home) {
        return SECURITY + "[home]\n" + String.join("\n", home) + "\n";
    }

    private List<String> problems(String... home) {
        return directory.mobileNodeProblems(file(home));
    }

    @Test
    void aNodeCanBeKnownByItsIdentifierAlone() throws ConfigException {
        MobileNodeConfig config = load("nai = \"user@example.org\"", "agent = \"10.10.0.1\"");
        assertThat(config.home())
                .isEqualTo(new MobileNodeConfig.Home(
                        Optional.empty(),
                        Optional.of("user@example.org"),
                        Optional.empty(),
                        List.of(new Agent.Address(Ipv4.parse("10.10.0.1"))),
                        Optional.empty(),
                        false));
        assertThat(config.name()).isEqualTo("user@example.org");
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void aNetworkMayBeBehindTheNode() throws ConfigException {
        String[] home = {"address = \"10.10.0.57/24\"", "agent = \"10.10.0.1\"", "[network]", "interface = \"lan0\""};
        assertThat(load(home).network()).contains(new MobileNodeConfig.Network("lan0", List.of()));
        assertThat(load(String.join("\n", home), "prefixes = [\"10.20.3.0/24\", \"192.168.0.0/20\"]")
                        .network())
                .contains(new MobileNodeConfig.Network(
                        "lan0", List.of(Ipv4Prefix.parse("10.20.3.0/24"), Ipv4Prefix.parse("192.168.0.0/20"))));
        assertThat(load(home[0], home[1]).network()).isEmpty();
    }

    @Test
    void whatCannotBeBehindTheNodeIsRefused() {
        String home = "address = \"10.10.0.57/24\"\nagent = \"10.10.0.1\"\n";
        assertThat(problems(home + "[network]\nprefixes = [\"10.10.0.0/25\", \"10.20.3.0/24\", \"10.20.3.128/25\"]"))
                .containsExactly(
                        "mobile-node.toml:7:1: error: missing key \"interface\" in [network]",
                        "mobile-node.toml:8:13: error: 10.10.0.0/25 overlaps the home network 10.10.0.0/24",
                        "mobile-node.toml:8:45: error: 10.20.3.128/25 overlaps 10.20.3.0/24 (line 8)");
        assertThat(problems(home + "[network]\ninterface = \"mip0\"\n[tunnel]\nreverse = false"))
                .contains(
                        "mobile-node.toml:7:1: error: a [network] needs [tunnel] reverse = true, which is the default",
                        "mobile-node.toml:8:13: error: mip0 is the tunnel");
    }

    @Test
    void itsHomeNetworkCanBeTold() throws ConfigException {
        MobileNodeConfig config = load(
                "nai = \"user@example.org\"",
                "network = \"10.10.0.0/24\"",
                "agent = \"discover\"",
                "[tunnel]",
                "route = \"home\"");
        assertThat(config.home().network()).contains(Ipv4Prefix.parse("10.10.0.0/24"));
        assertThat(config.home().agents()).containsExactly(new Agent.Discover());
        assertThat(config.tunnel().route()).containsExactly(Ipv4Prefix.parse("10.10.0.0/24"));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void anAddressSaysWhatTheHomeNetworkIs() throws ConfigException {
        MobileNodeConfig config =
                load("address = \"10.10.0.57/24\"", "nai = \"user@example.org\"", "agent = \"discover\"");
        assertThat(config.home().address()).contains(InterfaceAddress.parse("10.10.0.57/24"));
        assertThat(config.home().network()).contains(Ipv4Prefix.parse("10.10.0.0/24"));
        assertThat(config.name()).isEqualTo("10.10.0.57");
    }

    @Test
    void homeAgentsAreListedInTheOrderOfPreference() throws ConfigException {
        MobileNodeConfig config =
                load("address = \"10.10.0.57/24\"", "agent = [\"ha.example.org\", \"10.10.0.2\", \"discover\"]");
        assertThat(config.home().agents())
                .containsExactly(
                        new Agent.Name("ha.example.org"),
                        new Agent.Address(Ipv4.parse("10.10.0.2")),
                        new Agent.Discover());
    }

    @Test
    void refusesAListWithoutAHomeAgentOrWithOneTwice() {
        assertThat(problems("address = \"10.10.0.57/24\"", "agent = []"))
                .containsExactly("mobile-node.toml:6:9: error: no home agent is listed");
        assertThat(problems("address = \"10.10.0.57/24\"", "agent = [\"10.10.0.1\", \"10.10.0.1\"]"))
                .containsExactly("mobile-node.toml:6:23: error: this home agent is listed twice");
        assertThat(problems("address = \"10.10.0.57/24\"", "agent = [\"10.10.0.57\"]"))
                .containsExactly("mobile-node.toml:6:10: error: 10.10.0.57 is this node's own home address");
    }

    @Test
    void refusesANodeThatIsNobody() {
        assertThat(problems("agent = \"10.10.0.1\""))
                .containsExactly("mobile-node.toml:4:1: error: missing key \"address\" in [home]");
        assertThat(problems("nai = \"user\"", "agent = \"10.10.0.1\""))
                .containsExactly("mobile-node.toml:5:7: error: \"user\" is not a network access identifier");
    }

    @Test
    void refusesWhatNeedsAHomeNetworkThatNobodyTells() {
        assertThat(problems("nai = \"user@example.org\"", "agent = \"discover\""))
                .containsExactly("mobile-node.toml:4:1: error: missing key \"network\" in [home]");
        assertThat(problems("nai = \"user@example.org\"", "agent = \"10.10.0.1\"", "[tunnel]", "route = \"home\""))
                .containsExactly("mobile-node.toml:8:9: error: nothing says what the home network is");
    }

    @Test
    void refusesTwoHomeNetworks() {
        assertThat(problems("address = \"10.10.0.57/24\"", "network = \"10.10.0.0/16\"", "agent = \"10.10.0.1\""))
                .containsExactly(
                        "mobile-node.toml:6:11: error: 10.10.0.0/16 is not the network of address, 10.10.0.0/24");
    }

    @Test
    void replayProtectionIsByTimestampsUnlessTheFileSaysNonces() throws ConfigException {
        MobileNodeConfig nonces = MobileNodeConfig.load(directory.file(
                "mobile-node.toml",
                "[home]",
                "address = \"10.10.0.57/24\"",
                "agent = \"10.10.0.1\"",
                SECURITY + "replay = \"nonce\""));
        assertThat(nonces.security().replay()).isEqualTo(HomeAgentConfig.Replay.NONCE);
        assertThat(nonces.warnings()).isEmpty();
        assertThat(load("address = \"10.10.0.57/24\"", "agent = \"10.10.0.1\"")
                        .security()
                        .replay())
                .isEqualTo(HomeAgentConfig.Replay.TIMESTAMP);
        assertThat(directory.mobileNodeProblems(
                        "[home]",
                        "address = \"10.10.0.57/24\"",
                        "agent = \"10.10.0.1\"",
                        SECURITY + "replay = \"nonces\""))
                .containsExactly("mobile-node.toml:7:10: error: \"nonces\" is not known here");
    }

    @Test
    void theStateIsBesideAControlSocketOfItsOwn() throws ConfigException {
        String[] home = {"address = \"10.10.0.57/24\"", "agent = \"10.10.0.1\"", "[daemon]"};
        assertThat(load(home).state()).isEqualTo(Path.of("/var/lib/mobileip/mobile-node"));
        assertThat(load(String.join("\n", home) + "\ncontrol = \"mn.sock\"").state())
                .isEqualTo(directory.path("mn.sock.state"));
        assertThat(load(String.join("\n", home) + "\ncontrol = \"mn.sock\"\nstate = \"kept\"")
                        .state())
                .isEqualTo(directory.path("kept"));
    }

    @Test
    void aPrivateHomeAddressWithoutReverseTunnelIsWarnedOf() throws ConfigException {
        MobileNodeConfig triangle =
                load("address = \"10.10.0.57/24\"", "agent = \"10.10.0.1\"", "[tunnel]", "reverse = false");
        assertThat(directory.summaries(triangle.warnings()))
                .containsExactly(
                        "mobile-node.toml:8:11: warning: the private home address 10.10.0.57 needs a reverse tunnel");
        assertThat(load("address = \"192.0.2.57/24\"", "agent = \"192.0.2.1\"", "[tunnel]", "reverse = false")
                        .warnings())
                .isEmpty();
    }
}
