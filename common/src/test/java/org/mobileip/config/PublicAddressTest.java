package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.net.Ipv4;

/** By which address nodes know a home agent. */
final class PublicAddressTest {

    private final ConfigDirectory directory;

    PublicAddressTest(@TempDir Path temporary) {
        directory = new ConfigDirectory(temporary);
    }

    @Test
    void isTheOneThatTheMachineHasUnlessThereIsAPublicOne() throws ConfigException {
        HomeAgentConfig plain = directory.homeAgent();
        assertThat(plain.publicAddress()).isEmpty();
        assertThat(plain.knownAddress()).isEqualTo(Ipv4.parse("10.10.0.1"));

        HomeAgentConfig forwarded = directory.homeAgent("public = \"203.0.113.9\"");
        assertThat(forwarded.address()).isEqualTo(Ipv4.parse("10.10.0.1"));
        assertThat(forwarded.publicAddress()).contains(Ipv4.parse("203.0.113.9"));
        assertThat(forwarded.withState(Optional.empty()).knownAddress()).isEqualTo(Ipv4.parse("203.0.113.9"));
    }

    @Test
    void isAnAddressOfAHost() {
        assertThat(directory.homeAgentProblems("public = \"224.0.0.11\""))
                .anyMatch(problem -> problem.contains("224.0.0.11"));
        assertThat(directory.homeAgentProblems("public = \"router.example.org\""))
                .anyMatch(problem -> problem.contains("router.example.org"));
    }
}
