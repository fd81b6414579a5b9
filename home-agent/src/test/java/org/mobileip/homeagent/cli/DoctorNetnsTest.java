package org.mobileip.homeagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;
import static org.mobileip.testing.NetnsSupport.run;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.doctor.Diagnosis;
import org.mobileip.doctor.Finding;
import org.mobileip.doctor.ThisMachine;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.testing.NetnsSupport;
import org.mobileip.testing.Python;

/** A real machine is looked at, and nothing of it is different afterwards. */
@Tag("netns")
class DoctorNetnsTest {

    @BeforeAll
    static void needNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    @Test
    void seesWhatIsThereAndLeavesItAsItWas(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("home-agent.toml"), """
                version = 1
                interface = "home0"
                address = "10.10.0.1"
                network = "10.10.0.0/24"
                [daemon]
                control = "home-agent.sock"
                """);
        try (NetworkNamespace namespace = NetworkNamespace.create("looked-at")) {
            ip(namespace, "link add home0 type veth peer name far0");
            ip(namespace, "address add 10.10.0.1/24 dev home0");
            ip(namespace, "link set home0 up");
            String before = everything(namespace);
            Diagnosis without = namespace.call(() -> HomeAgentDoctor.examine(file, new ThisMachine()));
            assertThat(text(without, "home link")).isEqualTo("home0 has no carrier");
            assertThat(text(without, "UDP port 434")).isEqualTo("free");
            assertThat(text(without, "TUN")).isEqualTo("/dev/net/tun can be opened");
            assertThat(text(without, "address")).isEqualTo("10.10.0.1 is one of this machine");
            assertThat(text(without, "IPv4 forwarding")).isEqualTo(forwarding(namespace));
            assertThat(everything(namespace)).isEqualTo(before);

            ip(namespace, "link set far0 up");
            assertThat(NetnsSupport.run(namespace, "sysctl", "-wq", "net.ipv4.conf.home0.rp_filter=1"))
                    .isEmpty();
            Process taken = namespace.start(new ProcessBuilder(Python.program(), "-c", """
                    import socket, sys
                    taken = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    taken.bind(('0.0.0.0', 434))
                    print('bound', flush=True)
                    sys.stdin.read()
                    """));
            assertThat(taken.inputReader().readLine()).isEqualTo("bound");
            Diagnosis after = namespace.call(() -> HomeAgentDoctor.examine(file, new ThisMachine()));
            assertThat(text(after, "home link")).isEqualTo("home0 is up");
            assertThat(text(after, "UDP port 434")).isEqualTo("another program has it");
            assertThat(text(after, "rp_filter")).startsWith("strict on ").contains("home0");
            taken.destroy();
        }
    }

    private static String forwarding(NetworkNamespace namespace) {
        boolean isOn =
                run(namespace, "cat", "/proc/sys/net/ipv4/ip_forward").strip().equals("1");
        return isOn ? "on" : "off; home-agent run turns it on, and leaves it on";
    }

    private static String everything(NetworkNamespace namespace) {
        return ip(namespace, "-d link")
                + ip(namespace, "address")
                + ip(namespace, "route show table all")
                + ip(namespace, "rule")
                + run(namespace, "tc", "qdisc")
                + run(namespace, "sysctl", "net.ipv4.conf");
    }

    private static String text(Diagnosis diagnosis, String subject) {
        return diagnosis.findings().stream()
                .filter(each -> each.subject().equals(subject))
                .map(Finding::text)
                .findFirst()
                .orElseThrow();
    }
}
