package org.mobileip.host.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.host.linux.BpfMap;
import org.mobileip.net.Octets;

class ObjectFileTest {

    /** The end of the last section header: alignment and entry size. */
    private static final int UNREAD = 16;

    private final Octets compiled = TunnelPrograms.compiled();

    /** By {@code readelf -S}, {@code readelf -r} and {@code readelf -s} of binutils, for the object of this version. */
    @Test
    void findsWhatReadelfFinds(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("object");
        Files.write(file, compiled.toArray());
        String sections = readelf("-SW", file);
        String relocations = readelf("-rW", file);
        assumeTrue(sections.contains("tc/out_of_tunnel"), "skipped: no readelf here");
        ObjectFile object = ObjectFile.decode(compiled);

        for (String name : new String[] {
            "into_tunnel", "into_home", "into_tunnel_of_link", "into_home_of_link", "out_of_tunnel", "out_of_home"
        }) {
            ObjectFile.Program program = object.program(name);
            assertThat(sections)
                    .containsPattern("tc/" + name + "\\s+PROGBITS\\s+0{16} [0-9a-f]{6} 0*"
                            + Integer.toHexString(program.instructions().size()) + " ");
            String own = relocations.substring(relocations.indexOf("'.reltc/" + name + "'"));
            own = own.contains("\n\n") ? own.substring(0, own.indexOf("\n\n")) : own;
            assertThat(own.lines().filter(line -> line.matches("[0-9a-f]{16} .*")))
                    .hasSameSizeAs(program.maps().keySet());
            for (var each : program.maps().entrySet()) {
                assertThat(own).containsPattern(String.format("%016x .* %s", each.getKey(), each.getValue()));
            }
        }
    }

    private static String readelf(String option, Path file) throws InterruptedException {
        try {
            Process process = new ProcessBuilder("readelf", option, file.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException notInstalled) {
            return "";
        }
    }

    /** The sizes are those that a C compiler gives the structures of tunnel.bpf.c on a machine of 64 bits. */
    @Test
    void mapsHaveTheShapesOfTheSource() {
        assertThat(ObjectFile.decode(compiled).maps().values())
                .containsExactlyInAnyOrder(
                        new BpfMap.Shape("bindings", 1, 192, 131_072, 1),
                        new BpfMap.Shape("exits", 1, 4, 262_144, 1),
                        new BpfMap.Shape("local_ends", 1, 4, 1024, 1),
                        new BpfMap.Shape("of_home", 5, 32, 131_072, 1),
                        new BpfMap.Shape("totals", 6, 32, 1, 0),
                        new BpfMap.Shape("drops", 6, 8, 5, 0),
                        new BpfMap.Shape("settings", 2, 12, 1, 0));
        assertThat(ObjectFile.decode(compiled).license()).isEqualTo("Dual BSD/GPL");
    }

    @Test
    void aFileCutShortIsRefusedWhereverItEnds() {
        for (int length = 0; length < compiled.size() - UNREAD; length += 7) {
            Octets cut = compiled.slice(0, length);
            try {
                ObjectFile object = ObjectFile.decode(cut);
                object.maps();
                fail("%d octets were enough", length);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageMatching("(?s).*(ELF|itself).*");
            }
        }
        assertThatThrownBy(() -> ObjectFile.decode(compiled).program("nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no section tc/nobody");
    }

    /** Where the compiler is that made it. */
    @Test
    void theObjectIsWhatTheSourceCompilesTo() throws Exception {
        Path build = Path.of("src/main/bpf/build");
        assumeTrue(Files.isExecutable(build), "skipped: the source is not here");
        Process process = new ProcessBuilder(build.toString(), "check")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(output).isZero();
        if (output.startsWith("skipped")) {
            System.err.println(output);
        }
        assumeTrue(!output.startsWith("skipped"), output);
        assertThat(output).isEqualTo("same");
    }
}
