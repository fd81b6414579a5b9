package org.mobileip.homeagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.cli.Program;
import picocli.CommandLine;

/** {@code node add}, {@code list} and {@code remove}, with no home agent running. */
class NodeCommandTest {

    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void makeFile() throws IOException {
        key("hand.key");
        write("include = [\"nodes.d/*.toml\"]\n");
    }

    private void write(String head) throws IOException {
        Files.writeString(directory.resolve("home-agent.toml"), head + """
                address = "10.10.0.1"
                network = "10.10.0.0/24"
                [daemon]
                control = "none.sock"
                [[pool]]
                name = "guests"
                range = "10.10.0.100-10.10.0.110"
                [[node]]
                name = "by-hand"
                address = "10.10.0.50"
                spi = 0x101
                key = "hand.key"
                """);
    }

    private void key(String name) throws IOException {
        Path key = Files.writeString(directory.resolve(name), "hex:000102030405060708090a0b0c0d0e0f\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private int node(String... words) {
        List<String> line = new ArrayList<>(List.of("node"));
        line.addAll(List.of(words));
        line.addAll(List.of("-c", directory.resolve("home-agent.toml").toString()));
        if (words[0].equals("add") && !List.of(words).contains("--join")) {
            line.addAll(List.of("--join", directory.resolve(words[1] + ".join").toString()));
        }
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine program = Program.commandLine(new Main());
        program.setOut(new PrintWriter(out));
        program.setErr(new PrintWriter(err));
        return program.execute(line.toArray(String[]::new));
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void addsAnEntryWithAKeyOfItsOwnAndAJoinFile() throws IOException {
        assertThat(node("add", "laptop", "10.10.0.57")).isZero();
        assertThat(out.toString())
                .contains("laptop  10.10.0.57  SPI 0x102  hmac-md5")
                .containsPattern("fingerprint [0-9a-f]{4}-[0-9a-f]{4}")
                .contains("mobile-node join");
        assertThat(err.toString()).startsWith("no home agent answers at");
        assertThat(files())
                .containsExactly(
                        "hand.key", "home-agent.toml", "keys/laptop.key", "laptop.join", "nodes.d/laptop.toml");
        assertThat(mode("keys")).isEqualTo("rwx------");
        assertThat(mode("keys/laptop.key")).isEqualTo("rw-------");
        assertThat(mode("laptop.join")).isEqualTo("rw-------");
        String key = Files.readString(directory.resolve("keys/laptop.key")).strip();
        assertThat(key).matches("hex:[0-9a-f]{32}");
        assertThat(Files.readString(directory.resolve("laptop.join"))).contains("secret = \"" + key + "\"");
        assertThat(out + err.toString()).doesNotContain(key.substring(4));
        assertThat(Files.readString(directory.resolve("nodes.d/laptop.toml"))).contains("""
                [[node]]
                name    = "laptop"
                address = "10.10.0.57"
                spi     = 0x102
                key     = "../keys/laptop.key"
                auth    = "hmac-md5"
                """);
        assertThat(node("add", "van", "10.10.0.58", "--auth", "hmac-sha256")).isZero();
        assertThat(Files.readString(directory.resolve("keys/van.key"))).matches("hex:[0-9a-f]{64}\n");
        assertThat(Main.run("check", "-c", directory.resolve("home-agent.toml").toString()))
                .isZero();
    }

    @Test
    void addsANodeThatHasItsAddressFromAPool() throws IOException {
        assertThat(node("add", "ann", "--pool", "guests", "--nai", "ann@example.org"))
                .isZero();
        assertThat(Files.readString(directory.resolve("ann.join"))).contains("nai     = \"ann@example.org\"");
        assertThat(node("add", "bob", "--pool", "guests")).isEqualTo(2);
        assertThat(node("add", "bob", "--pool", "gests", "--nai", "bob@example.org"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("there are: guests");
        assertThat(node("add", "bob", "--pool", "guests", "--nai", "@example.org"))
                .isEqualTo(2);
        assertThat(node("add", "bob")).isEqualTo(2);
    }

    @Test
    void saysWhereWhatIsTakenStandsAndChangesNothing() throws IOException {
        List<String> before = files();
        assertThat(node("add", "by-hand", "10.10.0.57")).isEqualTo(1);
        assertThat(err.toString()).contains("a node \"by-hand\" already").contains("home-agent.toml:10:");
        assertThat(node("add", "laptop", "10.10.0.50")).isEqualTo(1);
        assertThat(err.toString())
                .contains("10.10.0.50 is the home address of by-hand")
                .contains("home-agent.toml:10:");
        assertThat(node("add", "laptop", "10.10.0.57", "--spi", "0x101")).isEqualTo(1);
        assertThat(err.toString()).contains("SPI 0x101 is that of by-hand");
        assertThat(node("add", "laptop", "10.11.0.57")).isEqualTo(2);
        assertThat(err.toString()).contains("10.11.0.57 is outside the home network 10.10.0.0/24");
        assertThat(node("add", "laptop", "10.10.0.1")).isEqualTo(2);
        assertThat(node("add", "laptop", "10.10.0.255")).isEqualTo(2);
        assertThat(node("add", "laptop", "somewhere")).isEqualTo(2);
        assertThat(node("add", "../etc", "10.10.0.57")).isEqualTo(2);
        assertThat(node("add", "laptop", "10.10.0.57", "--spi", "100")).isEqualTo(2);
        assertThat(node("add", "laptop", "10.10.0.57", "--auth", "md5")).isEqualTo(2);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void overwritesNoJoinFileAndLeavesNothingHalfDone() throws IOException {
        Files.writeString(directory.resolve("laptop.join"), "mine");
        assertThat(node("add", "laptop", "10.10.0.57")).isEqualTo(1);
        assertThat(err.toString()).contains("laptop.join is there already").contains("--join");
        Files.createDirectories(directory.resolve("keys"));
        Files.writeString(directory.resolve("keys/van.key"), "mine");
        assertThat(node("add", "van", "10.10.0.58")).isEqualTo(1);
        assertThat(files()).containsExactly("hand.key", "home-agent.toml", "keys/van.key", "laptop.join");
    }

    @Test
    void needsADirectoryThatIsIncluded() throws IOException {
        write("");
        assertThat(node("add", "laptop", "10.10.0.57")).isEqualTo(1);
        assertThat(err.toString()).contains("include = [\"nodes.d/*.toml\"]");
        assertThat(files()).containsExactly("hand.key", "home-agent.toml");
    }

    @Test
    void aFileWithErrorsIsListedAndLeftAlone() throws IOException {
        write("include = [\"nodes.d/*.toml\"]\nrepaly = 1\n");
        assertThat(node("add", "laptop", "10.10.0.57")).isEqualTo(3);
        assertThat(node("list")).isEqualTo(3);
        assertThat(err.toString()).contains("unknown key \"repaly\"");
    }

    @Test
    void listsWhereEachStandsAndNoKey() {
        node("add", "laptop", "10.10.0.57");
        assertThat(node("list")).isZero();
        assertThat(out.toString())
                .contains("by-hand  10.10.0.50    0x101  hmac-md5")
                .contains("home-agent.toml:10")
                .contains("nodes.d/laptop.toml:3")
                .endsWith("2 nodes\n")
                .doesNotContain("000102030405");
        assertThat(node("list", "--json")).isZero();
        assertThat(out.toString())
                .startsWith(
                        "{\"schema\":\"mobileip.nodes/1\",\"nodes\":[{\"node\":\"by-hand\",\"home_address\":\"10.10.0.50\"")
                .contains("\"line\":10")
                .doesNotContain("000102030405");
    }

    @Test
    void removesWhatItMadeAndNothingElse() throws IOException {
        node("add", "laptop", "10.10.0.57");
        assertThat(node("remove", "by-hand")).isEqualTo(1);
        assertThat(err.toString()).contains("take it out at").contains("home-agent.toml:10:");
        assertThat(node("remove", "nobody")).isEqualTo(2);
        assertThat(node("remove", "laptop")).isZero();
        assertThat(files()).containsExactly("hand.key", "home-agent.toml", "laptop.join");
        Path entry = Files.writeString(directory.resolve("nodes.d/mine.toml"), """
                [[node]]
                name = "mine"
                address = "10.10.0.60"
                spi = 0x160
                key = "../hand.key"
                """);
        assertThat(node("remove", "mine")).isEqualTo(1);
        assertThat(entry).exists();
    }
}
