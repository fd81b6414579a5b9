package org.mobileip.mobilenode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.cli.Program;
import picocli.CommandLine;

/** {@code join}: from one file to two. */
class JoinCommandTest {

    private static final String SECRET = "hex:000102030405060708090a0b0c0d0e0f";

    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeJoinFile() throws IOException {
        Path file = Files.writeString(directory.resolve("laptop.join"), """
                join = 1
                name = "laptop"
                [home]
                address = "10.10.0.57/24"
                network = "10.10.0.0/24"
                agent   = "ha.example.org"
                [security]
                spi    = 0x101
                secret = "%s"
                """.formatted(SECRET));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private int join(String... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine program = Program.commandLine(new Main());
        program.setOut(new PrintWriter(out));
        program.setErr(new PrintWriter(err));
        String[] line = new String[more.length + 4];
        line[0] = "join";
        line[1] = directory.resolve("laptop.join").toString();
        line[2] = "-c";
        line[3] = directory.resolve("etc/mobile-node.toml").toString();
        System.arraycopy(more, 0, line, 4, more.length);
        return program.execute(line);
    }

    @Test
    void writesTheFileAndTheKeyAndSaysWhatIsNext() throws IOException {
        assertThat(join()).isZero();
        assertThat(out.toString())
                .contains("laptop with home address 10.10.0.57/24")
                .contains("next: sudo mobile-node run -c " + directory.resolve("etc/mobile-node.toml"))
                .doesNotContain("00010203");
        Path key = directory.resolve("etc/laptop.key");
        assertThat(Files.readString(key)).isEqualTo(SECRET + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(Main.run(
                        "check", "-c", directory.resolve("etc/mobile-node.toml").toString()))
                .isZero();
    }

    @Test
    void writesOverNothingUnlessItIsToldTo() throws IOException {
        Path settings = directory.resolve("etc/mobile-node.toml");
        join();
        Files.writeString(settings, "mine");
        assertThat(join()).isEqualTo(1);
        assertThat(err.toString()).contains("is there already").contains("--replace");
        assertThat(Files.readString(settings)).isEqualTo("mine");
        assertThat(join("--replace")).isZero();
        assertThat(Files.readString(directory.resolve("etc/mobile-node.toml.old")))
                .isEqualTo("mine");
        assertThat(Files.readString(settings)).contains("agent   = \"ha.example.org\"");
    }

    @Test
    void refusesAJoinFileThatOthersMayReadOrThatIsNoneAndQuotesNoKey() throws IOException {
        Path file = directory.resolve("laptop.join");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(join()).isEqualTo(3);
        assertThat(err.toString()).contains("readable by others").contains("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, Files.readString(file).replace("= \"" + SECRET, "= \"" + SECRET + "!"));
        assertThat(join()).isEqualTo(3);
        assertThat(err.toString()).contains("secret is not a key").doesNotContain("00010203");
        assertThat(directory.resolve("etc")).doesNotExist();
    }
}
