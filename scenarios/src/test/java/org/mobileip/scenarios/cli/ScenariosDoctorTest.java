package org.mobileip.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.doctor.Diagnosis;
import org.mobileip.scenarios.measure.WorldProvider;
import org.mobileip.testing.FakeMachine;
import org.mobileip.time.Tick;

/** What is said of machines on which somebody wants to play scenarios. */
class ScenariosDoctorTest {

    @TempDir
    private Path directory = Path.of("");

    private final FakeMachine machine = new FakeMachine("eth0", "192.0.2.7/24");

    private Diagnosis examined(int processors, WorldProvider... worlds) {
        Surroundings here = new Surroundings(
                new Worlds(List.of(worlds)),
                directory,
                () -> new Tick(0),
                "0.1.0",
                "17.0.15",
                "Linux 6.18.44",
                processors);
        return ScenariosDoctor.examine(here, machine);
    }

    @Test
    void aMachineThatHasEverythingIsToldSoLineByLine() {
        Diagnosis diagnosis = examined(2, FakeWorld.called("netns"), FakeWorld.called("sim"));
        assertThat(diagnosis.exitCode()).isZero();
        assertThat(diagnosis.text().replace(directory.toString(), "HERE")).isEqualTo("""
                Linux 6.18.44, Java 17.0.15, user mip

                  ✓  world netns  can be played in here
                  ✓  world sim    can be played in here
                  ✓  TUN          /dev/net/tun can be opened
                  ✓  dataplane    bpf: the kernel takes its programs, and they passed the self-test
                  ✓  results      HERE/mip-runs can be written
                  ✓  processors   2

                0 warnings, 0 problems. Nothing was changed.
                """);
    }

    @Test
    void whereRealPacketsCannotBePlayedTheSimulatorIsNamed() {
        Diagnosis diagnosis = examined(1, FakeWorld.blocked("netns", 4, "it needs root"), FakeWorld.called("sim"));
        assertThat(diagnosis.exitCode()).as("something can be played").isZero();
        assertThat(diagnosis.text())
                .contains("!  world netns  it needs root", "mend that, or play in another world: run --world sim")
                .contains("!  processors   one for everything")
                .contains("2 warnings, 0 problems");
    }

    @Test
    void whereNothingCanBePlayedThatIsAProblem() {
        Diagnosis diagnosis = examined(2, FakeWorld.blocked("netns", 5, "there is no TUN device"));
        assertThat(diagnosis.exitCode()).isEqualTo(1);
        assertThat(diagnosis.text()).contains("✗  worlds");
    }

    @Test
    void withoutTheCLibraryNothingElseOfTheMachineIsLookedAt() {
        machine.libraryRefusal = Optional.of("there is no C library");
        Diagnosis diagnosis = examined(2, FakeWorld.called("sim"));
        assertThat(diagnosis.exitCode()).isEqualTo(1);
        assertThat(diagnosis.text())
                .contains("✗  system calls  there is no C library")
                .doesNotContain("TUN");
    }

    @Test
    void theCommandTellsOfThisMachineForProgramsToo() {
        Shell shell = new Shell(directory, FakeWorld.called("sim"));
        shell.run("doctor", "--json");
        assertThat(shell.out())
                .startsWith("{\"schema\":\"mobileip.doctor/1\",\"program\":\"scenarios\"")
                .contains("\"subject\":\"world sim\",\"verdict\":\"ok\"");
    }
}
