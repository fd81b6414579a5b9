package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** What each value may be. */
final class ValuesInFilesTest {

    private final ConfigDirectory directory;

    ValuesInFilesTest(@TempDir Path temporary) {
        directory = new ConfigDirectory(temporary);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "registration | max_lifetime = \"90\"      | \"90\" has no unit | did you mean \"90s\"?",
                "registration | max_lifetime = 90          | expected a duration with a unit, found the integer 90 | write it in quotes and with its unit: \"90s\"",
                "registration | max_lifetime = \"20h\"     | \"20h\" is longer than a registration can last | at most \"65534s\" (18 h 12 min), or \"infinite\"",
                "registration | max_lifetime = \"1500ms\"  | \"1500ms\" is not a lifetime | whole seconds, at least \"1s\"",
                "registration | max_lifetime = \"0s\"      | \"0s\" is not a lifetime | whole seconds, at least \"1s\"",
                "registration | max_lifetime = \"10 m\"    | \"10 m\" is not a duration here | a number and a unit: ms, s, m, h or d, like \"10m\"",
                "registration | clock_tolerance = \"infinite\" | \"infinite\" is not a duration here | a number and a unit: ms, s, m, h or d, like \"10m\"",
                "registration | compatibility = \"rfc5949\" | \"rfc5949\" is not known here | did you mean \"rfc5944\"? one of: rfc5944, rfc3344",
                "tunnel | encapsulation = \"ipip\"         | expected a list, found the string \"ipip\" | put it in brackets: encapsulation = [...]",
                "tunnel | reverse = true                   | expected a string, found true | put it in quotes: \"true\"",
                "tunnel | mtu = \"1480\"                   | expected \"auto\" or an integer, found the string \"1480\" | ``",
                "tunnel | mtu = 500                        | 500 is not within 576 to 65515 | ``",
                "tunnel | keepalive = \"9s\"               | \"9s\" is not within 10s to 65535s | ``",
                "advertise | enabled = \"yes\"             | expected true or false, found the string \"yes\" | write true or false, without quotes",
                "advertise | every = \"1ms\"               | \"1ms\" is not within 50ms to 1800s | ``",
                "daemon | control = \"\"                   | \"\" is not a path | ``",
                "metrics | listen = \"localhost\"          | no port from 1 to 65535 in \"localhost\" | write it like 127.0.0.1:9434",
                "metrics | listen = \"localhost:9434\"     | \"localhost\" is not an IPv4 address | four numbers from 0 to 255, like 10.10.0.1",
            })
    void refusesInTheHomeAgentsFile(String table, String line, String message, String hint) {
        List<Problem> problems =
                directory.refusal(() -> directory.homeAgent("[" + table + "]", line)).problems().stream()
                        .filter(Problem::isError)
                        .toList();

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.place().line()).isEqualTo(4);
            assertThat(problem.place().column()).isEqualTo(line.indexOf('=') + 3);
            assertThat(problem.message()).isEqualTo(message);
            assertThat(problem.hint().orElse("")).isEqualTo(hint);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "10.10.0.0/16  | ok",
                "10.10.0.7/24  | 10.10.0.7/24 has host bits set",
                "10.10.0.0     | no prefix length in \"10.10.0.0\"",
                "10.10.0.0/33  | prefix length \"33\" is not within 0 to 32",
                "10.10.0/24    | not an IPv4 address: \"10.10.0\"",
                "224.0.0.0/24  | 224.0.0.0/24 cannot be a home network",
                "0.0.0.0/0     | 0.0.0.0/0 cannot be a home network",
            })
    void theHomeNetworkIsAPrefix(String network, String message) {
        Path file = directory.file("home-agent.toml", "address = \"10.10.0.1\"", "network = \"" + network + "\"");
        if (message.equals("ok")) {
            assertThat(directory.path("home-agent.toml")).isEqualTo(file);
            assertThat(loads(file)).isTrue();
        } else {
            assertThat(directory.problems(() -> HomeAgentConfig.load(file)))
                    .containsExactly("home-agent.toml:2:11: error: " + message);
        }
    }

    private static boolean loads(Path file) {
        try {
            return HomeAgentConfig.load(file).warnings().isEmpty();
        } catch (ConfigException refused) {
            throw new AssertionError(refused.report(), refused);
        }
    }

    @Test
    void theHomeAgentsAddressIsOneOfAHost() {
        assertThat(directory.problems(() -> HomeAgentConfig.load(
                        directory.file("home-agent.toml", "address = \"10.10.0.255\"", "network = \"10.10.0.0/24\""))))
                .containsExactly("home-agent.toml:1:11: error: 10.10.0.255 is the broadcast address of 10.10.0.0/24");
        assertThat(directory.problems(() -> HomeAgentConfig.load(
                        directory.file("home-agent.toml", "address = \"127.0.0.1\"", "network = \"10.10.0.0/24\""))))
                .containsExactly("home-agent.toml:1:11: error: 127.0.0.1 is not an address that a host can have");
    }

    @Test
    void durationsHaveUnitsAndMayBeInfinite() throws ConfigException {
        assertThat(directory
                        .homeAgent("[registration]", "max_lifetime = \"infinite\"")
                        .registration()
                        .maxLifetime())
                .isEqualTo(Duration.ofSeconds(65535));
        assertThat(directory
                        .homeAgent("[registration]", "max_lifetime = \"1h30m\"")
                        .registration()
                        .maxLifetime())
                .isEqualTo(Duration.ofMinutes(90));
        assertThat(directory
                        .homeAgent("[registration]", "clock_tolerance = \"0.25s\"")
                        .registration()
                        .clockTolerance())
                .isEqualTo(Duration.ofMillis(250));
        assertThat(directory
                        .homeAgent("[advertise]", "every = \"500ms\"")
                        .advertise()
                        .every())
                .isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void theRestOfTheHomeAgentsValues() throws ConfigException {
        HomeAgentConfig config = directory.homeAgent(
                "[tunnel]",
                "encapsulation = [\"ipip\"]",
                "reverse = \"required\"",
                "mtu = 1400",
                "dataplane = \"tun\"",
                "[daemon]",
                "control = \"run/ha.sock\"",
                "state = \"../state\"");

        assertThat(config.warnings()).isEmpty();
        assertThat(config.tunnel().encapsulation()).isEqualTo(Set.of(Encapsulation.IPIP));
        assertThat(config.tunnel().reverse()).isEqualTo(HomeAgentConfig.ReverseTunnel.REQUIRED);
        assertThat(config.tunnel().mtu()).isEqualTo(OptionalInt.of(1400));
        assertThat(config.daemon().control()).isEqualTo(directory.path("run/ha.sock"));
        assertThat(config.daemon().state()).contains(directory.path("../state").normalize());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "home | address = \"10.10.0.57\"     | no prefix length in \"10.10.0.57\"",
                "home | address = \"10.10.0.0/24\"   | 10.10.0.0 is the network 10.10.0.0/24 itself",
                "home | agent = \"10.10.0.57\"       | 10.10.0.57 is this node's own home address",
                "home | agent = \"10.10.0\"          | \"10.10.0\" is not an IPv4 address",
                "home | agent = \"a b\"              | \"a b\" is neither an address nor a name",
                "home | agent = \"\"                 | \"\" is neither an address nor a name",
                "tunnel | interface = \"much-too-long-name\" | \"much-too-long-name\" is not the name of an interface",
                "tunnel | encapsulation = \"ip\"     | \"ip\" is not known here",
                "tunnel | route = \"10.0.0.0/8\"     | expected \"all\", \"home\" or a list of networks, found the string \"10.0.0.0/8\"",
                "tunnel | route = [\"10.0.0.1/8\"]   | 10.0.0.1/8 has host bits set",
                "handover | overlap = \"1\"          | \"1\" has no unit",
                "security | spi = \"0x101\"          | expected an integer, found the string \"0x101\"",
                "security | spi = 4294967296        | SPI 4294967296 is not within 256 to 4294967295 (0xffffffff)",
                "security | auth = \"md5\"           | \"md5\" is not known here",
            })
    void refusesInTheMobileNodesFile(String table, String line, String message) {
        String sample = ConfigDirectory.sample("mobile-node.toml");
        String key = line.substring(0, line.indexOf(' '));
        String without =
                sample.replaceAll("(?m)(\\[" + table + "\\][^\\[]*?)^" + key + " .*$", "$1" + line.replace("$", "\\$"));

        assertThat(without).isNotEqualTo(sample);
        assertThat(directory.mobileNodeProblems(without).stream().filter(each -> each.contains("error")))
                .singleElement()
                .asString()
                .endsWith(": error: " + message);
    }

    @Test
    void anAddressWithoutThePrefixLengthIsShownWithOneAndNotAsANetwork() {
        Path file = directory.file("mobile-node.toml", "[home]", "address = \"10.10.0.57\"");

        assertThat(directory.refusal(() -> MobileNodeConfig.load(file)).report())
                .contains("hint: write it like 10.10.0.57/24");
    }

    @Test
    void theDestinationsOfTheTunnelAreNetworks() throws ConfigException {
        assertThat(route("\"all\"")).containsExactly(Ipv4Prefix.ALL);
        assertThat(route("\"home\"")).containsExactly(Ipv4Prefix.parse("10.10.0.0/24"));
        assertThat(route("[\"10.0.0.0/8\", \"192.168.0.0/16\"]"))
                .containsExactly(Ipv4Prefix.parse("10.0.0.0/8"), Ipv4Prefix.parse("192.168.0.0/16"));
    }

    private List<Ipv4Prefix> route(String value) throws ConfigException {
        String sample = ConfigDirectory.sample("mobile-node.toml");
        String text = sample.replace("\"all\"             #", value + " #");
        return MobileNodeConfig.load(directory.file("mobile-node.toml", text))
                .tunnel()
                .route();
    }

    @Test
    void whatIsDoneAboutSegmentsAndBroadcasts() throws ConfigException {
        HomeAgentConfig config = directory.homeAgent(
                "interface = \"eth0\"",
                "[tunnel]",
                "mss_clamp = true",
                "[broadcast]",
                "forward = [\"multicast\"]",
                "groups = [\"224.0.0.251\"]",
                "per_second = 7");

        assertThat(config.warnings()).isEmpty();
        assertThat(config.tunnel().mssClamp()).isTrue();
        assertThat(config.broadcast())
                .isEqualTo(new HomeAgentConfig.Broadcast(
                        Set.of(HomeAgentConfig.BroadcastKind.MULTICAST), Set.of(Ipv4.parse("224.0.0.251")), 7));
    }

    @Test
    void whoAsksForBroadcastsGetsThemUnlessTheFileSaysOtherwise() throws ConfigException {
        HomeAgentConfig silent = directory.homeAgent("interface = \"eth0\"");
        HomeAgentConfig budget = directory.homeAgent("interface = \"eth0\"", "[broadcast]", "per_second = 7");
        HomeAgentConfig off = directory.homeAgent("interface = \"eth0\"", "[broadcast]", "forward = []");

        assertThat(silent.broadcast())
                .isEqualTo(
                        new HomeAgentConfig.Broadcast(Set.of(HomeAgentConfig.BroadcastKind.BROADCAST), Set.of(), 100));
        assertThat(budget.broadcast())
                .isEqualTo(new HomeAgentConfig.Broadcast(Set.of(HomeAgentConfig.BroadcastKind.BROADCAST), Set.of(), 7));
        assertThat(off.broadcast().isOn()).isFalse();
        assertThat(directory.homeAgent("[tunnel]").warnings()).isEmpty();
    }

    @Test
    void queuesOfTheTunDevice() throws ConfigException {
        assertThat(directory.homeAgent("[tunnel]", "queues = 4").tunnel().queues())
                .hasValue(4);
        assertThat(directory.homeAgent("[tunnel]", "queues = \"auto\"").tunnel().queues())
                .isEmpty();
        assertThat(directory.homeAgentProblems("[tunnel]", "queues = 0"))
                .containsExactly("home-agent.toml:4:10: error: 0 is not within 1 to 16");
        assertThat(directory.homeAgentProblems("[tunnel]", "queues = \"many\""))
                .containsExactly(
                        "home-agent.toml:4:10: error: expected \"auto\" or an integer, found the string \"many\"");
    }

    @ParameterizedTest
    @CsvSource({"8kbit/s, 8000", "1.5Mbit/s, 1500000", "1000Gbit/s, 1000000000000", "64000bit/s, 64000"})
    void aRateForEachNode(String written, long bitsPerSecond) throws ConfigException {
        assertThat(directory
                        .homeAgent("[tunnel]", "node_rate = \"" + written + "\"")
                        .tunnel()
                        .nodeRate())
                .hasValue(bitsPerSecond);
    }

    @Test
    void aRateThatIsNone() throws ConfigException {
        assertThat(directory
                        .homeAgent("[tunnel]", "node_rate = \"off\"")
                        .tunnel()
                        .nodeRate())
                .isEmpty();
        assertThat(directory.homeAgentProblems("[tunnel]", "node_rate = \"fast\""))
                .containsExactly("home-agent.toml:4:13: error: expected a rate, found the string \"fast\"");
        assertThat(directory.homeAgentProblems("[tunnel]", "node_rate = \"7kbit/s\""))
                .containsExactly("home-agent.toml:4:13: error: \"7kbit/s\" is not from 8kbit/s to 1000Gbit/s");
        assertThat(directory.homeAgentProblems("[tunnel]", "node_rate = 7"))
                .containsExactly("home-agent.toml:4:13: error: expected a rate, found the integer 7");
    }

    @Test
    void broadcastsNeedAHomeLinkAndGroupsAreGroups() throws ConfigException {
        assertThat(directory
                        .homeAgent("[broadcast]", "forward = [\"broadcast\"]")
                        .warnings())
                .extracting(Problem::message)
                .containsExactly("there is no home link to hear broadcasts on");
        assertThat(directory.homeAgentProblems("[broadcast]", "groups = [\"10.10.0.255\"]"))
                .containsExactly("home-agent.toml:4:11: error: 10.10.0.255 is not a group");
    }

    @Test
    void ipInIpIsGrantedWhateverTheListSays() throws ConfigException {
        HomeAgentConfig config = directory.homeAgent("[tunnel]", "encapsulation = [\"gre\", \"udp\"]");

        assertThat(config.tunnel().encapsulation())
                .isEqualTo(Set.of(Encapsulation.IPIP, Encapsulation.GRE, Encapsulation.UDP));
        assertThat(directory.summaries(config.warnings()))
                .containsExactly("home-agent.toml:4:17: warning: \"ipip\" is granted all the same");
    }

    @Test
    void anOverlapIsAutomaticOrOfSomeTime() throws ConfigException {
        String text = ConfigDirectory.sample("mobile-node.toml").replace("overlap = \"auto\"", "overlap = \"1s\"");
        MobileNodeConfig config = MobileNodeConfig.load(directory.file("mobile-node.toml", text));

        assertThat(config.handover().overlap()).contains(Duration.ofSeconds(1));
        assertThat(directory.summaries(config.warnings())).noneMatch(each -> each.contains("overlap"));
        MobileNodeConfig usual =
                MobileNodeConfig.load(directory.file("mobile-node.toml", ConfigDirectory.sample("mobile-node.toml")));
        assertThat(usual.handover().overlap()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"off,", "1s, PT1S", "200ms, PT0.2S"})
    void theHomeAgentIsProbedAsOftenAsItSaysOrNot(String value, @Nullable Duration interval) throws ConfigException {
        String text = ConfigDirectory.sample("mobile-node.toml")
                .replace("[handover]\n", "[handover]\nprobe = \"" + value + "\"\n");
        MobileNodeConfig config = MobileNodeConfig.load(directory.file("mobile-node.toml", text));

        assertThat(config.handover().probe()).isEqualTo(Optional.ofNullable(interval));
    }

    @Test
    void moreThanFiveProbesASecondAreRefused() {
        String text =
                ConfigDirectory.sample("mobile-node.toml").replace("[handover]\n", "[handover]\nprobe = \"100ms\"\n");

        assertThat(directory
                        .refusal(() -> MobileNodeConfig.load(directory.file("mobile-node.toml", text)))
                        .problems())
                .filteredOn(Problem::isError)
                .extracting(Problem::message)
                .containsExactly("\"100ms\" is not within 200ms to 600s");
    }

    @Test
    void interfacesAreMatchedByName() {
        assertThat(new InterfaceMatch("eth*").matches("eth0")).isTrue();
        assertThat(new InterfaceMatch("eth*").matches("veth0")).isFalse();
        assertThat(new InterfaceMatch("wlan?").matches("wlan10")).isFalse();
        assertThat(new InterfaceMatch("a.b").matches("axb")).isFalse();
        assertThat(new InterfaceMatch("*").matches("anything")).isTrue();
    }
}
