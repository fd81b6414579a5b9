package org.mobileip.homeagent.daemon;

import static org.mobileip.testing.NetnsSupport.ip;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.mobileip.control.ControlClient;
import org.mobileip.control.ControlException;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.PacketCapture;
import org.mobileip.host.linux.VirtualLinks;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.testing.JavaCommand;
import org.mobileip.testing.NetnsSupport;

/**
 * The home agent as a process on a machine with a home link and an uplink. On the home link, a bridge, are a host and the
 * laptop when it is at home; behind the uplink is everything else, as addresses of one machine.
 *
 * <pre>
 *   host 10.10.0.200 ---+
 *                       bridge --- home0 10.10.0.1  agent  203.0.113.10 up0 --- internet 203.0.113.1, 192.0.2.44, ...
 *   laptop 10.10.0.57 --+
 * </pre>
 */
final class HomeLab implements AutoCloseable {

    static final String AGENT = "10.10.0.1";
    static final String UPLINK = "203.0.113.10";
    static final String LAPTOP = "10.10.0.57";
    static final String CAFE = "192.0.2.44";
    static final String TRAIN = "198.51.100.23";
    static final MacAddress AGENTS_MAC = new MacAddress(0x0200_0000_0001L);
    static final MacAddress LAPTOPS_MAC = new MacAddress(0x0200_0000_000aL);
    static final MacAddress HOSTS_MAC = new MacAddress(0x0200_0000_001eL);

    private static final long PATIENCE_NANOS = 20_000_000_000L;

    /** In seconds, on a machine with much else to do: before one ends that is upgraded, another has to start. */
    private static final int LONGEST_END = 60;

    final NetworkNamespace agent = NetworkNamespace.create("agent");
    final NetworkNamespace segment = NetworkNamespace.create("home-link");
    final NetworkNamespace host = NetworkNamespace.create("host");
    final NetworkNamespace laptop = NetworkNamespace.create("laptop");
    final NetworkNamespace internet = NetworkNamespace.create("internet");
    final PlainNode node = new PlainNode(LAPTOP, AGENT, 0x101, "1234567812345678");

    private final VirtualLinks links = new VirtualLinks(segment);
    private final Path directory;
    private final List<String> log = new ArrayList<>();
    private final List<DatagramSocket> sockets = new ArrayList<>();
    private Optional<Process> daemon = Optional.empty();
    private Optional<ProcessHandle> heir = Optional.empty();
    private Optional<Path> notifySocket = Optional.empty();

    HomeLab(Path directory) throws IOException {
        this.directory = directory;
        links.makeBridge("bridge");
        links.setUp("bridge", true);
        station(agent, "home0", AGENTS_MAC, AGENT + "/24", 1);
        station(host, "eth0", HOSTS_MAC, "10.10.0.200/24", 2);
        station(laptop, "eth0", LAPTOPS_MAC, LAPTOP + "/24", 3);
        try (VirtualLinks uplink = new VirtualLinks(agent)) {
            uplink.connect(
                    new VirtualLinks.End("up0", new MacAddress(0x0200_0000_0101L)),
                    internet,
                    new VirtualLinks.End("up1", new MacAddress(0x0200_0000_0102L)));
            uplink.takeOffloadsOff("up0");
        }
        ip(agent, "address add " + UPLINK + "/24 dev up0", "link set up0 up", "route add default via 203.0.113.1");
        ip(
                internet,
                "address add 203.0.113.1/24 dev up1",
                "link set up1 up",
                "address add " + CAFE + "/32 dev lo",
                "address add " + TRAIN + "/32 dev lo",
                "route add 10.10.0.0/24 via " + UPLINK);
        ip(host, "route add default via " + AGENT);
        write("");
    }

    private void station(NetworkNamespace machine, String name, MacAddress mac, String address, int port) {
        String portName = "port" + port;
        links.connect(
                new VirtualLinks.End(portName, new MacAddress(0x0200_0000_0200L + port)),
                machine,
                new VirtualLinks.End(name, mac));
        links.attach(portName, "bridge");
        links.setUp(portName, true);
        ip(machine, "address add " + address + " dev " + name, "link set " + name + " up");
    }

    /** Writes the configuration, {@code more} at its end. */
    void write(String more) throws IOException {
        Path key = directory.resolve("laptop.key");
        Files.writeString(key, "text:1234567812345678\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file(), """
                version = 1
                interface = "home0"
                address = "10.10.0.1"
                network = "10.10.0.0/24"
                [advertise]
                enabled = false
                [daemon]
                control = "home-agent.sock"
                state = "state"
                [[node]]
                name = "laptop"
                address = "10.10.0.57"
                spi = 0x101
                key = "laptop.key"
                """ + more);
    }

    /** The same without a home link. */
    void writeVirtual() throws IOException {
        write("");
        Files.writeString(file(), Files.readString(file()).replace("interface = \"home0\"\n", ""));
    }

    Path file() {
        return directory.resolve("home-agent.toml");
    }

    /** Starts the program as a process, without a rehearsal: nothing here is timed. Waits until it says READY. */
    void start(String... options) throws IOException {
        start(List.of(), List.of(options));
    }

    /** The same as a child of another program, whose command line is {@code prefix}. */
    void startUnder(List<String> prefix) throws IOException {
        start(prefix, List.of());
    }

    /** Starts another one, which takes over; the exit code of the one before. */
    int takeOver() throws IOException {
        Process before = daemon.orElseThrow();
        start("--take-over");
        return exitOf(before);
    }

    /** What the daemon tells its supervisor goes to a socket there from now on, to be bound by somebody. */
    Path supervised() {
        notifySocket = Optional.of(directory.resolve("notify.sock"));
        return notifySocket.get();
    }

    /** Has the one that runs start its successor; the exit code of the one before. */
    int upgrade() {
        Process before = daemon.orElseThrow();
        long pid = ((Number) Objects.requireNonNull(document("upgrade").get("pid"))).longValue();
        heir = ProcessHandle.of(pid);
        return exitOf(before);
    }

    private void start(List<String> prefix, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(JavaCommand.of("org.mobileip.homeagent.cli.Main"));
        command.addAll(List.of("run", "--no-rehearsal", "-c", file().toString()));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command);
        notifySocket.ifPresent(path -> builder.environment().put("NOTIFY_SOCKET", path.toString()));
        Process process = agent.startTied(builder);
        daemon = Optional.of(process);
        BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
        String line = err.readLine();
        while (line != null && !line.equals("READY")) {
            heard(line);
            line = err.readLine();
        }
        if (line == null) {
            throw new AssertionError("the daemon ended before READY: " + log);
        }
        Thread reader = new Thread(() -> listen(err), "daemon-log");
        reader.setDaemon(true);
        reader.start();
    }

    private void listen(BufferedReader err) {
        try {
            err.lines().forEach(this::heard);
        } catch (UncheckedIOException killed) {
            heard("the daemon was killed");
        }
    }

    private synchronized void heard(String line) {
        log.add(line);
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** Sends it SIGHUP. */
    void hangUp() throws IOException {
        exitOf(new ProcessBuilder(
                        "kill", "-HUP", Long.toString(daemon.orElseThrow().pid()))
                .start());
    }

    /** Kills the daemon, which can do nothing about it. */
    void kill() {
        exitOf(daemon.orElseThrow().destroyForcibly());
    }

    private int exitOf(Process process) {
        try {
            if (!process.waitFor(LONGEST_END, TimeUnit.SECONDS)) {
                throw new AssertionError("the daemon does not end: " + log());
            }
            return process.exitValue();
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    /** A socket of somebody at {@code address}. */
    DatagramSocket socket(NetworkNamespace machine, String address) {
        DatagramSocket socket = machine.call(() -> new DatagramSocket(new InetSocketAddress(address, 0)));
        sockets.add(socket);
        return socket;
    }

    /** A datagram and where it came from. */
    record Answer(InetSocketAddress from, Octets octets) {}

    /** Sends the request and waits a second for what comes back; empty when nothing does. */
    static Optional<Answer> ask(DatagramSocket socket, String to, Octets request) {
        return receive(socket, () -> send(socket, to, request));
    }

    /** Something that makes somebody send a datagram. */
    @FunctionalInterface
    interface Reason {
        void happens() throws ControlException;
    }

    /** What comes within a second of that. */
    static Optional<Answer> receive(DatagramSocket socket, Reason reason) {
        try {
            reason.happens();
            socket.setSoTimeout(1000);
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            socket.receive(packet);
            return Optional.of(new Answer(
                    (InetSocketAddress) packet.getSocketAddress(), Octets.of(packet.getData(), 0, packet.getLength())));
        } catch (SocketTimeoutException silence) {
            return Optional.empty();
        } catch (ControlException refused) {
            throw new AssertionError(refused);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void send(DatagramSocket socket, String to, Octets octets) {
        byte[] payload = octets.toArray();
        try {
            socket.send(new DatagramPacket(payload, payload.length, new InetSocketAddress(to, 434)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code of the reply to what the laptop asks from {@code careOf}. */
    int register(String careOf, int lifetime) {
        try (DatagramSocket socket = socket(internet, careOf)) {
            Answer answer = ask(socket, UPLINK, node.request(careOf, lifetime)).orElseThrow();
            return node.codeOf(answer.octets());
        }
    }

    /** The laptop comes home, as all began, and nobody has a socket any more; whether it had a binding and deregisters. */
    boolean bringTheLaptopHome() {
        sockets.forEach(DatagramSocket::close);
        sockets.clear();
        ip(laptop, "link set eth0 up");
        if (hasNoBinding()) {
            return false;
        }
        try (DatagramSocket atHome = socket(laptop, LAPTOP)) {
            await("a deregistration", () -> ask(atHome, AGENT, node.request(LAPTOP, 0))
                    .filter(answer -> node.codeOf(answer.octets()) == 0)
                    .isPresent());
        }
        await("no bindings", this::hasNoBinding);
        return true;
    }

    private boolean hasNoBinding() {
        return Integer.valueOf(0).equals(status().get("bindings"));
    }

    Map<String, Object> status() {
        return document("status");
    }

    Map<String, Object> document(String verb) {
        long start = System.nanoTime();
        while (true) {
            try {
                return ControlClient.ask(directory.resolve("home-agent.sock"), verb);
            } catch (ControlException busy) {
                if (System.nanoTime() - start > PATIENCE_NANOS) {
                    throw new AssertionError(busy);
                }
                NetnsSupport.giveWay();
            }
        }
    }

    PacketCapture capture(NetworkNamespace machine, String name) {
        int index = NetnsSupport.indexOf(machine, name);
        return machine.call(() -> PacketCapture.open(index, 4 << 20));
    }

    /** Looks again and again until {@code condition} holds; returns how long that took, in milliseconds. */
    static long await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new AssertionError("never: " + what);
            }
            NetnsSupport.giveWay();
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Override
    public void close() {
        sockets.forEach(DatagramSocket::close);
        links.close();
        for (NetworkNamespace each : List.of(agent, segment, host, laptop, internet)) {
            each.close();
        }
        daemon.ifPresent(process -> exitOf(process.destroyForcibly()));
        heir.ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
        try {
            Files.deleteIfExists(directory.resolve("home-agent.sock"));
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
