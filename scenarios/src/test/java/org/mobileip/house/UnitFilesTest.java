package org.mobileip.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.testing.UnitFile;

/** What the units of systemd say is what the programs do. That their rights suffice, tests of the daemons show. */
class UnitFilesTest {

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"home-agent", "mobile-node"})
    void aDaemonSaysReadyEndsBySigtermAndIsReloadedByItsOwnCommand(String program) throws IOException {
        UnitFile unit = UnitFile.of(program);
        assertThat(unit.words("Type")).containsExactly("notify");
        assertThat(unit.words("ExecStart")).containsExactly("/usr/bin/" + program, "run");
        assertThat(unit.words("ExecReload")).containsExactly("/usr/bin/" + program, "reload");
        assertThat(unit.words("SuccessExitStatus")).containsExactly("143");
        assertThat(unit.words("CapabilityBoundingSet")).isEqualTo(unit.words("AmbientCapabilities"));
        assertThat(unit.words("ProtectKernelTunables"))
                .as("forwarding is turned on")
                .isEmpty();
    }

    @Test
    void itMayWriteWhereTheFileSaysNothing() throws IOException {
        assertThat(Path.of(
                        "/var/lib",
                        UnitFile.of("home-agent").words("StateDirectory").get(0)))
                .isEqualTo(Path.of("/var/lib/mobileip/home-agent"))
                .isEqualTo(usualState());
        assertThat(Path.of(
                        "/var/lib",
                        UnitFile.of("mobile-node").words("StateDirectory").get(0)))
                .isEqualTo(MobileNodeConfig.DEFAULT_STATE);
        assertThat(Path.of(
                        "/run",
                        UnitFile.of("home-agent").words("RuntimeDirectory").get(0)))
                .isEqualTo(HomeAgentConfig.DEFAULT_CONTROL.getParent());
        assertThat(Path.of(
                        "/run",
                        UnitFile.of("mobile-node").words("RuntimeDirectory").get(0)))
                .isEqualTo(MobileNodeConfig.DEFAULT_CONTROL.getParent());
    }

    private Path usualState() throws IOException {
        Path file = Files.writeString(
                directory.resolve("home-agent.toml"),
                "version = 1\naddress = \"10.10.0.1\"\nnetwork = \"10.10.0.0/24\"\n");
        try {
            return HomeAgentConfig.load(file).daemon().state().orElseThrow();
        } catch (org.mobileip.config.ConfigException bad) {
            throw new AssertionError(bad);
        }
    }

    /** With {@code true} in the place of programs that are not installed here. */
    @ParameterizedTest
    @ValueSource(strings = {"home-agent", "mobile-node"})
    void systemdUnderstandsEveryLine(String program) throws Exception {
        assumeThat(Path.of("/usr/bin/systemd-analyze")).exists();
        UnitFile unit = UnitFile.of(program);
        Path copy = directory.resolve(program + ".service");
        Files.writeString(copy, Files.readString(unit.path()).replace("/usr/bin/" + program, "/bin/true"));
        Process process = new ProcessBuilder(List.of("systemd-analyze", "verify", "--man=no", copy.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.lines().filter(line -> line.contains(program))).isEmpty();
        assertThat(process.waitFor()).as(said).isZero();
    }
}
