package org.mobileip.scenarios.netns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.control.ControlClient;
import org.mobileip.control.ControlException;
import org.mobileip.homeagent.daemon.HomeAgentDaemon;
import org.mobileip.homeagent.daemon.StoreOpening;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.mobilenode.daemon.MobileNodeDaemon;

/**
 * A whole first handover, with both daemons in one Java, since each start of one is slow there: the home agent with the kernel's
 * tunnels, the mobile node with its own.
 *
 * <pre>
 *   correspondent 10.10.0.200 --- 10.10.0.1 home agent 192.0.2.1    --- cafe0 192.0.2.44    mobile node
 *                                                      198.51.100.1 --- lte0  198.51.100.7  10.10.0.57
 * </pre>
 */
final class FirstHandoverInUml {

    private static final int PORT = 5001;
    private static final int NUMBERS = 4000;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final NetworkNamespace correspondent = NetworkNamespace.create("correspondent");
    private final NetworkNamespace agent = NetworkNamespace.create("agent");
    private final NetworkNamespace node = NetworkNamespace.create("node");
    private final Path directory;

    FirstHandoverInUml() throws IOException {
        directory = Files.createTempDirectory("first-handover");
        connect(correspondent, "home0", "10.10.0.1/24", "eth0", "10.10.0.200/24");
        connect(node, "up0", "192.0.2.1/24", "cafe0", "192.0.2.44/24");
        connect(node, "up1", "198.51.100.1/24", "lte0", "198.51.100.7/24");
        ip(
                node,
                "route add default via 192.0.2.1 dev cafe0 metric 100",
                "route add default via 198.51.100.1 dev lte0 metric 200");
        Path key = directory.resolve("laptop.key");
        Files.writeString(key, "text:1234567812345678\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private void connect(NetworkNamespace other, String here, String ours, String there, String theirs) {
        ip(
                agent,
                "link add " + here + " type veth peer name " + there + " netns " + other.path(),
                "address add " + ours + " dev " + here,
                "link set " + here + " up");
        ip(other, "address add " + theirs + " dev " + there, "link set " + there + " up");
    }

    @Test
    void aConnectionSurvivesTheMoveFromOneNetworkToAnotherThroughTheKernelsTunnel() throws Exception {
        Path home = write("home-agent.toml", """
                version = 1
                interface = "home0"
                address = "10.10.0.1"
                network = "10.10.0.0/24"
                [tunnel]
                dataplane = "kernel"
                [daemon]
                control = "home-agent.sock"
                state = "none"
                [[node]]
                name = "laptop"
                address = "10.10.0.57"
                spi = 0x101
                key = "laptop.key"
                """);
        Path away = write("mobile-node.toml", """
                version = 1
                name = "laptop"
                [home]
                address = "10.10.0.57/24"
                agent = "10.10.0.1"
                [security]
                spi = 0x101
                key = "laptop.key"
                [tunnel]
                dataplane = "tun"
                [[interface]]
                match = "cafe0"
                [[interface]]
                match = "lte0"
                [daemon]
                control = "mobile-node.sock"
                """);
        inBackground(agent, () -> serve(HomeAgentConfig.load(home)));
        await("the home agent", () -> "kernel".equals(status("home-agent.sock").get("dataplane")));
        inBackground(node, () -> MobileNodeDaemon.run(MobileNodeConfig.load(away), false));
        await("a registration from the café", () -> careOf().contains("192.0.2.44"));
        await("the tunnel", () -> "away".equals(status("mobile-node.sock").get("state")));

        try (ServerSocket server =
                        correspondent.call(() -> new ServerSocket(PORT, 1, InetAddress.getByName("10.10.0.200")));
                Socket client = node.call(() -> new Socket("10.10.0.200", PORT))) {
            client.setSoTimeout(60_000);
            try (Socket accepted = server.accept()) {
                assertThat(accepted.getInetAddress().getHostAddress()).isEqualTo("10.10.0.57");
                countOn(accepted);
                DataInputStream heard = new DataInputStream(client.getInputStream());
                for (int number = 0; number < NUMBERS; number++) {
                    if (number == NUMBERS / 4) {
                        ip(node, "link set cafe0 down");
                    }
                    assertThat(heard.readInt()).isEqualTo(number);
                }
            }
        }
        assertThat(careOf()).as("of the handover").contains("198.51.100.7");
        assertThat(status("home-agent.sock"))
                .containsEntry("dataplane", "kernel")
                .extracting("tunnel")
                .asString()
                .contains("packets");
        String tun = ip(agent, "-j -s link show dev mipha0");
        assertThat(tun).as("nothing of it was in our hands").contains("\"tx\":{\"bytes\":0,\"packets\":0,");
        assertThat(ip(agent, "route show table 5211"))
                .contains("10.10.0.57  encap ip id 0 src 10.10.0.1 dst 198.51.100.7 ttl 64 tos 1");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static boolean serve(HomeAgentConfig config) throws Exception {
        try (var loop = HomeAgentDaemon.loop();
                HomeAgentDaemon daemon = HomeAgentDaemon.start(
                        config,
                        () -> config,
                        loop,
                        HomeAgentDaemon.Start.COLD,
                        StoreOpening.of(config, HomeAgentDaemon.Start.COLD))) {
            daemon.run();
        }
        return true;
    }

    /** On a thread of its own in that namespace, until all ends. */
    private static void inBackground(NetworkNamespace where, Callable<?> program) {
        NetworkNamespace own = NetworkNamespace.enter(where.path());
        Thread thread = new Thread(() -> own.call(program), "daemon in " + where);
        thread.setDaemon(true);
        thread.start();
    }

    /** A number every few milliseconds. */
    private static void countOn(Socket to) {
        Thread thread = new Thread(
                () -> {
                    try {
                        DataOutputStream out = new DataOutputStream(to.getOutputStream());
                        for (int number = 0; number < NUMBERS; number++) {
                            out.writeInt(number);
                            LockSupport.parkNanos(1_000_000);
                        }
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                "correspondent");
        thread.setDaemon(true);
        thread.start();
    }

    private Map<String, Object> status(String socket) {
        return ask(socket, "status");
    }

    private String careOf() {
        return ask("home-agent.sock", "bindings").toString();
    }

    private Map<String, Object> ask(String socket, String verb) {
        try {
            return ControlClient.ask(directory.resolve(socket), verb);
        } catch (ControlException notYet) {
            return Map.of();
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).as(what).isLessThan(PATIENCE_NANOS);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
