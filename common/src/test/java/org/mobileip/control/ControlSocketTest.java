package org.mobileip.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon and its clients over a real socket. */
@Timeout(20)
final class ControlSocketTest {

    private static final Executor AT_ONCE = Runnable::run;

    private final Path socket;

    ControlSocketTest(@TempDir Path directory) {
        socket = directory.resolve("run/daemon.sock");
    }

    private static final List<Verb> VERBS = List.of(
            Verb.read("status", ControlSocketTest::status),
            Verb.change("drop", arguments -> Map.of("dropped", arguments.get(0))),
            Verb.read("refuse", arguments -> {
                throw new ControlException(8, "denied: code 131");
            }));

    private static Map<String, ?> status(List<String> words) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("schema", "mobileip.test/1");
        map.put("nothing", null);
        map.put("words", words);
        return map;
    }

    private ControlServer start() throws IOException {
        return ControlServer.start(socket, VERBS, AT_ONCE);
    }

    private static int exitCode(Path socket, String verb) {
        return catchThrowableOfType(ControlException.class, () -> ControlClient.ask(socket, verb))
                .exitCode();
    }

    @Test
    void answersAVerbWithADocument() throws Exception {
        try (ControlServer server = start()) {
            assertThat(Json.write(ControlClient.ask(socket, "status", "a", "b")))
                    .isEqualTo("{\"schema\":\"mobileip.test/1\",\"nothing\":null,\"words\":[\"a\",\"b\"]}");
            assertThat(ControlClient.ask(socket, "drop", "laptop")).containsEntry("dropped", "laptop");
            assertThat(server).isNotNull();
        }
    }

    @Test
    void carriesTheRefusalOfAVerbToTheClientsExitCode() throws Exception {
        try (ControlServer server = start()) {
            assertThatThrownBy(() -> ControlClient.ask(socket, "refuse")).hasMessage("denied: code 131");
            assertThat(exitCode(socket, "refuse")).isEqualTo(8);
            assertThat(exitCode(socket, "unheard-of")).isEqualTo(2);
            assertThat(server).isNotNull();
        }
    }

    @Test
    void noDaemonIsExitCodeSix() throws IOException {
        assertThat(exitCode(socket, "status")).isEqualTo(6);

        leaveStaleSocket();
        assertThat(exitCode(socket, "status")).isEqualTo(6);
    }

    @Test
    void theSocketIsForUserAndGroupAndGoneAfterwards() throws IOException {
        try (ControlServer server = start()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw----");
            assertThat(server).isNotNull();
        }
        assertThat(socket.getParent()).isEmptyDirectory();
    }

    private void leaveStaleSocket() throws IOException {
        Files.createDirectories(socket.getParent());
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
    }

    @Test
    void replacesWhatADeadDaemonLeft() throws Exception {
        leaveStaleSocket();

        try (ControlServer server = start()) {
            assertThat(ControlClient.ask(socket, "status")).isNotEmpty();
            assertThat(server).isNotNull();
        }
    }

    @Test
    void refusesTheSocketOfALivingDaemon() throws Exception {
        try (ControlServer server = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "control socket " + socket
                                    + ": another daemon answers there; stop it first, or give this one its own [daemon] control");
            assertThat(ControlClient.ask(socket, "status")).isNotEmpty();
            assertThat(server).isNotNull();
        }
    }

    @Test
    void leavesAloneWhatIsNoSocketAndRefusesPathsThatDoNotFit() throws IOException {
        Files.createDirectories(socket.getParent());
        Files.writeString(socket, "precious");

        assertThatThrownBy(this::start).isInstanceOf(IOException.class).hasMessageContaining("it was left alone");
        assertThat(socket).hasContent("precious");
        assertThatThrownBy(() -> ControlServer.start(socket.resolveSibling("x".repeat(100)), VERBS, AT_ONCE))
                .hasMessageContaining("the path is longer than 103 octets");
    }

    @Test
    void doesNotRemoveTheSocketOfItsSuccessor() throws Exception {
        ControlServer old = start();
        Files.delete(socket);
        try (ControlServer successor = start()) {
            old.close();
            assertThat(ControlClient.ask(socket, "status")).isNotEmpty();
            assertThat(successor).isNotNull();
        }
    }

    @Test
    void clientsThatKeepSilentMakeRoomForOneThatAsks() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        try (ControlServer server = start()) {
            for (int i = 0; i < 40; i++) {
                silent.add(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            }
            assertThat(ControlClient.ask(socket, "status")).isNotEmpty();
            assertThat(server).isNotNull();
        } finally {
            for (SocketChannel each : silent) {
                each.close();
            }
        }
    }

    @Test
    void hangsUpOnRequestsThatDoNotEnd() throws IOException {
        try (ControlServer server = start();
                SocketChannel endless = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer octets = ByteBuffer.wrap("x".repeat(4096).getBytes(StandardCharsets.UTF_8));
            while (octets.hasRemaining()) {
                endless.write(octets);
            }
            assertThat(Channels.newInputStream(endless).readAllBytes()).isEmpty();
            assertThat(server).isNotNull();
        }
    }

    @Test
    void hangsUpOnClientsThatSayNothingForTwoSeconds() throws IOException {
        try (ControlServer server = start();
                SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            assertThat(Channels.newInputStream(silent).readAllBytes()).isEmpty();
            assertThat(server).isNotNull();
        }
    }
}
