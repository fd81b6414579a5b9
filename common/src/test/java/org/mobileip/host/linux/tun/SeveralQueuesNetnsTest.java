package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.host.linux.tun.TunnelWorld.AGENT;
import static org.mobileip.host.linux.tun.TunnelWorld.CARE_OF;
import static org.mobileip.host.linux.tun.TunnelWorld.CORRESPONDENT;
import static org.mobileip.host.linux.tun.TunnelWorld.HOME;
import static org.mobileip.host.linux.tun.TunnelWorld.eventually;
import static org.mobileip.host.linux.tun.TunnelWorld.inject;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mobileip.host.TunnelCounters;
import org.mobileip.net.Octets;

/** The same promises with three queues at each end, and that a flow stays in one of them while others take the others. */
final class SeveralQueuesNetnsTest extends TunDataplaneNetnsTest {

    private static final int QUEUES = 3;
    private static final int FLOWS = 40;
    private static final int OF_EACH = 100;

    @Override
    TunnelWorld connected() {
        return new TunnelWorld(
                options -> TunDataplane.forHomeAgent(options.withQueues(QUEUES)),
                options -> TunDataplane.forMobileNode(options.withQueues(QUEUES)));
    }

    @Test
    void theInterfaceHasSoManyQueues() {
        assertThat(ip(world.agent, "-d link show mipha0")).contains("multi_queue", "numtxqueues");
        assertThat(namesOfThreads("mipha0"))
                .contains("mipha0 out 0", "mipha0 out 1", "mipha0 out 2", "mipha0 in 0", "mipha0 in 1", "mipha0 in 2");
    }

    @Test
    void eachFlowArrivesInItsOrderWhileAllQueuesAreUsed() throws Exception {
        world.register();
        Map<String, Long> before = turns();
        try (Flows flows = new Flows()) {
            flows.sendAll();
            flows.assertAllInOrder();
        }
        Map<String, Long> after = turns();
        assertThat(after.keySet()).hasSize(4 * QUEUES);
        assertThat(after)
                .allSatisfy((thread, turns) ->
                        assertThat(turns).as("turns of %s", thread).isGreaterThan(before.get(thread)));
        int packets = 2 * FLOWS * OF_EACH;
        assertThat(eventually(() -> world.agentTunnels.of(HOME).received() == packets))
                .as("all are counted: %s", world.agentTunnels.of(HOME))
                .isTrue();
        assertConserved(world.agentTunnels.total());
        assertConserved(world.nodeTunnels.total());
        assertThat(world.faults).isEmpty();
    }

    /** To and from the home address, one socket a flow at each end; what comes at the node goes back. */
    private final class Flows implements AutoCloseable {

        private final List<DatagramSocket> senders = new ArrayList<>();
        private final List<DatagramSocket> receivers = new ArrayList<>();

        Flows() throws IOException {
            for (int i = 0; i < FLOWS; i++) {
                senders.add(world.correspondent.call(() -> new DatagramSocket(0, address(CORRESPONDENT))));
                receivers.add(world.node.call(() -> new DatagramSocket(0, address(HOME))));
            }
        }

        void sendAll() throws IOException {
            for (int number = 0; number < OF_EACH; number++) {
                for (int flow = 0; flow < FLOWS; flow++) {
                    byte[] payload = ByteBuffer.allocate(400).putInt(number).array();
                    int port = receivers.get(flow).getLocalPort();
                    senders.get(flow).send(new DatagramPacket(payload, payload.length, address(HOME), port));
                }
            }
        }

        void assertAllInOrder() throws IOException {
            for (int flow = 0; flow < FLOWS; flow++) {
                for (int number : numbers(receivers.get(flow))) {
                    byte[] payload = ByteBuffer.allocate(400).putInt(number).array();
                    int port = senders.get(flow).getLocalPort();
                    receivers.get(flow).send(new DatagramPacket(payload, payload.length, address(CORRESPONDENT), port));
                }
            }
            for (int flow = 0; flow < FLOWS; flow++) {
                numbers(senders.get(flow));
            }
        }

        private List<Integer> numbers(DatagramSocket socket) throws IOException {
            List<Integer> numbers = new ArrayList<>();
            DatagramPacket packet = new DatagramPacket(new byte[500], 500);
            socket.setSoTimeout(5000);
            try {
                while (numbers.size() < OF_EACH) {
                    socket.receive(packet);
                    numbers.add(ByteBuffer.wrap(packet.getData()).getInt());
                }
            } catch (SocketTimeoutException lost) {
                // The comparison tells which.
            }
            assertThat(numbers)
                    .as("of one flow")
                    .isEqualTo(Stream.iterate(0, number -> number + 1)
                            .limit(OF_EACH)
                            .toList());
            return numbers;
        }

        @Override
        public void close() {
            senders.forEach(DatagramSocket::close);
            receivers.forEach(DatagramSocket::close);
        }
    }

    /** RFC 2003 §3.1: a home agent may have to put fragments of outer packets together, whichever queue they come to. */
    @Test
    void fragmentsOfOuterPacketsComeTogether() {
        world.register();
        Random random = new Random(5);
        int packets = 30;
        for (int id = 1; id <= packets; id++) {
            byte[] payload = new byte[400];
            random.nextBytes(payload);
            Octets inner =
                    Packets.ipv4(0, id, 0, 60, 17, HOME, CORRESPONDENT, udp(random.nextInt(60_000) + 1, payload));
            Octets first = Packets.ipv4(0, id, 0x2000, 60, 4, CARE_OF, AGENT, inner.slice(0, 208));
            Octets second = Packets.ipv4(0, id, 208 / 8, 60, 4, CARE_OF, AGENT, inner.slice(208));
            inject(world.node, first);
            inject(world.node, second);
        }
        assertThat(eventually(() -> world.agentTunnels.of(HOME).decapsulatedPackets() == packets))
                .as("%s", world.agentTunnels.total())
                .isTrue();
        TunnelCounters all = world.agentTunnels.total();
        assertThat(all.droppedPackets()).as("%s", all).isZero();
    }

    /** RFC 768, without a checksum. */
    private static Octets udp(int sourcePort, byte[] payload) {
        ByteBuffer header = ByteBuffer.allocate(8).putShort((short) sourcePort).putShort((short) 9);
        header.putShort((short) (8 + payload.length));
        return Octets.of(header.array()).plus(Octets.of(payload));
    }

    private static List<String> namesOfThreads(String device) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(device))
                .toList();
    }

    /** How often each packet thread of either end was given a processor, by the kernel's count ({@code schedstat}). */
    private static Map<String, Long> turns() {
        Map<String, Long> turns = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : tasks.toList()) {
                String name = Files.readString(task.resolve("comm")).strip();
                if (name.matches("mip(ha)?0 (in|out) \\d")) {
                    String counts = Files.readString(task.resolve("schedstat")).strip();
                    turns.put(name, Long.valueOf(counts.substring(counts.lastIndexOf(' ') + 1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return turns;
    }
}
