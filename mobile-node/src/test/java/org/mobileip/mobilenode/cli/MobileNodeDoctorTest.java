package org.mobileip.mobilenode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobileip.doctor.Diagnosis;
import org.mobileip.doctor.Finding;
import org.mobileip.doctor.Finding.Verdict;
import org.mobileip.host.linux.Privileges.Capability;
import org.mobileip.testing.FakeMachine;

/** What is said of machines that lack something. */
class MobileNodeDoctorTest {

    private static final String FILE = """
            version = 1
            [home]
            address = "10.10.0.57/24"
            agent = "10.10.0.1"
            [security]
            spi = 0x101
            key = "laptop.key"
            [[interface]]
            match = "eth*"
            [daemon]
            control = "run/mn.sock"
            state = "state"
            """;

    @TempDir
    private Path directory = Path.of("");

    private final FakeMachine machine = new FakeMachine("eth0", "192.0.2.44/24");

    @BeforeEach
    void makeTheKey() throws IOException {
        Path key = directory.resolve("laptop.key");
        Files.writeString(key, "text:1234567812345678\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private Diagnosis examined(String content) throws IOException {
        Path file = directory.resolve("mobile-node.toml");
        Files.writeString(file, content);
        return MobileNodeDoctor.examine(file, machine);
    }

    private static Finding of(Diagnosis diagnosis, String subject) {
        return diagnosis.findings().stream()
                .filter(each -> each.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMachineThatHasEverythingIsToldSoLineByLine() throws IOException {
        Diagnosis diagnosis = examined(FILE);
        assertThat(diagnosis.exitCode()).isZero();
        assertThat(diagnosis.text().replace(directory.toString(), "/etc")).isEqualTo("""
                Linux 6.18.44, Java 17.0.15, user mip

                  ✓  configuration     /etc/mobile-node.toml is good, and others cannot read its keys
                  ✓  rights            CAP_NET_BIND_SERVICE, CAP_NET_ADMIN, CAP_NET_RAW
                  ✓  TUN               /dev/net/tun can be opened
                  ✓  dataplane         bpf: the kernel takes its programs, and they passed the self-test
                  ✓  rp_filter         not strict on any link that is up
                  ✓  clock             kept, and wrong by 12 ms at most
                  ✓  systemd-networkd  leaves our rules alone
                  ✓  UDP port 434      free
                  ✓  tunnel            mip0 is free
                  ✓  interfaces        eth0 is up
                  ✓  home agent        there is a route to 10.10.0.1
                  ✓  state             /etc/state can be written
                  ✓  control socket    /etc/run can be written
                  ✓  daemon            none answers at /etc/run/mn.sock

                0 warnings, 0 problems. Nothing was changed.
                """);
    }

    static List<Arguments> lacks() {
        return List.of(
                lack(
                        "rights",
                        Verdict.PROBLEM,
                        "lacks CAP_NET_ADMIN",
                        "sudo mobile-node doctor",
                        it -> it.missing.add(Capability.CAP_NET_ADMIN)),
                lack("dataplane", Verdict.WARNING, "tun: bpf is refused: no", "CAP_BPF", it -> {
                    it.bpfRefusal = Optional.of("bpf is refused: no");
                    it.missing.add(Capability.CAP_BPF);
                }),
                lack(
                        "systemd-networkd",
                        Verdict.WARNING,
                        "takes our rules away",
                        "ManageForeignRoutingPolicyRules=no",
                        it -> it.isJealous = true),
                lack("UDP port 434", Verdict.WARNING, "another program", "ss -lunp", it -> it.takenPorts.add(434)),
                lack(
                        "tunnel",
                        Verdict.PROBLEM,
                        "another program has an interface mip0",
                        "mip1",
                        it -> it.putLink(3, "mip0", true, true)),
                lack("interfaces", Verdict.WARNING, "none", "ip link set", it -> it.putLink(2, "eth0", false, false)),
                lack(
                        "home agent",
                        Verdict.WARNING,
                        "no route to 10.10.0.1",
                        "default route",
                        it -> it.hasRoutes = false),
                lack("clock", Verdict.WARNING, "more than 7 s", "timedatectl", it -> it.clockError = Optional.empty()));
    }

    private static Arguments lack(
            String subject, Verdict verdict, String text, String hint, Consumer<FakeMachine> without) {
        return Arguments.of(subject, verdict, text, hint, without);
    }

    @ParameterizedTest
    @MethodSource("lacks")
    void whatIsMissingIsSaidWithHowToMendItAndNothingElseIs(
            String subject, Verdict verdict, String text, String hint, Consumer<FakeMachine> without)
            throws IOException {
        without.accept(machine);
        Diagnosis diagnosis = examined(FILE);
        Finding finding = of(diagnosis, subject);
        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.text()).contains(text);
        assertThat(finding.hint().orElseThrow()).contains(hint);
        assertThat(diagnosis.findings())
                .filteredOn(each -> each.verdict() != Verdict.GOOD)
                .hasSize(1);
        assertThat(diagnosis.exitCode()).isEqualTo(verdict == Verdict.PROBLEM ? 1 : 0);
    }

    @Test
    void whatAMobileNodeThatRunsHasIsItsOwn() throws IOException {
        machine.takenPorts.add(434);
        machine.putLink(3, "mip0", true, true);
        machine.status = Optional.of(Map.of("state", "away", "health", List.of()));
        Diagnosis diagnosis = examined(FILE);
        assertThat(diagnosis.findings()).allMatch(each -> each.verdict() == Verdict.GOOD);
        assertThat(of(diagnosis, "daemon").text()).isEqualTo("runs, away");
    }

    @Test
    void withoutAFileTheMachineIsLookedAtAllTheSame() {
        Diagnosis diagnosis = MobileNodeDoctor.examine(directory.resolve("nowhere.toml"), machine);
        assertThat(of(diagnosis, "configuration").verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(of(diagnosis, "dataplane").verdict()).isEqualTo(Verdict.GOOD);
        assertThat(diagnosis.exitCode()).isEqualTo(1);
    }

    @Test
    void noncesNeedNoClock() throws IOException {
        String withNonces = FILE.replace("[[interface]]", "replay = \"nonce\"\n[[interface]]");
        assertThat(examined(withNonces).findings()).extracting(Finding::subject).doesNotContain("clock");
    }
}
