package org.mobileip.scenarios.foreignagent.daemon;

import static org.mobileip.testing.NetnsSupport.ip;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.VirtualLinks;
import org.mobileip.net.MacAddress;
import org.mobileip.testing.JavaCommand;
import org.mobileip.testing.NetnsSupport;
import org.mobileip.testing.Python;

/**
 * A foreign agent and a home agent as processes, and between them a road. The node is another program, visitor.py, and what
 * its kernel does by itself.
 *
 * <pre>
 *   node eth0 10.10.0.57 --- link0 192.0.2.1 inn up0 198.51.100.1 --- up1 198.51.100.2 home home0 10.10.0.1 --- host 10.10.0.200
 * </pre>
 */
final class Valley implements AutoCloseable {

    static final MacAddress INNS_MAC = MacAddress.parse("02:00:00:00:00:01");
    static final MacAddress NODES_MAC = MacAddress.parse("02:00:00:00:00:0a");

    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final Path VISITOR = Path.of("src/test/python/visitor.py").toAbsolutePath();

    final NetworkNamespace node = NetworkNamespace.create("node");
    final NetworkNamespace inn = NetworkNamespace.create("inn");
    final NetworkNamespace home = NetworkNamespace.create("home");
    final NetworkNamespace host = NetworkNamespace.create("host");
    private final Path directory;
    private final Map<String, Process> daemons = new HashMap<>();
    private final List<String> log = new ArrayList<>();

    Valley(Path directory) throws IOException {
        this.directory = directory;
        cable(inn, "link0", INNS_MAC, node, "eth0", NODES_MAC);
        cable(inn, "up0", new MacAddress(0x0200_0000_0101L), home, "up1", new MacAddress(0x0200_0000_0102L));
        cable(home, "home0", new MacAddress(0x0200_0000_0201L), host, "eth0", new MacAddress(0x0200_0000_0202L));
        up(inn, "link0", "192.0.2.1/24");
        up(inn, "up0", "198.51.100.1/24");
        ip(inn, "route add default via 198.51.100.2");
        up(home, "up1", "198.51.100.2/24");
        up(home, "home0", "10.10.0.1/24");
        ip(home, "route add 192.0.2.0/24 via 198.51.100.1");
        up(host, "eth0", "10.10.0.200/24");
        ip(host, "route add default via 10.10.0.1");
        up(node, "eth0", "10.10.0.57/32");
        ip(node, "route add 192.0.2.1 dev eth0 src 10.10.0.57");
        ip(node, "neighbour add 192.0.2.1 lladdr " + INNS_MAC + " dev eth0");
        ip(node, "route add default via 192.0.2.1 src 10.10.0.57");
        for (String name : List.of("laptop", "inn")) {
            Path key = directory.resolve(name + ".key");
            Files.writeString(key, name.equals("inn") ? "text:a foreign agent.\n" : "text:1234567812345678\n");
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static void cable(
            NetworkNamespace a, String nameA, MacAddress macA, NetworkNamespace b, String nameB, MacAddress macB) {
        try (VirtualLinks links = new VirtualLinks(a);
                VirtualLinks other = new VirtualLinks(b)) {
            links.connect(new VirtualLinks.End(nameA, macA), b, new VirtualLinks.End(nameB, macB));
            links.takeOffloadsOff(nameA);
            other.takeOffloadsOff(nameB);
        }
    }

    private static void up(NetworkNamespace machine, String name, String address) {
        ip(machine, "link set lo up", "address add " + address + " dev " + name, "link set " + name + " up");
        for (String scope : List.of("all", "default", name)) {
            machine.call(() -> Files.writeString(Path.of("/proc/sys/net/ipv4/conf/" + scope + "/rp_filter"), "0"));
        }
    }

    void startHomeAgent(String more) throws IOException {
        write("home-agent.toml", """
                version = 1
                interface = "home0"
                address = "10.10.0.1"
                network = "10.10.0.0/24"
                [daemon]
                control = "home-agent.sock"
                state = "state"
                [[node]]
                name = "laptop"
                address = "10.10.0.57"
                spi = 0x101
                key = "laptop.key"
                """ + more);
        start("home agent", home, "org.mobileip.homeagent.cli.Main", "run", "home-agent.toml");
    }

    /** Starts the foreign agent; {@code more} are tables at the end of its file. */
    void startForeignAgent(String more) throws IOException {
        write("foreign-agent.toml", """
                version = 1
                interface = "link0"
                address = "192.0.2.1/24"
                router = true
                """ + more);
        start("foreign agent", inn, "org.mobileip.scenarios.cli.Main", "foreign-agent", "foreign-agent.toml");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private void start(String name, NetworkNamespace machine, String mainClass, String command, String file)
            throws IOException {
        List<String> words = JavaCommand.of(mainClass);
        words.addAll(List.of(command, "-c", directory.resolve(file).toString()));
        if (command.equals("run")) {
            words.add("--no-rehearsal");
        }
        Process process = machine.startTied(new ProcessBuilder(words));
        daemons.put(name, process);
        BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
        String line = err.readLine();
        while (line != null && !line.equals("READY")) {
            heard(line);
            line = err.readLine();
        }
        if (line == null) {
            throw new AssertionError(name + " ended before READY: " + log());
        }
        Thread reader = new Thread(() -> listen(err), name + " log");
        reader.setDaemon(true);
        reader.start();
    }

    private void listen(BufferedReader err) {
        try {
            err.lines().forEach(this::heard);
        } catch (UncheckedIOException killed) {
            heard("it was killed");
        }
    }

    private synchronized void heard(String line) {
        log.add(line);
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** Ends a daemon as a service manager would; its exit code. */
    int terminate(String name) throws InterruptedException {
        Process process = daemons.get(name);
        if (process == null) {
            throw new AssertionError("no " + name);
        }
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError(name + " does not end: " + log());
        }
        return process.exitValue();
    }

    void kill(String name) throws InterruptedException {
        Process process = daemons.get(name);
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** The answer of visitor.py at the node, by its keys; {@code silence} where it is that. */
    Map<String, String> visitor(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Python.program(), VISITOR.toString()));
        command.addAll(List.of(arguments));
        String output = NetnsSupport.run(node, command.toArray(String[]::new)).strip();
        Map<String, String> answer = new HashMap<>();
        for (String word : output.split(" ", -1)) {
            String[] pair = word.split("=", 2);
            answer.put(pair[0], pair.length == 2 ? pair[1] : "");
        }
        return answer;
    }

    Map<String, String> ask(String... more) {
        List<String> arguments = new ArrayList<>(List.of("ask", "eth0", "--mac", INNS_MAC.toString()));
        arguments.addAll(List.of(more));
        return visitor(arguments.toArray(String[]::new));
    }

    /** Whether {@code from} has an answer from {@code address}: Java sends an ICMP echo request where it has the right to. */
    static boolean pings(NetworkNamespace from, String address) {
        return from.call(() -> InetAddress.getByName(address).isReachable(2000));
    }

    static void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new AssertionError("never: " + what);
            }
            NetnsSupport.giveWaySince(start);
        }
    }

    @Override
    public void close() {
        for (NetworkNamespace each : List.of(node, inn, home, host)) {
            each.close();
        }
        daemons.values().forEach(Process::destroyForcibly);
        for (Process daemon : daemons.values()) {
            try {
                daemon.waitFor();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
