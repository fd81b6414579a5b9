package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.auth.AuthenticationAlgorithm;

/** {@code profile = "dmnr"}: SPI 256, lifetime 65534 s, a short key in plain text, and DF that is not heeded. */
final class CarrierProfileTest {

    private static final String HOME = "[home]\naddress = \"10.10.0.57/24\"\nagent = \"10.10.0.1\"\n";
    private static final String ROUTER =
            "[[node]]\nname = \"router\"\naddress = \"10.10.0.57\"\nkey = \"carrier.key\"\nprofile = \"dmnr\"\n";

    private final ConfigDirectory directory;

    CarrierProfileTest(@TempDir Path temporary) {
        directory = new ConfigDirectory(temporary);
        directory.key("carrier.key", "text:carrier\n", "rw-------");
    }

    private MobileNodeConfig node(String text) throws ConfigException {
        return MobileNodeConfig.load(directory.file("mobile-node.toml", text));
    }

    @Test
    void isWhatTheRouterNeedNotSay() throws ConfigException {
        MobileNodeConfig router = node("profile = \"dmnr\"\n" + HOME + "[security]\nkey = \"carrier.key\"\n");
        assertThat(router.security().spi()).isEqualTo(256);
        assertThat(router.security().auth()).isEqualTo(AuthenticationAlgorithm.HMAC_MD5);
        assertThat(router.security().key().size()).isEqualTo(7);
        assertThat(router.registration().lifetime()).isEqualTo(Duration.ofSeconds(65534));
        assertThat(router.tunnel().cutsAll()).isTrue();
        assertThat(directory.summaries(router.warnings())).singleElement().satisfies(warning -> assertThat(warning)
                .contains("has 7 octets"));
    }

    @Test
    void givesWayToWhatTheRouterSays() throws ConfigException {
        MobileNodeConfig router = node("profile = \"dmnr\"\n" + HOME
                + "[security]\nspi = 0x101\nkey = \"laptop.key\"\n[registration]\nlifetime = \"5m\"\n"
                + "[tunnel]\ndont_fragment = \"obey\"\n");
        assertThat(router.security().spi()).isEqualTo(0x101);
        assertThat(router.registration().lifetime()).isEqualTo(Duration.ofMinutes(5));
        assertThat(router.tunnel().cutsAll()).isFalse();
    }

    @Test
    void isNothingWhereItIsNotAskedFor() throws ConfigException {
        MobileNodeConfig plain = node(HOME + "[security]\nspi = 0x101\nkey = \"laptop.key\"\n");
        assertThat(plain.registration().lifetime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(plain.tunnel().cutsAll()).isFalse();
        assertThat(directory.mobileNodeProblems(HOME + "[security]\nkey = \"laptop.key\"\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("missing key \"spi\""));
        assertThat(directory.mobileNodeProblems("profile = \"dnmr\"\n" + HOME + "[security]\nkey = \"laptop.key\"\n"))
                .anyMatch(problem -> problem.contains("\"dnmr\" is not known here"));
    }

    @Test
    void isWhatTheHomeAgentNeedNotSayOfARouter() throws ConfigException {
        HomeAgentConfig agent = directory.homeAgent(ROUTER);
        assertThat(agent.nodes().get(0).security().get(0).spi()).isEqualTo(256);
        assertThat(agent.registration().maxLifetime()).isEqualTo(Duration.ofSeconds(65534));
        assertThat(agent.tunnel().cutsAll()).isFalse();
        HomeAgentConfig told = directory.homeAgent("[registration]\nmax_lifetime = \"1h\"\n[tunnel]\n"
                + "dont_fragment = \"ignore\"\n" + ROUTER + "spi = 300\n");
        assertThat(told.nodes().get(0).security().get(0).spi()).isEqualTo(300);
        assertThat(told.registration().maxLifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(told.tunnel().cutsAll()).isTrue();
    }
}
