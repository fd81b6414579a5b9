package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.host.linux.netlink.LinkMessages;
import org.mobileip.testing.JavaCommand;
import org.mobileip.testing.NetnsSupport;

@Tag("netns")
@Timeout(60)
final class NetworkNamespaceNetnsTest {

    private NetworkNamespace namespace;

    @BeforeEach
    void create() {
        NetnsSupport.assumeAvailable();
        namespace = NetworkNamespace.create("lab");
    }

    @AfterEach
    void close() {
        if (namespace != null) {
            namespace.close();
        }
    }

    @Test
    void hasOnlyALoopbackThatIsUp() {
        assertThat(NetnsSupport.ip(namespace, "-o link")).hasLineCount(1).contains("lo: <LOOPBACK,UP,LOWER_UP>");
    }

    @Test
    void isKnownToOthersByItsPath() {
        namespace.run(() -> Bridge.make("left"));
        try (NetworkNamespace again = NetworkNamespace.enter(namespace.path())) {
            assertThat(again.<Integer>call(() -> InterfaceRequest.indexOf("left")))
                    .isPositive();
        }
        assertThat(InterfaceRequest.indexOf("left")).isEqualTo(-Errno.ENODEV);
    }

    /** Makes a bridge in the namespace of the calling thread. */
    private static final class Bridge {
        static void make(String name) {
            try (NetlinkSocket socket = NetlinkSocket.open(0)) {
                socket.change("make " + name, LinkMessages.makeBridge(name));
            }
        }
    }

    @Test
    void passesExceptionsOn() {
        assertThatThrownBy(() -> namespace.call(() -> {
                    throw new IllegalArgumentException("as it is");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("as it is");
        assertThatThrownBy(() -> namespace.call(() -> {
                    throw new IOException("checked");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("checked");
        assertThat(namespace.<Integer>call(() -> namespace.call(() -> 7))).isEqualTo(7);
    }

    @Test
    void childrenDieWithTheNamespace() throws InterruptedException {
        Process tied = namespace.startTied(new ProcessBuilder("sleep", "1000"));
        Process plain = namespace.start(new ProcessBuilder("sleep", "1000"));

        namespace.close();

        assertThat(tied.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(plain.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> namespace.call(() -> 1)).hasMessage("namespace lab is closed");
    }

    /** A process that has a tied child, says the child's number, and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (NetworkNamespace lab = NetworkNamespace.create("lab of a child")) {
                System.out.println(
                        lab.startTied(new ProcessBuilder("sleep", "1000")).pid());
                Thread.sleep(Long.MAX_VALUE);
            }
        }
    }

    @Test
    void tiedChildrenDieWithUsThoughWeHaveNoTimeToKillThem() throws Exception {
        Process parent = new ProcessBuilder(JavaCommand.of(Parent.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ProcessHandle child;
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            child = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            while (!child.info().command().orElse("").endsWith("/sleep")) {
                Thread.sleep(1); // setpriv has not done its part yet
            }
        } finally {
            parent.destroyForcibly();
        }
        assertThat(child.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
    }

    @Test
    void sysctlsAreThoseOfTheNamespaceItIsReadIn() {
        String key = "net/ipv4/ip_forward";
        String before = Sysctl.read(key);
        namespace.run(() -> Sysctl.write(key, "1"));

        assertThat(namespace.<String>call(() -> Sysctl.read(key))).isEqualTo("1");
        assertThat(NetnsSupport.run(namespace, "cat", "/proc/sys/" + key)).isEqualTo("1\n");
        namespace.run(() -> Sysctl.write(key, "0"));
        assertThat(NetnsSupport.run(namespace, "cat", "/proc/sys/" + key)).isEqualTo("0\n");
        assertThat(Sysctl.read(key)).isEqualTo(before);
        assertThatThrownBy(() -> Sysctl.write("net/ipv4/nothing", "1"))
                .hasMessage("open /proc/sys/net/ipv4/nothing: No such file or directory (errno 2)");
    }
}
