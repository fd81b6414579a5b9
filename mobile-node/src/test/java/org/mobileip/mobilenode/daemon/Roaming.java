package org.mobileip.mobilenode.daemon;

import static org.mobileip.testing.NetnsSupport.ip;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.mobileip.control.ControlClient;
import org.mobileip.control.ControlException;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.PacketCapture;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.VirtualLinks;
import org.mobileip.mobilenode.PlainHomeAgent;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.testing.JavaCommand;
import org.mobileip.testing.NetnsSupport;

/** A mobile node's machine with three links into a second namespace, where its home agent and the routers are. */
final class Roaming implements AutoCloseable {

    private static final byte[] SECRET = "1234567812345678".getBytes(StandardCharsets.US_ASCII);
    private static final String PROGRAM = "org.mobileip.mobilenode.cli.Main";
    private static final int SPI = 0x101;
    private static final MacAddress ALL_SYSTEMS = MacAddress.parse("01:00:5e:00:00:01");
    private static final long PATIENCE_NANOS = 15_000_000_000L;
    private static final long BETWEEN_ADVERTISEMENTS = 1_000_000_000L;

    final NetworkNamespace machine = NetworkNamespace.create("mobile-node");
    final NetworkNamespace world = NetworkNamespace.create("world");
    final ScriptedAgent agent;
    private final VirtualLinks links = new VirtualLinks(machine);
    private final Path directory;
    private final List<String> log = new ArrayList<>();
    private boolean isRehearsed;
    private Optional<Process> daemon = Optional.empty();

    /** Its node has the home address 10.10.0.57 and its home agent the address 10.10.0.1. */
    Roaming(Path directory) throws IOException {
        this(directory, """
                [home]
                address = "10.10.0.57/24"
                agent = "10.10.0.1"
                [security]
                spi = 0x101
                key = "laptop.key"
                """);
    }

    /** Its node has {@code tables} in its file: at least [home] and [security]. */
    Roaming(Path directory, String tables) throws IOException {
        this.directory = directory;
        connect("home0", "home1", "10.10.0.1/24", 1);
        connect("cafe0", "cafe1", "192.0.2.1/24", 2);
        connect("office0", "office1", "198.51.100.1/24", 3);
        agent = new ScriptedAgent(world, "0.0.0.0", new PlainHomeAgent(SECRET, SPI));
        Path key = directory.resolve("laptop.key");
        Files.writeString(key, "text:1234567812345678\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file(), """
                version = 1
                name = "laptop"
                [[interface]]
                match = "home0"
                [[interface]]
                match = "cafe0"
                [[interface]]
                match = "office0"
                [daemon]
                control = "mobile-node.sock"
                """ + tables);
    }

    private void connect(String here, String there, String routerAddress, int number) {
        MacAddress ours = new MacAddress(0x0200_0000_0100L + number);
        MacAddress theirs = new MacAddress(0x0200_0000_0200L + number);
        links.connect(new VirtualLinks.End(here, ours), world, new VirtualLinks.End(there, theirs));
        ip(world, "address add " + routerAddress + " dev " + there, "link set " + there + " up");
        ip(machine, "link set " + here + " down");
    }

    Path file() {
        return directory.resolve("mobile-node.toml");
    }

    /** Has the daemon rehearse before it is READY, for tests of how fast it is. */
    void rehearse() {
        isRehearsed = true;
    }

    /** Starts the program as a process, with these options of the JVM, and waits until it says READY. */
    void start(String... options) throws IOException {
        List<String> javaOptions = new ArrayList<>(List.of(options));
        if (isRehearsed) {
            javaOptions.add("-XX:CompileThresholdScaling=1");
        }
        List<String> command = JavaCommand.of(PROGRAM, javaOptions.toArray(String[]::new));
        command.addAll(List.of("run", "-c", file().toString()));
        if (!isRehearsed) {
            command.add("--no-rehearsal");
        }
        start(command);
    }

    /** As {@link #start(String...)}, where {@code /etc/resolv.conf} is {@code resolver}, for this process alone. */
    void startWithResolver(Path resolver) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind \"$0\" \"$(readlink -f /etc/resolv.conf)\" && exec \"$@\"",
                resolver.toString()));
        command.addAll(JavaCommand.of(PROGRAM));
        command.addAll(List.of("run", "--no-rehearsal", "-c", file().toString()));
        start(command);
    }

    /** Starts it as a child of another program, whose command line is {@code prefix}. */
    void startUnder(List<String> prefix) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(JavaCommand.of(PROGRAM));
        command.addAll(List.of("run", "--no-rehearsal", "-c", file().toString()));
        start(command);
    }

    private void start(List<String> command) throws IOException {
        Process process = machine.startTied(new ProcessBuilder(command));
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

    /** What the daemon has logged so far. */
    synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** Ends the daemon with SIGTERM and returns its exit code. */
    int terminate() {
        Process process = daemon.orElseThrow();
        process.destroy();
        return exitOf(process);
    }

    /** Has the daemon do nothing while {@code meanwhile} happens, as a machine that has no time for it. */
    void paused(Runnable meanwhile) {
        long process = daemon.orElseThrow().pid();
        NetnsSupport.run(world, "kill", "-STOP", "" + process);
        try {
            meanwhile.run();
        } finally {
            NetnsSupport.run(world, "kill", "-CONT", "" + process);
        }
    }

    /** Kills the daemon, which can do nothing about it. */
    void kill() {
        exitOf(daemon.orElseThrow().destroyForcibly());
    }

    private static int exitOf(Process process) {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the daemon does not end");
            }
            return process.exitValue();
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    void cafeUp() {
        up("cafe0", "192.0.2.44/24", "192.0.2.1");
    }

    void officeUp() {
        up("office0", "198.51.100.23/24", "198.51.100.1");
    }

    private void up(String link, String address, String router) {
        ip(machine, "link set " + link + " up");
        ip(machine, "address replace " + address + " dev " + link);
        ip(machine, "route append default via " + router + " dev " + link);
    }

    /** As when all began: no link is up, nobody remembers anybody, and the home agent answers. */
    void leaveAllLinks() {
        agent.keepSilent(false);
        ip(machine, "link set home0 down", "link set cafe0 down", "link set office0 down");
        awaitState("disconnected");
        ip(machine, "address flush dev cafe0");
        ip(machine, "address flush dev office0");
        for (String farEnd : List.of("home1", "cafe1", "office1")) {
            ip(world, "neighbour flush dev " + farEnd + " nud all");
        }
        agent.forgetArrivals();
    }

    Map<String, Object> status() {
        return ask("status");
    }

    /** What the daemon answers to that verb. */
    Map<String, Object> ask(String verb) {
        try {
            return ControlClient.ask(directory.resolve("mobile-node.sock"), verb);
        } catch (ControlException refused) {
            throw new AssertionError(refused);
        }
    }

    /** The home agent's advertisement, octet by octet: from 10.10.0.1 to 224.0.0.1, TTL 1, checksums by hand. */
    void advertise(String farEnd) {
        send(
                farEnd,
                PacketSocket.ETHERTYPE_IPV4,
                ALL_SYSTEMS,
                Octets.ofHex("4500 002c 0000 0000 0101 cfc5 0a0a0001 e0000001"
                        + "0900 b990 0102 0003 0a0a0001 00000000 1006 0001 0258 2000"));
    }

    /** Sends the payload of one frame from the far end of a link. */
    void send(String farEnd, int etherType, MacAddress to, Octets payload) {
        int index = indexOf(farEnd);
        world.run(() -> {
            try (PacketSocket socket =
                    PacketSocket.open(index, etherType, PacketSocket.Kind.COOKED, PacketSocket.Options.PLAIN)) {
                socket.send(index, to, payload);
            }
        });
    }

    private int indexOf(String farEnd) {
        return NetnsSupport.indexOf(world, farEnd);
    }

    /** The home agent advertises each second (RFC 5944 §2.3): one alone may come before the node listens there. */
    void comeHome() {
        ip(machine, "link set home0 up");
        AtomicLong advertised = new AtomicLong(System.nanoTime() - BETWEEN_ADVERTISEMENTS);
        await("state home", () -> {
            if (System.nanoTime() - advertised.get() >= BETWEEN_ADVERTISEMENTS) {
                advertise("home1");
                advertised.set(System.nanoTime());
            }
            return "home".equals(status().get("state"));
        });
    }

    void awaitState(String state) {
        await("state " + state, () -> state.equals(status().get("state")));
    }

    /** Listens on the far end of a link. */
    PacketCapture capture(String farEnd) {
        int index = indexOf(farEnd);
        return world.call(() -> PacketCapture.open(index, 1 << 20));
    }

    /** Looks again and again until {@code condition} holds; returns how long that took, in milliseconds. */
    static long await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new AssertionError("never: " + what);
            }
            NetnsSupport.giveWaySince(start);
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Override
    public void close() {
        agent.close();
        links.close();
        machine.close();
        world.close();
        try {
            daemon.ifPresent(process -> exitOf(process.destroyForcibly()));
        } finally {
            removeSockets();
        }
    }

    private void removeSockets() {
        try {
            Files.deleteIfExists(directory.resolve("mobile-node.sock"));
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
