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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher keeps for quicker starts, and that nothing old is used; with a Java that says how it was started. */
class LauncherTest {

    /**
     * Prints its arguments, one a line. Where it is to list classes, the list has its words as well; an archive has what the list
     * has, and is not made where there is a file {@code cannot}. Beside it {@code told} has the arguments of each that could tell
     * systemd something; where there is a file {@code cannot.end}, who asked for an archive is ended, and does not get it for long.
     */
    private static final String JAVA = """
            #!/bin/sh
            for word; do
                case $word in
                -XX:DumpLoadedClassList=*) lists=${word#*=} ;;
                -XX:SharedArchiveFile=*) archive=${word#*=} ;;
                -Xshare:dump) dumps=yes ;;
                esac
                echo "$word"
            done
            [ -z "$NOTIFY_SOCKET" ] || echo "$*" >> "${0%/*}/told"
            if [ -n "$dumps" ] && [ -e "$CANNOT.end" ]; then
                kill -TERM $PPID
                exec sleep 600
            fi
            if [ -n "$lists" ]; then
                printf '%s\n' 'java/lang/Object id: 0' "$*" 'of/another/Loader id: 2 super: 0 source: x.jar' \
                    > "${lists%/*}/$$.list"
            elif [ -n "$dumps" ] && [ ! -e "$CANNOT" ]; then
                for word; do
                    case $word in -XX:SharedClassListFile=*) cp "${word#*=}" "$archive" ;; esac
                done
            fi
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
        Files.writeString(checkout.resolve("pom.xml"), "");
        for (String module : List.of("common", "home-agent", "mobile-node", "scenarios")) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main"));
            Files.writeString(checkout.resolve(module).resolve("pom.xml"), "");
        }
        for (String program : List.of("home-agent", "mobile-node", "scenarios")) {
            Path bin = Files.createDirectories(checkout.resolve(program).resolve("bin"));
            Files.copy(
                    Path.of("..", program, "bin", program), bin.resolve(program), StandardCopyOption.COPY_ATTRIBUTES);
            Files.createDirectories(checkout.resolve(program).resolve("target"));
            Files.writeString(jar(program), "");
        }
        jar = jar("scenarios");
        archive = jar.resolveSibling("scenarios-17.0.15.jsa");
        age(jar, 0);
        Path java = Files.createDirectories(root.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, JAVA);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"17.0.15\"\n");
    }

    private Path jar(String program) {
        return root.resolve("a checkout/" + program + "/target/" + program + ".jar");
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
        return startProgram("scenarios", arguments);
    }

    private Started startProgram(String program, String... arguments) throws IOException, InterruptedException {
        Process process = launch(program, arguments);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return new Started(out.lines().toList(), said);
    }

    private Process launch(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", root + "/a checkout/" + program + "/bin/" + program));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", root.resolve("jdk").toString());
        environment.put("CANNOT", root.resolve("cannot").toString());
        environment.put("NOTIFY_SOCKET", root.resolve("notify").toString());
        environment.remove("MOBILEIP_JAVA_OPTIONS");
        return builder.start();
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
                .contains("-Xlog:disable")
                .as("else each address in it is written anew at each start")
                .containsSubsequence("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0")
                .as("else class files of Java 5 are verified at each start, slowly")
                .containsSubsequence("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote")
                .as("daemons of a run have it too")
                .contains("-Dorg.mobileip.archive=" + archive);
    }

    @Test
    void whoOnlyAsksHowItIsUsedDoesNotWait() throws Exception {
        for (String help : List.of("--help", "-h")) {
            assertThat(start("run", help).said()).isEmpty();
        }
        assertThat(startProgram("home-agent", "run", "-c", "x.toml", "--help").said())
                .isEmpty();
    }

    @Test
    void whatIsKeptIsWhatScenariosAndTheirDaemonsLoad() throws Exception {
        start("run", "first-handover");
        assertThat(Files.readString(archive))
                .contains("--world sim")
                .contains("--world netns")
                .as("once, without the numbers of one list")
                .containsOnlyOnce("java/lang/Object\n")
                .as("of loaders of their own, which an archive does not take")
                .doesNotContain("of/another/Loader");
    }

    @Test
    void daemonsAndTheirCommandsStartWithClassesOfTheirOwn() throws Exception {
        for (String program : List.of("home-agent", "mobile-node")) {
            Path prepared = jar(program).resolveSibling(program + "-17.0.15.jsa");
            Started first = startProgram(program, "run", "-c", "x.toml");
            assertThat(first.said()).isEqualTo(PREPARING.replace("scenarios", program));
            assertThat(first.isWith(prepared)).isTrue();
            assertThat(Files.readString(prepared)).contains(jar(program) + " status -c ");
            Started asking = startProgram(program, "status");
            assertThat(asking.said()).isEmpty();
            assertThat(asking.isWith(prepared)).isTrue();
        }
    }

    @Test
    void aDaemonHasLargePagesWhereThereAreSome() throws Exception {
        Path pages = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        boolean areLarge = Files.isReadable(pages) && !Files.readString(pages).contains("[never]");
        for (String program : List.of("home-agent", "mobile-node")) {
            assertThat(startProgram(program, "run", "-c", "x.toml").words().contains("-XX:+UseTransparentHugePages"))
                    .as("where there are none Java says so on stdout")
                    .isEqualTo(areLarge);
            assertThat(startProgram(program, "status").words()).doesNotContain("-XX:+UseTransparentHugePages");
        }
    }

    @Test
    void aHomeAgentWithManyBindingsNeedNotCopyThem() throws Exception {
        assertThat(startProgram("home-agent", "run", "-c", "x.toml").words()).contains("-XX:PretenureSizeThreshold=1m");
        assertThat(startProgram("home-agent", "status").words()).doesNotContain("-XX:PretenureSizeThreshold=1m");
    }

    @Test
    void systemdHearsOfTheDaemonThatIsMeantAndOfNoOther() throws Exception {
        for (String program : List.of("home-agent", "mobile-node")) {
            startProgram(program, "run", "-c", "x.toml");
        }
        assertThat(Files.readAllLines(root.resolve("jdk/bin/told")))
                .satisfiesExactly(
                        words -> assertThat(words).endsWith(jar("home-agent") + " run -c x.toml"),
                        words -> assertThat(words).endsWith(jar("mobile-node") + " run -c x.toml"));
    }

    @Test
    void endedWhileItPreparesItSaysHowAtOnceAndLeavesNothing() throws Exception {
        Files.writeString(root.resolve("cannot.end"), "");
        Process launched = launch("home-agent", "run", "-c", "x.toml");
        assertThat(launched.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(launched.exitValue()).isEqualTo(143);
        try (Stream<Path> files = Files.list(jar("home-agent").getParent())) {
            assertThat(files).containsExactly(jar("home-agent"));
        }
    }

    @Test
    void whatOneJavaHasPreparedIsOfNoUseToAnother() throws Exception {
        start("run", "first-handover");
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        Started other = start("list");
        assertThat(other.isWith(archive)).isFalse();
        Started run = start("run", "first-handover");
        assertThat(run.said()).isEqualTo(PREPARING);
        assertThat(run.isWith(jar.resolveSibling("scenarios-25.0.1.jsa"))).isTrue();
    }

    @Test
    void anInstallationIsLeftAsItIs() throws Exception {
        Path checkout = root.resolve("a checkout");
        Files.delete(checkout.resolve("pom.xml"));
        Path installed = Files.createDirectories(checkout.resolve("lib")).resolve("scenarios.jar");
        Files.writeString(installed, "");
        Started first = start("run", "first-handover");
        assertThat(first.said()).isEmpty();
        assertThat(first.words()).endsWith("-jar", installed.toString(), "run", "first-handover");
        try (Stream<Path> files = Files.list(installed.getParent())) {
            assertThat(files).containsExactly(installed);
        }
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
    void preparesAnewWhenOnlyALibraryHasChanged() throws Exception {
        Path library = Files.createDirectories(jar.resolveSibling("lib")).resolve("common.jar");
        Files.writeString(library, "");
        age(library, 1);
        start("run", "first-handover");
        assertThat(start("run", "first-handover").said()).isEmpty();
        age(library, -1);
        assertThat(start("list").isWith(archive)).isFalse();
        assertThat(start("run", "first-handover").said()).isEqualTo(PREPARING);
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
