package org.mobileip.homeagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
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
import org.mobileip.control.ControlException;
import org.mobileip.control.Json;
import org.mobileip.doctor.Diagnosis;
import org.mobileip.doctor.Finding;
import org.mobileip.doctor.Finding.Verdict;
import org.mobileip.host.linux.Privileges.Capability;
import org.mobileip.testing.FakeMachine;

/** What is said of machines that lack something. */
class HomeAgentDoctorTest {

    private static final String FILE = """
            version = 1
            interface = "home0"
            address = "10.10.0.1"
            network = "10.10.0.0/24"
            [daemon]
            control = "run/home-agent.sock"
            state = "state"
            [[node]]
            name = "laptop"
            address = "10.10.0.57"
            spi = 0x101
            key = "laptop.key"
            """;

    @TempDir
    private Path directory = Path.of("");

    private final FakeMachine machine = new FakeMachine("home0", "10.10.0.1/24");

    @BeforeEach
    void makeTheKey() throws IOException {
        Path key = directory.resolve("laptop.key");
        Files.writeString(key, "text:1234567812345678\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private Diagnosis examined(String more) throws IOException {
        Path file = directory.resolve("home-agent.toml");
        Files.writeString(file, more);
        return HomeAgentDoctor.examine(file, machine);
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

                  ✓  configuration    /etc/home-agent.toml is good, and others cannot read its keys
                  ✓  rights           CAP_NET_BIND_SERVICE, CAP_NET_ADMIN, CAP_NET_RAW
                  ✓  TUN              /dev/net/tun can be opened
                  ✓  dataplane        bpf: the kernel takes its programs, and they passed the self-test
                  ✓  UDP port 434     free
                  ✓  IPv4 forwarding  on
                  ✓  rp_filter        not strict on any link that is up
                  ✓  clock            kept, and wrong by 12 ms at most
                  ✓  address          10.10.0.1 is one of this machine
                  ✓  home link        home0 is up
                  ✓  state            /etc/state can be written
                  ✓  control socket   /etc/run can be written
                  ✓  daemon           none answers at /etc/run/home-agent.sock

                0 warnings, 0 problems. Nothing was changed.
                """);
    }

    static List<Arguments> lacks() {
        return List.of(
                lack("rights", Verdict.PROBLEM, "CAP_NET_ADMIN, CAP_NET_RAW", "sudo home-agent doctor", it -> {
                    it.missing.add(Capability.CAP_NET_RAW);
                    it.missing.add(Capability.CAP_NET_ADMIN);
                }),
                lack(
                        "TUN",
                        Verdict.PROBLEM,
                        "there is no /dev/net/tun",
                        "modprobe tun",
                        it -> it.tunRefusal = Optional.of("there is no /dev/net/tun")),
                lack("dataplane", Verdict.WARNING, "tun: bpf is refused: no", "give it CAP_BPF as well", it -> {
                    it.bpfRefusal = Optional.of("bpf is refused: no");
                    it.missing.add(Capability.CAP_BPF);
                }),
                lack("dataplane", Verdict.WARNING, "tun: bpf is refused: no", "give it CAP_PERFMON as well", it -> {
                    it.bpfRefusal = Optional.of("bpf is refused: no");
                    it.missing.add(Capability.CAP_PERFMON);
                }),
                lack(
                        "dataplane",
                        Verdict.WARNING,
                        "tun: bpf is refused: no",
                        "Linux 5.10",
                        it -> it.bpfRefusal = Optional.of("bpf is refused: no")),
                lack("UDP port 434", Verdict.PROBLEM, "another program", "ss -lunp", it -> it.takenPorts.add(434)),
                lack(
                        "IPv4 forwarding",
                        Verdict.WARNING,
                        "off",
                        "net.ipv4.ip_forward=1",
                        it -> it.settings.put("net/ipv4/ip_forward", "0")),
                lack(
                        "rp_filter",
                        Verdict.WARNING,
                        "strict on home0:",
                        "rp_filter=2",
                        it -> it.settings.put("net/ipv4/conf/home0/rp_filter", "1")),
                lack("clock", Verdict.WARNING, "kept by nobody", "timedatectl", it -> it.clockError = Optional.empty()),
                lack(
                        "clock",
                        Verdict.WARNING,
                        "wrong by up to 16 s",
                        "chrony",
                        it -> it.clockError = Optional.of(Duration.ofSeconds(16))),
                lack(
                        "address",
                        Verdict.PROBLEM,
                        "10.10.0.1 is none",
                        "ip address add 10.10.0.1 dev home0",
                        it -> it.addresses.clear()),
                lack(
                        "home link",
                        Verdict.PROBLEM,
                        "there is no interface home0",
                        "ip link",
                        it -> it.putLink(2, "eth0", true, true)),
                lack(
                        "home link",
                        Verdict.PROBLEM,
                        "home0 is down",
                        "ip link set home0 up",
                        it -> it.putLink(2, "home0", false, false)),
                lack(
                        "home link",
                        Verdict.PROBLEM,
                        "home0 has no carrier",
                        "cable",
                        it -> it.putLink(2, "home0", true, false)),
                lack(
                        "daemon",
                        Verdict.WARNING,
                        "runs, running: the disk failed",
                        "home-agent status",
                        it -> it.status =
                                Optional.of(Map.of("state", "running", "health", List.of("the disk failed")))),
                lack(
                        "daemon",
                        Verdict.WARNING,
                        "not permitted",
                        "sudo home-agent doctor",
                        it -> it.statusRefusal = Optional.of(new ControlException(4, "not permitted"))));
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
    void aPlaceThatCannotBeWrittenIsAProblem() throws IOException {
        machine.readOnly.add(directory.resolve("state"));
        assertThat(of(examined(FILE), "state").verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(of(examined(FILE), "control socket").verdict()).isEqualTo(Verdict.GOOD);
    }

    @Test
    void thePortOfAHomeAgentThatRunsIsWhereItBelongs() throws IOException {
        machine.takenPorts.add(434);
        machine.status = Optional.of(Map.of("state", "running", "health", List.of()));
        assertThat(examined(FILE).exitCode()).isZero();
    }

    @Test
    void aPortForMetricsThatSomebodyElseHasIsAProblem() throws IOException {
        String file = FILE + "[metrics]\nlisten = \"127.0.0.1:9434\"\n";
        assertThat(of(examined(file), "metrics").text()).isEqualTo("127.0.0.1:9434 is free");
        machine.takenPorts.add(9434);
        Finding taken = of(examined(file), "metrics");
        assertThat(taken.verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(taken.text()).isEqualTo("cannot be served at 127.0.0.1:9434: Address already in use");
        assertThat(taken.hint()).hasValue("see which program has it: ss -ltnp sport = :9434");
        machine.status = Optional.of(Map.of("state", "running", "health", List.of()));
        assertThat(of(examined(file), "metrics").verdict()).isEqualTo(Verdict.GOOD);
    }

    @Test
    void withAnErrorInTheFileTheMachineIsLookedAtAllTheSame() throws IOException {
        machine.tunRefusal = Optional.of("there is no /dev/net/tun");
        Diagnosis diagnosis = examined(FILE + "repaly = \"nonce\"\n");
        assertThat(of(diagnosis, "configuration").verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(of(diagnosis, "configuration").text()).contains("unknown key \"repaly\"");
        assertThat(of(diagnosis, "configuration").hint()).hasValue("did you mean \"replay\"?");
        assertThat(of(diagnosis, "TUN").verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(diagnosis.text()).contains("0 warnings, 2 problems.");
        assertThat(of(examined("version = 1\nfoo = 1\nbar = 2\n"), "configuration")
                        .hint()
                        .orElseThrow())
                .startsWith("home-agent check -c ");
    }

    @Test
    void aKeyThatOthersMayReadIsAProblem() throws IOException {
        Files.setPosixFilePermissions(directory.resolve("laptop.key"), PosixFilePermissions.fromString("rw-r--r--"));
        Finding finding = of(examined(FILE), "configuration");
        assertThat(finding.text()).contains("readable by others (mode 0644)");
        assertThat(finding.hint().orElseThrow()).startsWith("chmod 600 ");
    }

    @Test
    void aDataplaneThatIsAskedForOrLeftOutIsNotTried() throws IOException {
        machine.bpfRefusal = Optional.of("it was tried");
        assertThat(of(examined(FILE + "[tunnel]\ndataplane = \"tun\"\n"), "dataplane")
                        .text())
                .isEqualTo("tun: [tunnel] dataplane = \"tun\"");
        assertThat(of(examined(FILE + "[tunnel]\nnode_rate = \"1Mbit/s\"\n"), "dataplane")
                        .text())
                .contains("node_rate");
    }

    @Test
    void withoutTheCLibraryNothingElseIsAsked() throws IOException {
        machine.libraryRefusal = Optional.of("cannot load the C library");
        assertThat(examined(FILE).findings())
                .extracting(Finding::subject)
                .containsExactly("configuration", "system calls");
    }

    @Test
    void theDocumentSaysTheSame() throws IOException {
        machine.settings.put("net/ipv4/ip_forward", "0");
        String json = Json.write(examined(FILE).document("home-agent"));
        assertThat(json)
                .startsWith("{\"schema\":\"mobileip.doctor/1\",\"program\":\"home-agent\","
                        + "\"machine\":\"Linux 6.18.44, Java 17.0.15, user mip\",\"findings\":[")
                .contains(
                        "{\"subject\":\"TUN\",\"verdict\":\"ok\",\"text\":\"/dev/net/tun can be opened\",\"hint\":null}")
                .contains("{\"subject\":\"IPv4 forwarding\",\"verdict\":\"warning\",")
                .endsWith("],\"warnings\":1,\"problems\":0}");
    }
}
