package org.mobileip.scenarios.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mobileip.testing.Python;

/** The registration messages of a capture file, judged by programs that share nothing with the product. */
public final class Registrations {

    private static final Path PROGRAM = Path.of("src", "test", "python", "check_registrations.py");
    private static final String CONTROL = "udp.port == 434";

    /**
     * A key that the messages of a run are authenticated with.
     *
     * @param algorithm {@code hmac-md5}, {@code hmac-sha256} or {@code md5-prefix-suffix}
     * @param file as the daemons read it: one line {@code hex:…}, {@code base64:…} or {@code text:…}
     */
    public record Key(int spi, String algorithm, Path file) {}

    /** What the second implementation said. */
    record Verdict(int exitCode, List<String> lines) {}

    private Registrations() {}

    /**
     * Fails unless tshark dissects every message on the registration port as Mobile IP and finds none of them malformed, and
     * there are some.
     */
    public static void assertWellFormed(Path capture) throws IOException {
        assertThat(Tshark.fields(capture, CONTROL + " && mip && !icmp", "frame.number"))
                .as("frames with Mobile IP messages")
                .isNotEmpty();
        assertThat(Tshark.fields(capture, CONTROL + " && !mip", "frame.number", "frame.protocols"))
                .as("frames on the registration port that are no Mobile IP to tshark")
                .isEmpty();
        String malformed = "_ws.malformed || _ws.expert.group == \"Malformed\"";
        assertThat(Tshark.fields(capture, CONTROL + " && (" + malformed + ")", "frame.number", "_ws.expert.message"))
                .as("malformed messages")
                .isEmpty();
    }

    /** Fails unless every authenticator and every checksum of the messages is right, by a program in another language. */
    public static void assertAuthentic(Path capture, List<Key> keys) throws IOException {
        Verdict verdict = check(capture, keys);
        assertThat(verdict.exitCode()).as(String.join("\n", verdict.lines())).isZero();
    }

    static Verdict check(Path capture, List<Key> keys) throws IOException {
        List<String> command = new ArrayList<>(List.of(Python.program(), PROGRAM.toString(), capture.toString()));
        keys.forEach(key -> command.add(key.spi() + "=" + key.algorithm() + ":" + key.file()));
        Process python = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = python.getInputStream()) {
            String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            return new Verdict(python.waitFor(), output.lines().toList());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
