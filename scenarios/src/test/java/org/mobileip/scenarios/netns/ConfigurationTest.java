package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.config.ForeignAgentConfig;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.config.InterfaceMatch;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scenario.Option;
import org.mobileip.scenarios.plan.AddressPlan;
import org.mobileip.scenarios.plan.Configuration;

/** The files are good when the programs that they are for say so. */
final class ConfigurationTest {

    private static final Map<String, String> INTERFACES = new LinkedHashMap<>();

    static {
        INTERFACES.put("home", "home");
        INTERFACES.put("cafe", "cafe");
        INTERFACES.put("a-very-long-office", "a-very-long-off");
    }

    @TempDir
    private Path directory = Path.of("");

    private void write(Scripts scripts) throws Exception {
        Scenario scenario = scripts.end(0);
        Configuration.write(scenario, INTERFACES, directory, 7);
    }

    private HomeAgentConfig agent() throws Exception {
        return HomeAgentConfig.load(Configuration.file(directory, "ha"));
    }

    private MobileNodeConfig mobile(String name) throws Exception {
        return MobileNodeConfig.load(Configuration.file(directory, name));
    }

    @Test
    void haveAFileForEachForeignAgentThatItReadsWithoutAWarning() throws Exception {
        Scenario scenario =
                Scripts.village().visited("train", "172.20.0.0/24", false).end(0);
        Configuration.writeForeignAgents(scenario, AddressPlan.of(scenario), "bridge", directory);
        ForeignAgentConfig agent = ForeignAgentConfig.load(Configuration.file(directory, "train"));
        assertThat(agent.warnings()).isEmpty();
        assertThat(agent.visitedInterface()).isEqualTo("bridge");
        assertThat(agent.address()).hasToString("172.20.0.254/24");
        assertThat(agent.careOf()).containsExactly(Ipv4.parse("172.20.0.254"));
        assertThat(agent.router()).isTrue();
        assertThat(Configuration.file(directory, "cafe")).doesNotExist();
    }

    @Test
    void agreeOnAddressesAndKeys() throws Exception {
        write(Scripts.village().mobile("second", "10.10.0.58"));

        HomeAgentConfig agent = agent();
        assertThat(agent.warnings()).isEmpty();
        assertThat(agent.homeInterface()).contains("home");
        assertThat(agent.address()).isEqualTo(Ipv4.parse("10.10.0.1"));
        assertThat(agent.network()).isEqualTo(Ipv4Prefix.parse("10.10.0.0/24"));
        assertThat(agent.nodes()).extracting(HomeAgentConfig.Node::name).containsExactly("mn", "second");
        for (HomeAgentConfig.Node node : agent.nodes()) {
            MobileNodeConfig mobile = mobile(node.name());
            assertThat(mobile.warnings()).isEmpty();
            assertThat(mobile.security().spi()).isEqualTo(node.security().get(0).spi());
            assertThat(keyOf(node.name())).matches("hex:[0-9a-f]{32}\n");
        }
        assertThat(mobile("mn").home().address()).contains(InterfaceAddress.parse("10.10.0.57/24"));
        assertThat(mobile("mn").interfaces())
                .extracting(InterfaceMatch::pattern)
                .containsExactly("home", "cafe", "a-very-long-off");
        assertThat(keyOf("mn")).isNotEqualTo(keyOf("second"));
        assertThat(Files.getPosixFilePermissions(directory.resolve("mn.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private String keyOf(String node) throws Exception {
        return Files.readString(directory.resolve(node + ".key"));
    }

    @Test
    void haveTheOptionsOfTheScript() throws Exception {
        write(new Scripts()
                .network("home", "10.10.0.0/24")
                .agent("ha", "home", "10.10.0.1", new Option(1, "max-lifetime", "20s"))
                .mobile(
                        "mn",
                        "10.10.0.57",
                        new Option(1, "lifetime", "30s"),
                        new Option(1, "auth", "hmac-sha256"),
                        new Option(1, "spi", "0x222")));

        assertThat(agent().registration().maxLifetime()).isEqualTo(Duration.ofSeconds(20));
        assertThat(agent().nodes())
                .flatExtracting(HomeAgentConfig.Node::security)
                .extracting(HomeAgentConfig.Security::auth, HomeAgentConfig.Security::spi)
                .containsExactly(tuple(AuthenticationAlgorithm.HMAC_SHA256, 0x222));
        assertThat(mobile("mn").registration().lifetime()).isEqualTo(Duration.ofSeconds(30));
        assertThat(mobile("mn").security().auth()).isEqualTo(AuthenticationAlgorithm.HMAC_SHA256);
        assertThat(mobile("mn").security().spi()).isEqualTo(0x222);
    }

    @Test
    void giveANodeAnotherKeyWhereTheScriptWantsItWrong() throws Exception {
        write(Scripts.village().mobile("thief", "10.10.0.66", new Option(1, "key", "wrong")));

        assertThat(Files.readString(Configuration.file(directory, "thief"))).contains("key = \"thief-wrong.key\"");
        assertThat(keyOf("thief-wrong")).isNotEqualTo(keyOf("thief"));
        assertThat(agent().nodes()).hasSize(2);
    }

    @Test
    void areTheSameForTheSameSeed() throws Exception {
        write(Scripts.village());
        String first = keyOf("mn");
        Path other = Files.createDirectory(directory.resolve("other"));
        Configuration.write(Scripts.village().end(0), INTERFACES, other, 7);
        assertThat(Files.readString(other.resolve("mn.key"))).isEqualTo(first);
    }
}
