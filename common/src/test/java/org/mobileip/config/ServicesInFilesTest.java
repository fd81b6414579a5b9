package org.mobileip.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that nodes register for, in both files. */
final class ServicesInFilesTest {

    private static final String LAPTOP =
            "[[node]]\nname = \"laptop\"\naddress = \"10.10.0.57\"\nspi = 0x101\nkey = \"laptop.key\"\n";
    private static final String NODE =
            "[security]\nspi = 0x101\nkey = \"laptop.key\"\n[home]\nagent = \"10.10.0.1\"\naddress = \"10.10.0.57/24\"\n";

    private final ConfigDirectory directory;

    ServicesInFilesTest(@TempDir Path temporary) {
        directory = new ConfigDirectory(temporary);
    }

    @Test
    void areListedForANode() throws ConfigException {
        assertThat(directory.homeAgent(LAPTOP).nodes().get(0).services()).isEmpty();
        assertThat(directory
                        .homeAgent(LAPTOP + "services = [\"ims\", \"voip.companyxyz.example.com\"]")
                        .nodes()
                        .get(0)
                        .services())
                .containsExactly("ims", "voip.companyxyz.example.com");
        assertThat(directory.homeAgentProblems(LAPTOP + "services = [\"\"]"))
                .anyMatch(problem -> problem.contains("a service identifier of 0 octets"));
    }

    @Test
    void areListedOnceEach() {
        assertThat(directory.homeAgentProblems(LAPTOP + "services = [\"ims\", \"voip\", \"ims\"]"))
                .hasSize(1)
                .allMatch(problem -> problem.contains("service \"ims\" is listed twice"));
    }

    @Test
    void areNamedByANode() throws ConfigException {
        assertThat(MobileNodeConfig.load(directory.file("a.toml", NODE)).home().service())
                .isEmpty();
        assertThat(MobileNodeConfig.load(directory.file("b.toml", NODE + "service = \"ims\"\n"))
                        .home()
                        .service())
                .contains("ims");
        assertThat(directory.mobileNodeProblems(NODE + "service = \"" + "a".repeat(256) + "\"\n"))
                .anyMatch(problem -> problem.contains("a service identifier of 256 octets"));
    }
}
