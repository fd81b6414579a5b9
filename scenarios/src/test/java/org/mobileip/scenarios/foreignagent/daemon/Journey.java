package org.mobileip.scenarios.foreignagent.daemon;

import static org.mobileip.testing.NetnsSupport.ip;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.mobileip.control.ControlClient;
import org.mobileip.control.ControlException;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.VirtualLinks;
import org.mobileip.net.MacAddress;
import org.mobileip.testing.JavaCommand;
import org.mobileip.testing.NetnsSupport;

/**
 * A mobile node, two foreign agents and a home agent, each as a process of its own, and a network in between where the node
 * has an address of its own.
 *
 * <pre>
 *   node inn0  --- link0 192.0.2.1    inn    up0 198.51.100.2  --- road 198.51.100.1  \
 *   node lodge0 -- link0 203.0.113.1  lodge  up0 198.51.100.6  --- road 198.51.100.5   home0 10.10.0.1 --- host 10.10.0.200
 *   node open0 --- open1 198.18.0.1 --------------------------- road                  /
 * </pre>
 */
final class Journey implements AutoCloseable {

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    final NetworkNamespace node = NetworkNamespace.create("node");
    final NetworkNamespace inn = NetworkNamespace.create("inn");
    final NetworkNamespace lodge = NetworkNamespace.create("lodge");
    final NetworkNamespace road = NetworkNamespace.create("road");
    final NetworkNamespace host = NetworkNamespace.create("host");
    private final Path directory;
    private final Map<String, Process> daemons = new HashMap<>();
    private final Map<String, Thread> readers = new HashMap<>();
    private final List<String> log = new ArrayList<>();
    private int cables;

    Journey(Path directory) throws IOException {
        this.directory = directory;
        cable(node, "inn0", inn, "link0");
        cable(node, "lodge0", lodge, "link0");
        cable(node, "open0", road, "open1");
        cable(inn, "up0", road, "inn1");
        cable(lodge, "up0", road, "lodge1");
        cable(road, "home0", host, "eth0");
        up(inn, "link0", "192.0.2.1/24");
        up(inn, "up0", "198.51.100.2/30");
        ip(inn, "route add default via 198.51.100.1");
        up(lodge, "link0", "203.0.113.1/24");
        up(lodge, "up0", "198.51.100.6/30");
        ip(lodge, "route add default via 198.51.100.5");
        up(road, "inn1", "198.51.100.1/30");
        up(road, "lodge1", "198.51.100.5/30");
        up(road, "open1", "198.18.0.1/24");
        up(road, "home0", "10.10.0.1/24");
        ip(road, "route add 192.0.2.0/24 via 198.51.100.2");
        ip(road, "route add 203.0.113.0/24 via 198.51.100.6");
        up(host, "eth0", "10.10.0.200/24");
        ip(host, "route add default via 10.10.0.1");
        ip(node, "link set lo up");
        Path key = directory.resolve("laptop.key");
        Files.writeString(key, "text:1234567812345678\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private void cable(NetworkNamespace a, String nameA, NetworkNamespace b, String nameB) {
        cables++;
        MacAddress macA = new MacAddress(0x0200_0000_0000L + 2L * cables);
        MacAddress macB = new MacAddress(0x0200_0000_0001L + 2L * cables);
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
            NetnsSupport.run(machine, "sysctl", "-qw", "net.ipv4.conf." + scope + ".rp_filter=0");
        }
        NetnsSupport.run(machine, "sysctl", "-qw", "net.ipv4.ip_forward=1");
    }

    void startHomeAgent() throws IOException {
        Files.writeString(directory.resolve("home-agent.toml"), """
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
                [broadcast]
                forward = ["broadcast", "multicast"]
                groups = ["239.1.2.3"]
                """);
        start("home agent", road, "org.mobileip.homeagent.cli.Main", "run", "home-agent.toml");
    }

    /** The foreign agent in that namespace; {@code more} are tables at the end of its file. */
    void startForeignAgent(String name, NetworkNamespace machine, String address, String more) throws IOException {
        Files.writeString(directory.resolve(name + ".toml"), """
                version = 1
                interface = "link0"
                address = "%s"
                router = true
                """.formatted(address) + more);
        start(name, machine, "org.mobileip.scenarios.cli.Main", "foreign-agent", name + ".toml");
    }

    void startNode(String more) throws IOException {
        Files.writeString(directory.resolve("mobile-node.toml"), """
                version = 1
                name = "laptop"
                [home]
                address = "10.10.0.57/24"
                agent = "10.10.0.1"
                [security]
                spi = 0x101
                key = "laptop.key"
                [[interface]]
                match = "inn0"
                [[interface]]
                match = "open0"
                [[interface]]
                match = "lodge0"
                [daemon]
                control = "mobile-node.sock"
                """ + more);
        start("node", node, "org.mobileip.mobilenode.cli.Main", "run", "mobile-node.toml");
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
            heard(name, line);
            line = err.readLine();
        }
        if (line == null) {
            throw new AssertionError(name + " ended before READY: " + log());
        }
        Thread reader = new Thread(() -> listen(name, err), name + " log");
        reader.setDaemon(true);
        reader.start();
        readers.put(name, reader);
    }

    private void listen(String name, BufferedReader err) {
        try {
            err.lines().forEach(line -> heard(name, line));
        } catch (UncheckedIOException killed) {
            heard(name, "it was killed");
        }
    }

    private synchronized void heard(String name, String line) {
        log.add(name + ": " + line);
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** As before the node came: it has gone, and nobody remembers what it said. */
    void endNode() throws InterruptedException {
        Process process = daemons.remove("node");
        Thread reader = readers.remove("node");
        if (process != null && reader != null) {
            process.destroy();
            process.waitFor();
            reader.join();
        }
        ip(node, "link set inn0 down", "link set lodge0 down", "link set open0 down", "address flush dev open0");
        NetnsSupport.run(node, "nft", "flush", "ruleset");
        forgetLog();
    }

    private synchronized void forgetLog() {
        log.clear();
    }

    void kill(String name) throws InterruptedException {
        Process process = daemons.get(name);
        if (process == null) {
            throw new AssertionError("no " + name);
        }
        process.destroyForcibly().waitFor();
    }

    Map<String, Object> status() {
        try {
            return ControlClient.ask(directory.resolve("mobile-node.sock"), "status");
        } catch (ControlException refused) {
            throw new AssertionError(refused);
        }
    }

    /** The care-of address and how it is registered, like {@code 192.0.2.1 via foreign-agent}; its state where it is not. */
    String attachment() {
        Map<String, Object> status = status();
        return "away".equals(status.get("state")) && status.get("care_of") instanceof Map<?, ?> careOf
                ? careOf.get("address") + " via " + careOf.get("via")
                : String.valueOf(status.get("state"));
    }

    void awaitAttachment(String wanted) {
        await(wanted, () -> attachment().equals(wanted));
    }

    void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new AssertionError("never: " + what + "; " + String.join("\n", log()));
            }
            NetnsSupport.giveWaySince(start);
        }
    }

    @Override
    public void close() {
        for (NetworkNamespace each : List.of(node, inn, lodge, road, host)) {
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
