package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.host.linux.tun.TunnelWorld.CORRESPONDENT;
import static org.mobileip.host.linux.tun.TunnelWorld.HOME;
import static org.mobileip.host.linux.tun.TunnelWorld.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;
import org.mobileip.testing.Python;

/** UDP in bursts through tunnels of the tun dataplane, whose packets the kernel is handed together. */
@Tag("netns")
@Timeout(60)
class UdpDeliveriesNetnsTest {

    private static final int BURSTS = 40;
    private static final int OF_A_BURST = 50;
    private static final int PORT = 5004;

    private TunnelWorld world;

    @BeforeEach
    void connect() {
        NetnsSupport.assumeAvailable();
        world = new TunnelWorld();
        world.register();
    }

    @AfterEach
    void close() {
        if (world != null) {
            world.close();
        }
    }

    @Test
    void eachDatagramArrivesAtTheNodeAsItWasSent() throws Exception {
        List<Octets> sent = datagrams();
        assertThat(run(world.correspondent, CORRESPONDENT, world.node, HOME, sent))
                .isEqualTo(sent);
        assertThat(delivered(world.node, "mip0"))
                .as("packets of the interface")
                .isPositive()
                .isLessThan(sent.size());
        assertThat(eventually(() -> world.nodeTunnels.total().decapsulatedPackets() >= sent.size()))
                .isTrue();
        assertThat(world.faults).isEmpty();
    }

    /** The home agent's kernel sends them on, to a link that takes them whole or cuts them. */
    @Test
    void eachDatagramOfTheNodeArrivesAsItWasSent() throws Exception {
        List<Octets> sent = datagrams();
        NetnsSupport.run(world.agent, Python.program(), "-c", BpfDataplaneNetnsTest.NO_CHECKSUM_OFFLOAD, "c0");
        assertThat(run(world.node, HOME, world.correspondent, CORRESPONDENT, sent))
                .isEqualTo(sent);
        assertThat(delivered(world.agent, "mipha0")).isPositive().isLessThan(sent.size());
        assertThat(eventually(() -> world.agentTunnels.of(HOME).decapsulatedPackets() >= sent.size()))
                .as("each is counted, soon after it was delivered")
                .isTrue();
        assertThat(world.faults).isEmpty();
    }

    /** Runs of one length, which may become one, and others. */
    private static List<Octets> datagrams() {
        Random random = new Random(11);
        List<Octets> datagrams = new ArrayList<>();
        int length = 100;
        for (int i = 0; i < BURSTS * OF_A_BURST; i++) {
            length = random.nextInt(10) == 0 ? 1 + random.nextInt(600) : length;
            byte[] octets = new byte[length];
            random.nextBytes(octets);
            datagrams.add(Octets.of(octets));
        }
        return datagrams;
    }

    private static List<Octets> run(NetworkNamespace from, Ipv4 source, NetworkNamespace at, Ipv4 to, List<Octets> sent)
            throws Exception {
        InetAddress destination = InetAddress.getByName(to.toString());
        try (DatagramSocket receiver = at.call(() -> new DatagramSocket(PORT, destination));
                DatagramSocket sender =
                        from.call(() -> new DatagramSocket(PORT, InetAddress.getByName(source.toString())))) {
            receiver.setSoTimeout(2000);
            CompletableFuture<List<Octets>> received =
                    CompletableFuture.supplyAsync(() -> receive(receiver, sent.size()));
            for (int i = 0; i < sent.size(); i++) {
                byte[] octets = sent.get(i).toArray();
                sender.send(new DatagramPacket(octets, octets.length, destination, PORT));
                if (i % OF_A_BURST == OF_A_BURST - 1) {
                    LockSupport.parkNanos(5_000_000);
                }
            }
            return received.get();
        }
    }

    private static List<Octets> receive(DatagramSocket receiver, int count) {
        List<Octets> received = new ArrayList<>();
        try {
            while (received.size() < count) {
                DatagramPacket next = new DatagramPacket(new byte[2000], 2000);
                receiver.receive(next);
                received.add(Octets.of(next.getData()).slice(0, next.getLength()));
            }
        } catch (SocketTimeoutException missing) {
            return received;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return received;
    }

    /** How many packets the kernel took from it. */
    private static long delivered(NetworkNamespace namespace, String device) {
        String line = namespace.call(() -> Files.readAllLines(Path.of("/proc/thread-self/net/dev"))).stream()
                .map(String::strip)
                .filter(each -> each.startsWith(device + ":"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.split("\\s+", -1)[2]);
    }
}
