package org.mobileip.scenarios.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnJavaTest {

    private static List<String> command(String version, Map<String, String> more) {
        Properties ours = new Properties();
        ours.putAll(Map.of(
                "java.home", "/opt/jdk", "java.class.path", "/a b/x.jar", "java.specification.version", version));
        ours.putAll(more);
        return OwnJava.command(ours, List.of("-Xms64m"), List.of("Main", "run"));
    }

    @Test
    void aDaemonOfARunHasTheOptionsOfTheLaunchers() throws IOException {
        String launcher = Files.readString(Path.of("..", "common", "bin", "launch.sh"));

        assertThat(launcher)
                .contains("\n*:run) tuning=\"" + String.join(" ", OwnJava.DAEMON_TUNING) + "\" ;;")
                .as("said as a person can copy it")
                .contains("MOBILEIP_JAVA_OPTIONS=" + OwnJava.BOTH_COMPILERS)
                .as("a collection because of loaded classes stops the packet threads in a handover")
                .contains("-XX:MetaspaceSize=")
                .as("by these it says where classes are kept")
                .contains("-D" + OwnJava.ARCHIVE + "=", "-D" + OwnJava.CLASS_LISTS + "=");
    }

    @Test
    void aDaemonOfARunHasLargePagesWhereTheLaunchersWouldGiveIt(@TempDir Path directory) throws IOException {
        Path said = directory.resolve("enabled");
        assertThat(OwnJava.daemonTuning(said)).as("a kernel without").isEqualTo(OwnJava.DAEMON_TUNING);
        Files.writeString(said, "always madvise [never]\n");
        assertThat(OwnJava.daemonTuning(said)).isEqualTo(OwnJava.DAEMON_TUNING);
        for (String mode : List.of("always [madvise] never\n", "[always] madvise never\n")) {
            Files.writeString(said, mode);
            assertThat(OwnJava.daemonTuning(said))
                    .startsWith(OwnJava.DAEMON_TUNING.toArray(String[]::new))
                    .endsWith("-XX:+UseTransparentHugePages");
        }
        assertThat(Files.readString(Path.of("..", "common", "bin", "launch.sh")))
                .contains(OwnJava.LARGE_PAGES);
    }

    @Test
    void aProgramHasOurJavaAndOurClassPath() {
        assertThat(command("17", Map.of()))
                .containsExactly("/opt/jdk/bin/java", "-Xms64m", "-cp", "/a b/x.jar", "Main", "run");
        assertThat(command("25", Map.of())).as("which warns otherwise").contains("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void aProgramHasTheClassesThatTheLauncherPrepared() {
        assertThat(command("17", Map.of(OwnJava.ARCHIVE, "/a b/x.jsa")))
                .containsSubsequence("-XX:SharedArchiveFile=/a b/x.jsa", "-cp", "/a b/x.jar")
                .as("else each address in it is written anew at each start")
                .containsSubsequence("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0")
                .as("else class files of Java 5 are verified at each start, slowly")
                .containsSubsequence("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote")
                .as("what Java says of an archive that does not fit goes to stdout")
                .contains("-Xlog:disable");
    }

    @Test
    void aProgramListsItsClassesWhereTheLauncherPrepares() {
        assertThat(command("17", Map.of(OwnJava.CLASS_LISTS, "/tmp/lists")))
                .contains("-XX:DumpLoadedClassList=/tmp/lists/%p.list");
    }
}
