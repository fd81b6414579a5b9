package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.net.Ipv4;

/** Nodes that leave it open which home agent serves them, in both files. */
final class AssignTest {

    private static final String NODE = "[security]\nspi = 0x101\nkey = \"laptop.key\"\n[home]\nagent = \"10.10.0.1\"\n";

    private final ConfigDirectory directory;

    AssignTest(@TempDir Path temporary) {
        directory = new ConfigDirectory(temporary);
    }

    private Assign assign(String... lines) throws ConfigException {
        return directory.homeAgent(lines).registration().assign();
    }

    @Test
    void isServedHereUnlessTheFileSaysOtherwise() throws ConfigException {
        assertThat(assign("[registration]")).isEqualTo(new Assign.Here());
        assertThat(assign("[registration]\nassign = \"self\"")).isEqualTo(new Assign.Here());
        assertThat(assign("[registration]\nassign = \"refuse\"")).isEqualTo(new Assign.Nowhere());
        assertThat(assign("[registration]\nassign = \"192.0.2.9\"")).isEqualTo(new Assign.At(Ipv4.parse("192.0.2.9")));
    }

    @Test
    void isNotSentRoundInACircle() {
        assertThat(directory.homeAgentProblems("[registration]\nassign = \"10.10.0.1\""))
                .anyMatch(problem -> problem.contains("10.10.0.1 is this home agent itself"));
        assertThat(directory.homeAgentProblems("public = \"203.0.113.9\"\n[registration]\nassign = \"203.0.113.9\""))
                .anyMatch(problem -> problem.contains("203.0.113.9 is this home agent itself"));
        assertThat(directory.homeAgentProblems("public = \"203.0.113.9\"\n[registration]\nassign = \"10.10.0.1\""))
                .anyMatch(problem -> problem.contains("10.10.0.1 is this home agent itself"));
    }

    @Test
    void isSentToAnAddressOfAHost() {
        assertThat(directory.homeAgentProblems("[registration]\nassign = \"224.0.0.11\""))
                .anyMatch(problem -> problem.contains("224.0.0.11"));
        assertThat(directory.homeAgentProblems("[registration]\nassign = \"elsewhere\""))
                .anyMatch(problem -> problem.contains("\"elsewhere\" is not known here"));
    }

    @Test
    void isLeftOpenByANodeThatSaysSoAndHasAnIdentifier() throws ConfigException {
        assertThat(MobileNodeConfig.load(directory.file("a.toml", NODE + "nai = \"user@example.org\"\n"))
                        .home()
                        .assign())
                .isFalse();
        assertThat(MobileNodeConfig.load(directory.file("b.toml", NODE + "nai = \"user@example.org\"\nassign = true\n"))
                        .home()
                        .assign())
                .isTrue();
        assertThat(directory.mobileNodeProblems(NODE + "address = \"10.10.0.57/24\"\nassign = true\n"))
                .containsExactly(
                        "mobile-node.toml:7:10: error: a node without nai names its home agent (RFC 4433 section 5.1)");
    }
}
