package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.homeagent.daemon.HomeLab.AGENT;
import static org.mobileip.homeagent.daemon.HomeLab.CAFE;
import static org.mobileip.homeagent.daemon.HomeLab.LAPTOP;
import static org.mobileip.homeagent.daemon.HomeLab.UPLINK;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.PacketCapture;
import org.mobileip.host.linux.RawSocket;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;
import org.mobileip.testing.Python;

/** A planned upgrade: one home agent takes over from another, with datagrams and registrations on their way all the time. */
@Tag("netns")
class TakeOverNetnsTest {

    private static final int IPPROTO_IPIP = 4;
    private static final int IPPROTO_UDP = 17;
    private static final int FIRST = 100;
    private static final int NODES = 5;
    private static final int SIZE = 64;
    private static final String HOST = "10.10.0.200";
    private static final int LONGEST_WAIT = 15_000;
    private static final long PATIENCE_MILLIS = 2000;
    private static final long BETWEEN_DATAGRAMS = 1_000_000;

    @TempDir
    private Path directory = Path.of("");

    private volatile boolean isOver;
    private Optional<Supervisor> supervisor = Optional.empty();

    @BeforeAll
    static void needsNamespaces() {
        NetnsSupport.assumeAvailable();
    }

    @AfterEach
    void endAllThatGoesOn() {
        isOver = true;
        supervisor.ifPresent(Supervisor::end);
    }

    /** Numbered datagrams, and which of them arrive. */
    private abstract class Traffic {

        private final BitSet arrived = new BitSet();
        private int duplicates;
        private final AtomicInteger sent = new AtomicInteger();
        private final Thread sender = new Thread(this::sendAll, "sender");
        private final Thread receiver = new Thread(this::receiveAll, "receiver");

        abstract void send(int number) throws IOException;

        /** Numbers that have come; none when none have. */
        abstract OptionalInt receive();

        void begin() {
            sender.start();
            receiver.start();
        }

        private void sendAll() {
            try {
                while (!isOver) {
                    send(sent.get());
                    sent.incrementAndGet();
                    LockSupport.parkNanos(BETWEEN_DATAGRAMS);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void receiveAll() {
            while (sender.isAlive() || (hasMissing() && !Thread.currentThread().isInterrupted())) {
                OptionalInt number = receive();
                if (number.isPresent()) {
                    count(number.getAsInt());
                } else {
                    NetnsSupport.giveWay(); // to the daemons
                }
            }
        }

        private synchronized void count(int number) {
            duplicates += arrived.get(number) ? 1 : 0;
            arrived.set(number);
        }

        private synchronized boolean hasMissing() {
            return arrived.cardinality() < sent.get();
        }

        synchronized int arrived() {
            return arrived.cardinality();
        }

        /** From and to, of those that were lost one after the other. */
        private synchronized List<String> missing() {
            List<String> runs = new ArrayList<>();
            for (int from = arrived.nextClearBit(0); from < sent.get(); from = arrived.nextClearBit(from)) {
                int to = arrived.nextSetBit(from) < 0 ? sent.get() : arrived.nextSetBit(from);
                runs.add(from + " to " + (to - 1));
                from = to;
            }
            return runs;
        }

        /** Waits for the last one; what has not come then never will. */
        void end(String what) throws InterruptedException {
            sender.join();
            receiver.join(PATIENCE_MILLIS);
            receiver.interrupt();
            receiver.join();
            System.err.printf(
                    "TakeOverNetnsTest %s: %d of %d datagrams, %d twice%n", what, arrived(), sent.get(), duplicates);
            assertThat(missing())
                    .as("numbers of datagrams %s that were lost", what)
                    .isEmpty();
            assertThat(duplicates).as("twice %s", what).isZero();
        }
    }

    /** From a host on the home link, and as they come out of the home agent, in its tunnel. */
    private final class ToTheLaptop extends Traffic {

        private final DatagramSocket socket;
        private final PacketCapture capture;

        ToTheLaptop(HomeLab lab) {
            socket = lab.socket(lab.host, HOST);
            capture = lab.capture(lab.internet, "up1");
        }

        @Override
        void send(int number) throws IOException {
            socket.send(new DatagramPacket(payload(number), SIZE, new InetSocketAddress(LAPTOP, 5000)));
        }

        @Override
        OptionalInt receive() {
            return next(capture, IPPROTO_IPIP, 20 + 20 + 8 + SIZE)
                    .map(packet -> OptionalInt.of(packet.i32(48)))
                    .orElse(OptionalInt.empty());
        }
    }

    /** From the laptop in the café through its tunnel, and as they come to that host. */
    private final class FromTheLaptop extends Traffic {

        private final RawSocket raw;
        private final DatagramSocket socket;
        private final NativeBuffer buffer = NativeBuffer.allocate(20 + 20 + 8 + SIZE);
        private final PacketCapture capture;

        FromTheLaptop(HomeLab lab) throws IOException {
            raw = lab.internet.call(
                    () -> RawSocket.open(RawSocket.PROTOCOL_IPIP, Ipv4.parse(CAFE), RawSocket.Options.ONLY_SENDING));
            socket = lab.socket(lab.host, HOST);
            capture = lab.capture(lab.host, "eth0"); // which has room for more than a socket's quarter of a second
        }

        /** After RFC 2003 §3, RFC 791 and RFC 768, without a checksum of UDP. */
        @Override
        void send(int number) {
            ByteBuffer packet = ByteBuffer.allocate(20 + 20 + 8 + SIZE);
            header(packet, number, IPPROTO_IPIP, CAFE, AGENT);
            header(packet, number, IPPROTO_UDP, LAPTOP, HOST);
            packet.putShort((short) 5000).putShort((short) socket.getLocalPort());
            packet.putShort((short) (8 + SIZE)).putShort((short) 0).put(payload(number));
            buffer.put(0, Octets.of(packet.array()));
            assertThat(raw.send(buffer, 0, buffer.size(), Ipv4.parse(AGENT))).isPositive();
        }

        private static void header(ByteBuffer packet, int number, int protocol, String from, String to) {
            int start = packet.position();
            int length = packet.remaining();
            packet.putShort((short) 0x4500).putShort((short) length);
            packet.putShort((short) number).putShort((short) 0);
            packet.put((byte) 64).put((byte) protocol).putShort((short) 0);
            packet.putInt(Ipv4.parse(from).bits()).putInt(Ipv4.parse(to).bits());
            packet.putShort(start + 10, (short) AgentWire.onesComplement(packet, start, start + 20, 0));
        }

        @Override
        OptionalInt receive() {
            return next(capture, IPPROTO_UDP, 20 + 8 + SIZE)
                    .map(packet -> OptionalInt.of(packet.i32(28)))
                    .orElse(OptionalInt.empty());
        }
    }

    /** The first packet that waits and has that protocol and size, and came from elsewhere; all before it are passed over. */
    private static Optional<Octets> next(PacketCapture capture, int protocol, int size) {
        Optional<PacketCapture.Frame> frame = capture.receive();
        while (frame.isPresent()) {
            Octets octets = frame.get().octets();
            if (!frame.get().isOutgoing()
                    && octets.size() == 14 + size
                    && octets.u16(12) == 0x0800
                    && octets.u8(23) == protocol) {
                return Optional.of(octets.slice(14));
            }
            frame = capture.receive();
        }
        return Optional.empty();
    }

    private static byte[] payload(int number) {
        return ByteBuffer.allocate(SIZE).putInt(number).array();
    }

    /** Nodes that renew one after the other, and never ask twice. */
    private final class Renewals {

        private final HomeLab lab;
        private final List<PlainNode> nodes;
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger granted = new AtomicInteger();
        private volatile long longest;
        private final Thread thread = new Thread(this::renew, "renewals");

        Renewals(HomeLab lab, List<PlainNode> nodes) {
            this.lab = lab;
            this.nodes = nodes;
        }

        private void renew() {
            try (DatagramSocket socket = lab.socket(lab.internet, CAFE)) {
                socket.setSoTimeout(LONGEST_WAIT);
                DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
                while (!isOver) {
                    int number = asked.getAndIncrement() % NODES;
                    PlainNode node = nodes.get(number);
                    long begin = System.nanoTime();
                    HomeLab.send(socket, UPLINK, node.request("192.0.2." + (FIRST + number), 600));
                    socket.receive(answer);
                    if (node.codeOf(Octets.of(answer.getData(), 0, answer.getLength())) == 0) {
                        granted.incrementAndGet();
                    }
                    longest = Math.max(longest, System.nanoTime() - begin);
                }
            } catch (IOException unanswered) {
                isOver = true;
            }
        }

        void end() throws InterruptedException {
            thread.join();
            System.err.printf(
                    "TakeOverNetnsTest: %d of %d registrations, the slowest %d ms%n",
                    granted.get(), asked.get(), longest / 1_000_000);
            assertThat(granted.get()).isEqualTo(asked.get());
        }
    }

    @ParameterizedTest
    @CsvSource({"tun, 2, false", "auto, 1, true"})
    void losesNoDatagramAndNoRegistration(String dataplane, int queues, boolean isSupervised) throws Exception {
        try (HomeLab lab = new HomeLab(directory)) {
            lab.write(nodes() + "[tunnel]\ndataplane = \"" + dataplane + "\"\nqueues = " + queues
                    + "\n[metrics]\nlisten = \"127.0.0.1:9434\"\n");
            if (isSupervised) {
                supervisor = Optional.of(new Supervisor(lab.supervised()));
            }
            lab.start();
            ip(lab.laptop, "link set eth0 down");
            assertThat(lab.register(CAFE, 600)).isZero();
            Traffic down = new ToTheLaptop(lab);
            Traffic up = new FromTheLaptop(lab);
            Renewals renewals = new Renewals(lab, plainNodes());
            down.begin();
            up.begin();
            renewals.thread.start();
            HomeLab.await(
                    "traffic", () -> down.arrived() > 100 && up.arrived() > 100 && renewals.granted.get() > 2 * NODES);
            assertThat(isSupervised ? lab.upgrade() : lab.takeOver())
                    .as("the exit code of the one before")
                    .isZero();
            supervisor.ifPresent(told -> assertThat(told.until("MAINPID="))
                    .as("what systemd hears from the one that it knows, before that ends")
                    .isEqualTo("MAINPID=" + lab.status().get("pid")));
            int before = down.arrived();
            int grantedBefore = renewals.granted.get();
            HomeLab.await(
                    "traffic afterwards",
                    () -> down.arrived() > before + 300
                            && (isOver || renewals.granted.get() > grantedBefore + 2 * NODES));
            isOver = true;
            down.end("to the laptop, " + dataplane);
            up.end("from the laptop, " + dataplane);
            renewals.end();
            assertThat(String.valueOf(lab.status().get("tunnel")))
                    .as("it was through the tunnel")
                    .doesNotContain("packets=0");
            assertThat(lab.status()).containsEntry("bindings", NODES + 1);
            assertThat(NetnsSupport.run(lab.agent, "ss", "-ltn"))
                    .as("where metrics are")
                    .containsPattern("127.0.0.1]?:9434");
            assertThat(lab.log()).noneMatch(line -> line.contains("metrics-not-served"));
            assertThat(ip(lab.agent, "route show proto 77").strip().lines()).hasSize(NODES + 1);
        }
    }

    /** Hears what is told by sd_notify(3), as systemd would; by Python, for Java has no such sockets. */
    private static final class Supervisor {

        private static final String PROGRAM = """
                import socket, sys
                heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                heard.bind(sys.argv[1])
                print("bound", flush=True)
                while True:
                    print(heard.recv(4096).decode(), flush=True)
                """;

        private final BufferedReader lines;
        private final Process python;

        Supervisor(Path socket) throws IOException {
            python = new ProcessBuilder(Python.program(), "-c", PROGRAM, socket.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            lines = python.inputReader(StandardCharsets.UTF_8);
            assertThat(lines.readLine()).isEqualTo("bound");
        }

        /** The first line that begins so. */
        String until(String beginning) {
            try {
                String line = lines.readLine();
                while (line != null && !line.startsWith(beginning)) {
                    line = lines.readLine();
                }
                return String.valueOf(line);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void end() {
            python.destroyForcibly();
        }
    }

    private static String nodes() {
        StringBuilder tables = new StringBuilder();
        for (int i = 0; i < NODES; i++) {
            tables.append("[[node]]\nname = \"node%d\"\naddress = \"10.10.0.%d\"\nspi = %d\nkey = \"laptop.key\"\n"
                    .formatted(i, FIRST + i, 0x200 + i));
        }
        return tables.toString();
    }

    private static List<PlainNode> plainNodes() {
        return java.util.stream.IntStream.range(0, NODES)
                .mapToObj(i -> new PlainNode("10.10.0." + (FIRST + i), AGENT, 0x200 + i, "1234567812345678"))
                .toList();
    }
}
