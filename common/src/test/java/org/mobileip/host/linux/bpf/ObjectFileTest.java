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
                        new BpfMap.Shape("of_home", 2, 32, 131_072, 0),
                        new BpfMap.Shape("totals", 6, 32, 1, 0),
                        new BpfMap.Shape("drops", 6, 8, 5, 0),
                        new BpfMap.Shape("ways", 6, 20, 256, 0),
                        new BpfMap.Shape("settings", 2, 24, 1, 0));
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

    /**
     * Built again wherever there is a compiler, by {@code src/main/bpf/build}: what the kernel is given must be the same. Of
     * another compiler than the one that made the object the instructions may be others.
     */
    @Test
    void theObjectIsWhatTheSourceCompilesTo(@TempDir Path directory) throws Exception {
        Path build = Path.of("src/main/bpf/build");
        assumeTrue(Files.isExecutable(build), "skipped: the source is not here");
        Path file = directory.resolve("again.o");
        String said = build(build, file);
        if (!said.endsWith(", as the object in the resources")) {
            System.err.println("tunnel.bpf.o against its source: " + said);
        }
        assumeTrue(Files.exists(file), said);

        ObjectFile built = ObjectFile.decode(Octets.of(Files.readAllBytes(file)));
        ObjectFile shipped = ObjectFile.decode(compiled);
        assertThat(built.maps()).isEqualTo(shipped.maps());
        assertThat(built.license()).isEqualTo(shipped.license());
        for (TunnelPrograms.End end : TunnelPrograms.End.values()) {
            for (String name : new String[] {end.into(), end.intoOfLink(), end.outOf()}) {
                ObjectFile.Program again = built.program(name);
                if (said.endsWith(", as the object in the resources")) {
                    assertThat(again)
                            .as("%s: run src/main/bpf/build after a change of tunnel.bpf.c", name)
                            .isEqualTo(shipped.program(name));
                }
            }
        }
    }

    private static String build(Path build, Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(build.toString(), file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
