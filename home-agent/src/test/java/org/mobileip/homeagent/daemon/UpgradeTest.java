package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpgradeTest {

    private static final List<String> OURS = List.of(
            "/usr/lib/jvm/17/bin/java",
            "-Xms64m",
            "-jar",
            "/usr/lib/mobileip/lib/home-agent.jar",
            "run",
            "-c",
            "ha.toml");

    @Test
    void theNewOneIsStartedAsThisOneWasByWhateverIsInstalledNow() {
        assertThat(Upgrade.command(OURS, Optional.of("/usr/lib/mobileip/home-agent/bin/home-agent")))
                .containsExactly("/usr/lib/mobileip/home-agent/bin/home-agent", "run", "-c", "ha.toml", "--take-over");
    }

    @Test
    void withoutALauncherItIsTheSameJava() {
        assertThat(Upgrade.command(OURS, Optional.empty()))
                .startsWith("/usr/lib/jvm/17/bin/java", "-Xms64m", "-jar")
                .endsWith("run", "-c", "ha.toml", "--take-over");
    }

    @Test
    void oneThatHasTakenOverItselfIsRelievedInTheSameWay() {
        assertThat(Upgrade.command(List.of("java", "run", "--take-over"), Optional.empty()))
                .containsExactly("java", "run", "--take-over");
    }
}
