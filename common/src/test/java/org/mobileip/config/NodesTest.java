package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.net.Ipv4;

/** {@code [[node]]}, {@code [[pool]]} and {@code include}. */
final class NodesTest {

    private static final String REST = "spi = 256\nkey = \"keys/laptop.key\"";

    private final ConfigDirectory directory;

    NodesTest(@TempDir Path temporary) {
        directory = new ConfigDirectory(temporary);
    }

    private static String node(String name, String address) {
        return "[[node]]\nname = \"" + name + "\"\naddress = \"" + address + "\"\n" + REST;
    }

    @Test
    void namesAndAddressesAreUniqueButSpisBelongToTheirNode() {
        assertThat(directory.homeAgentProblems(node("a", "10.10.0.5"), node("a", "10.10.0.5")))
                .containsExactly(
                        "home-agent.toml:9:8: error: node \"a\" is there twice",
                        "home-agent.toml:10:11: error: home address 10.10.0.5 is there twice");
    }

    @Test
    void anAddressIsNeitherTheHomeAgentsNorAnEdgeOfTheNetwork() {
        assertThat(directory.homeAgentProblems(
                        node("a", "10.10.0.1"),
                        node("b", "10.10.0.0"),
                        node("c", "10.10.0.255"),
                        node("d", "10.10.0.5/24")))
                .containsExactly(
                        "home-agent.toml:5:11: error: 10.10.0.1 is the home agent's own address",
                        "home-agent.toml:10:11: error: 10.10.0.0 is the network 10.10.0.0/24 itself",
                        "home-agent.toml:15:11: error: 10.10.0.255 is the broadcast address of 10.10.0.0/24",
                        "home-agent.toml:20:11: error: \"10.10.0.5/24\" is not an IPv4 address");
    }

    @Test
    void spisAreDecimalOrHexadecimalAndNotReserved() throws ConfigException {
        String node = node("a", "10.10.0.5");
        assertThat(directory
                        .homeAgent(node.replace("256", "0xFFFFFFFF"))
                        .nodes()
                        .get(0)
                        .security()
                        .get(0)
                        .spi())
                .isEqualTo(-1);
        assertThat(hint(node.replace("256", "99"))).isEqualTo("take 256 (0x100) or more, the same on both sides");
        assertThat(hint(node.replace("256", "255")))
                .isEqualTo("Cisco IOS and Junos write SPIs in hexadecimal: \"spi 255\" there is 0x255 (597) here");
    }

    private String hint(String node) {
        return directory
                .refusal(() -> directory.homeAgent(node))
                .problems()
                .get(0)
                .hint()
                .orElse("");
    }

    @Test
    void aNodeKnownByItsNaiTakesAnAddressFromAPool() throws ConfigException {
        HomeAgentConfig config = directory.homeAgent(
                "[[pool]]",
                "name = \"guests\"",
                "range = \"10.10.0.100-10.10.0.199\"",
                "[[node]]",
                "name = \"user\"",
                "nai = \"user@example.org\"",
                "pool = \"guests\"",
                REST);

        assertThat(config.pools())
                .containsExactly(
                        new HomeAgentConfig.Pool("guests", Ipv4.parse("10.10.0.100"), Ipv4.parse("10.10.0.199")));
        assertThat(config.nodes().get(0).nai()).contains("user@example.org");
        assertThat(config.nodes().get(0).pool()).contains("guests");
        assertThat(config.nodes().get(0).address()).isEmpty();
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void naisAreUniqueWhateverTheCaseOfTheirRealm() {
        assertThat(errors(
                        node("a", "10.10.0.5") + "\nnai = \"user@example.org\"",
                        node("b", "10.10.0.6") + "\nnai = \"user@EXAMPLE.org\"",
                        node("c", "10.10.0.7") + "\nnai = \"User@example.org\""))
                .containsExactly("home-agent.toml:14:7: error: nai \"user@EXAMPLE.org\" is there twice");
    }

    @Test
    void aRealmStandsForEverybodyInItAndHasAPool() throws ConfigException {
        String pool = "[[pool]]\nname = \"g\"\nrange = \"10.10.0.100-10.10.0.199\"";
        String realm = "[[node]]\nname = \"r\"\nnai = \"@example.org\"\n" + REST;
        assertThat(directory
                        .homeAgent(pool, realm + "\npool = \"g\"")
                        .nodes()
                        .get(0)
                        .nai())
                .contains("@example.org");
        assertThat(errors(pool, realm + "\naddress = \"10.10.0.5\""))
                .containsExactly("home-agent.toml:8:7: error: everybody of @example.org cannot have one address");
    }

    @Test
    void aPoolIsARangeWithinTheHomeNetworkThatANodeNames() {
        String node = "[[node]]\nname = \"u\"\nnai = \"nobody\"\npool = \"gests\"\n" + REST;
        assertThat(errors(
                        "[[pool]]\nname = \"guests\"\nrange = \"10.10.0.100-10.10.0.199\"",
                        "[[pool]]\nname = \"guests\"\nrange = \"10.10.0.150-10.10.0.220\"",
                        "[[pool]]\nname = \"c\"\nrange = \"10.10.0.99-10.10.0.90\"",
                        "[[pool]]\nname = \"d\"\nrange = \"10.11.0.1-10.11.0.9\"",
                        "[[pool]]\nname = \"e\"\nrange = \"10.10.0.5\"",
                        node))
                .containsExactly(
                        "home-agent.toml:7:8: error: pool \"guests\" is there twice",
                        "home-agent.toml:8:9: error: the range overlaps the one on line 5",
                        "home-agent.toml:11:9: error: the range ends before it begins",
                        "home-agent.toml:14:9: error: 10.11.0.1 is outside the home network 10.10.0.0/24 (set on line 2)",
                        "home-agent.toml:17:9: error: \"10.10.0.5\" is not a range of addresses",
                        "home-agent.toml:20:7: error: \"nobody\" is not a network access identifier",
                        "home-agent.toml:21:8: error: \"gests\" is not known here");
    }

    @Test
    void aNodeHasAnAddressOrAPoolNotBoth() {
        assertThat(errors(
                        "[[pool]]\nname = \"g\"\nrange = \"10.10.0.100-10.10.0.199\"",
                        node("a", "10.10.0.5") + "\npool = \"g\"",
                        "[[node]]\nname = \"b\"\nnai = \"b@example.org\"\n" + REST,
                        "[[node]]\nname = \"c\"\npool = \"g\"\n" + REST))
                .containsExactly(
                        "home-agent.toml:11:1: error: a node has an address or a pool, not both",
                        "home-agent.toml:12:1: error: missing key \"pool\" in [[node]]",
                        "home-agent.toml:17:1: error: missing key \"nai\" in [[node]]");
    }

    private List<String> errors(String... lines) {
        return directory.homeAgentProblems(lines).stream()
                .filter(each -> each.contains(": error: "))
                .toList();
    }

    @Test
    void aNetworkIsBehindOneNode() {
        assertThat(errors(
                        node("a", "10.10.0.5") + "\nnetworks = [\"10.20.0.0/16\", \"10.30.0.1/24\"]",
                        node("b", "10.10.0.6") + "\nnetworks = [\"10.20.3.0/24\"]"))
                .containsExactly(
                        "home-agent.toml:8:29: error: 10.30.0.1/24 has host bits set",
                        "home-agent.toml:14:13: error: 10.20.3.0/24 overlaps 10.20.0.0/16 (line 8)");
    }

    @Test
    void aNetworkBehindANodeIsNotTheHomeNetworkNorAround() {
        assertThat(errors(node("a", "10.10.0.5")
                        + "\nnetworks = [\"10.10.0.128/25\", \"10.0.0.0/8\", \"224.1.0.0/16\", \"128.0.0.0/1\"]"))
                .containsExactly(
                        "home-agent.toml:8:13: error: 10.10.0.128/25 overlaps the home network 10.10.0.0/24",
                        "home-agent.toml:8:31: error: 10.0.0.0/8 overlaps the home network 10.10.0.0/24",
                        "home-agent.toml:8:45: error: 224.1.0.0/16 cannot be behind a mobile node",
                        "home-agent.toml:8:61: error: 128.0.0.0/1 cannot be behind a mobile node");
    }

    @Test
    void aRealmHasNoNetworksAndANodeNotTooMany() {
        List<String> many = java.util.stream.IntStream.range(0, 101)
                .mapToObj(each -> "\"10.20." + each + ".0/24\"")
                .toList();
        assertThat(errors(
                        "[[pool]]\nname = \"guests\"\nrange = \"10.10.0.100-10.10.0.199\"",
                        "[[node]]\nname = \"r\"\nnai = \"@example.org\"\npool = \"guests\"\n" + REST
                                + "\nnetworks = [\"10.30.0.0/24\"]",
                        node("a", "10.10.0.5") + "\nnetworks = [" + String.join(", ", many) + "]"))
                .containsExactly(
                        "home-agent.toml:8:7: error: everybody of @example.org cannot have the same networks behind him",
                        "home-agent.toml:18:12: error: 101 networks are too many");
    }

    @Test
    void includedFilesAddTheirNodesWithPathsRelativeToThem() throws ConfigException {
        directory.file("nodes.d/2.toml", node("c", "10.10.0.7").replace("keys/", ""));
        directory.file("nodes.d/1.toml", node("b", "10.10.0.6").replace("keys/", ""));
        directory.key("nodes.d/laptop.key", ConfigDirectory.KEY, "rw-------");

        HomeAgentConfig config = directory.homeAgent(
                "include = [\"nodes.d/*.toml\", \"nodes.d/1.toml\", \"none.d/*.toml\"]", node("a", "10.10.0.5"));

        assertThat(config.nodes()).extracting(HomeAgentConfig.Node::name).containsExactly("a", "b", "c");
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void errorsOfIncludedFilesAreAmongAllOthers() {
        directory.file("nodes.d/bad.toml", "network = \"10.0.0.0/8\"", node("a", "10.10.0.5"));

        assertThat(directory.homeAgentProblems(
                        "include = [\"nodes.d/*.toml\", \"gone.toml\", 7]",
                        node("a", "10.10.0.5"),
                        "[advertise]",
                        "evry = \"1s\""))
                .containsExactly(
                        "home-agent.toml:3:30: error: gone.toml does not exist",
                        "home-agent.toml:3:43: error: expected a string, found the integer 7",
                        "home-agent.toml:10:1: error: unknown key \"evry\" in [advertise]",
                        "nodes.d/bad.toml:1:1: error: unknown key \"network\"",
                        "nodes.d/bad.toml:3:8: error: node \"a\" is there twice",
                        "nodes.d/bad.toml:4:11: error: home address 10.10.0.5 is there twice",
                        "nodes.d/bad.toml:6:7: error: key file nodes.d/keys/laptop.key does not exist");
    }
}
