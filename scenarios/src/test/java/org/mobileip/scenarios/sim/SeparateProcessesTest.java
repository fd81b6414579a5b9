package org.mobileip.scenarios.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.testing.JavaCommand;

/** The simulated world from the command line, in processes of its own: what two of them may not differ in. */
class SeparateProcessesTest {

    private static final String SCRIPT = """
            network home  10.10.0.0/24  delay 1ms
            network cafe  192.0.2.0/24  delay 12ms jitter 5ms loss 2%
            home-agent ha  on home  address 10.10.0.1
            mobile     mn  home 10.10.0.57
            host       cn  on home  address 10.10.0.200
            stream voice  udp  cn <-> mn
            stream file   tcp  cn -> mn rate 1Mbit/s
            at 1s  move mn to cafe
            at 3s  move mn to home
            at 4s  stop
            expect  registered within 200ms  after each move
            expect  file intact
            """;

    @TempDir
    private Path directory = Path.of("");

    private String play(String out) throws IOException, InterruptedException {
        Path script = directory.resolve("twice.scenario");
        Files.writeString(script, SCRIPT);
        List<String> command = JavaCommand.of("org.mobileip.scenarios.cli.Main", "-Xlog:class+load");
        command.addAll(List.of("run", script.toString(), "--world", "sim"));
        command.addAll(List.of("--out", directory.resolve(out).toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void leaveTheSameOctetsAndLoadNothingThatCallsC() throws Exception {
        String said = play("one");
        play("other");
        assertThat(said)
                .contains("SIMULATED")
                .contains("org.mobileip.tunnel.TunnelIngress")
                .doesNotContain(" jnr.")
                .doesNotContain("org.mobileip.host.linux.");
        assertThat(octets("one", "packets.pcapng")).isEqualTo(octets("other", "packets.pcapng"));
        assertThat(octets("one", "result.json")).isEqualTo(octets("other", "result.json"));
        assertThat(Files.readString(directory.resolve("one/report.html"))).contains("SIMULATED");
    }

    private byte[] octets(String out, String file) throws IOException {
        return Files.readAllBytes(directory.resolve(out).resolve(file));
    }
}
