package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a home agent is called. */
final class IdentityInFilesTest {

    private final ConfigDirectory directory;

    IdentityInFilesTest(@TempDir Path temporary) {
        directory = new ConfigDirectory(temporary);
    }

    @Test
    void isTheNameOfOneMachineInADomain() throws ConfigException {
        assertThat(directory.homeAgent("").identity()).isEmpty();
        HomeAgentConfig called = directory.homeAgent("identity = \"ha1@example.org\"");
        assertThat(called.identity()).contains("ha1@example.org");
        assertThat(called.withState(Optional.empty()).identity()).contains("ha1@example.org");
        assertThat(directory.homeAgentProblems("identity = \"@example.org\""))
                .containsExactly("home-agent.toml:3:12: error: \"@example.org\" names no home agent");
        assertThat(directory.homeAgentProblems("identity = \"ha1\"")).hasSize(1);
    }
}
