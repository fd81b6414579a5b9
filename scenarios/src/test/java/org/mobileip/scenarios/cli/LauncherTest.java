package org.mobileip.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher keeps for quicker starts, and that nothing old is used; with a Java that says how it was started. */
class LauncherTest {

    /** Prints its arguments, one a line, and makes the archive that it is asked for, unless there is a file {@code cannot}. */
    private static final String JAVA = """
            #!/bin/sh
            for word; do
                case $word in
                -XX:ArchiveClassesAtExit=*)
                    [ -e "$CANNOT" ] || echo classes > "${word#*=}"
                    exit ;;
                esac
                echo "$word"
            done
            """;

    private static final String PREPARING =
            "scenarios: preparing for quicker starts (once, until the sources change)\n";

    @TempDir
    private Path root = Path.of("");

    private Path jar = Path.of("");
    private Path archive = Path.of("");

    @BeforeEach
    void makeACheckoutThatIsBuilt() throws IOException {
        Path common = Files.createDirectories(root.resolve("a checkout/common/bin"));
        Files.copy(Path.of("..", "common", "bin", "launch.sh"), common.resolve("launch.sh"));
        Path checkout = root.resolve("a checkout");
        Path bin = Files.createDirectories(checkout.resolve("scenarios/bin"));
        Files.copy(Path.of("bin", "scenarios"), bin.resolve("scenarios"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(checkout.resolve("pom.xml"), "");
        for (String module : List.of("common", "home-agent", "mobile-node", "scenarios")) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main"));
            Files.writeString(checkout.resolve(module).resolve("pom.xml"), "");
        }
        jar = Files.createDirectories(checkout.resolve("scenarios/target")).resolve("scenarios.jar");
        archive = jar.resolveSibling("scenarios.jsa");
        Files.writeString(jar, "");
        age(jar, 0);
        Path java = Files.createDirectories(root.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, JAVA);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"17.0.15\"\n");
    }

    /** Gives a file a time so many hours from now on, so that everything else is older or newer by far. */
    private static void age(Path file, int hours) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(-3600L * hours)));
    }

    /** What the program's Java was started with, and what the launcher said. */
    private record Started(List<String> words, String said) {
        boolean isWith(Path file) {
            return words.contains("-XX:SharedArchiveFile=" + file);
        }
    }

    private Started start(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", root + "/a checkout/scenarios/bin/scenarios"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", root.resolve("jdk").toString());
        environment.put("CANNOT", root.resolve("cannot").toString());
        environment.remove("MOBILEIP_JAVA_OPTIONS");
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return new Started(out.lines().toList(), said);
    }

    @Test
    void preparesOnceAndUsesWhatItHasPrepared() throws Exception {
        Started first = start("run", "first-handover");
        assertThat(first.said()).isEqualTo(PREPARING);
        assertThat(first.isWith(archive)).isTrue();
        assertThat(first.words()).endsWith("-jar", jar.toString(), "run", "first-handover");

        Started second = start("run", "first-handover");
        assertThat(second.said()).isEmpty();
        assertThat(second.isWith(archive)).isTrue();
        assertThat(second.words())
                .as("what Java says of an archive goes to stdout")
                .contains("-Xlog:disable");
    }

    @Test
    void preparesAnewWhenTheJarsHaveChanged() throws Exception {
        start("run", "first-handover");
        age(archive, 1);
        age(jar, 0);
        Started after = start("run", "first-handover");
        assertThat(after.said()).isEqualTo(PREPARING);
        assertThat(after.isWith(archive)).isTrue();
    }

    @Test
    void whatIsOlderThanTheJarsIsNeverUsed() throws Exception {
        start("run", "first-handover");
        age(archive, 1);
        age(jar, 0);
        Started listing = start("list");
        assertThat(listing.said()).as("listing is quick enough").isEmpty();
        assertThat(listing.isWith(archive)).isFalse();
    }

    @Test
    void aJavaThatMakesNoArchiveIsAskedOnce() throws Exception {
        Files.writeString(root.resolve("cannot"), "");
        Started first = start("run", "first-handover");
        assertThat(first.said()).isEqualTo(PREPARING);
        assertThat(first.isWith(archive)).isFalse();
        assertThat(first.words()).endsWith("run", "first-handover");
        assertThat(start("run", "first-handover").said()).isEmpty();
    }
}
