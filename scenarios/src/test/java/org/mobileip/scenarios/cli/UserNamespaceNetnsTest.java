package org.mobileip.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.testing.JavaCommand;
import org.mobileip.testing.NetnsSupport;

/** Who has no right of the machine's is root in a user namespace, and that is enough; who has not even that is told so. */
@Tag("netns")
@Timeout(120)
class UserNamespaceNetnsTest {

    /** Root cannot be mapped without CAP_SETFCAP, other users can (user_namespaces(7)); it gives nothing else. */
    private static final List<String> WITHOUT_RIGHTS =
            List.of("setpriv", "--bounding-set", "-all,+setfcap", "--inh-caps", "-all", "--");

    private static final List<String> AS_ROOT_OF_ITS_OWN = List.of("unshare", "--user", "--map-root-user", "--");

    @TempDir
    private Path directory = Path.of("");

    private String printed = "";

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    private int run(List<String> as, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(WITHOUT_RIGHTS);
        command.addAll(as);
        command.addAll(JavaCommand.of(Main.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }

    private static boolean mayMakeUserNamespaces() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(WITHOUT_RIGHTS);
        command.addAll(AS_ROOT_OF_ITS_OWN);
        command.add("true");
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    @Test
    void playsWithTheRightsOfAUserNamespace() throws Exception {
        assumeTrue(mayMakeUserNamespaces(), "user namespaces are refused here");
        String script =
                Files.writeString(directory.resolve("short.scenario"), """
                        scenario "A short one"
                        network home 10.10.0.0/24
                        network cafe 192.0.2.0/24 delay 5ms nat mtu 1400
                        home-agent ha on home
                        mobile mn home 10.10.0.57
                        host cn on home
                        host cup on cafe
                        stream voice udp cup -> cn every 5ms
                        at 1s stop
                        expect loss of voice < 1%
                        """).toString();

        int exitCode = run(
                AS_ROOT_OF_ITS_OWN, "run", script, "--world", "netns", "--no-rehearsal", "--out", directory.toString());

        assertThat(printed).contains("networks up in", "PASSED");
        assertThat(exitCode).isZero();
    }

    @Test
    void whoHasNoRightsIsToldWhatIsMissingAndWhatWouldHelp() throws Exception {
        int exitCode = run(List.of(), "run", "first-handover", "--world", "netns", "--out", directory.toString());

        assertThat(exitCode).isEqualTo(4);
        assertThat(printed)
                .contains("network namespaces need root, or a user namespace", "CAP_SYS_ADMIN", "user namespace")
                .endsWith("this would be: sudo scenarios run first-handover --world netns --out " + directory + "\n");
    }
}
