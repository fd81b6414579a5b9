package org.mobileip.scenarios.foreignagent.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mobileip.host.linux.NetworkNamespace;

/** What tcpdump says of the packets on an interface: another program's opinion, that looks into tunnels. */
final class Tcpdump implements AutoCloseable {

    private final Process process;
    private final List<String> lines = new ArrayList<>();

    /** Listens, and returns when it does. */
    Tcpdump(NetworkNamespace machine, String interfaceName, String filter) throws IOException {
        process = machine.startTied(
                new ProcessBuilder("tcpdump", "-n", "-l", "--immediate-mode", "-i", interfaceName, filter));
        BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
        for (String line = err.readLine(); !String.valueOf(line).contains("listening on"); line = err.readLine()) {
            if (line == null) {
                throw new AssertionError("tcpdump does not listen on " + interfaceName);
            }
        }
        Thread reader = new Thread(this::read, "tcpdump");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            process.inputReader().lines().forEach(this::seen);
        } catch (UncheckedIOException ended) {
            seen("it was ended");
        }
    }

    private synchronized void seen(String line) {
        lines.add(line);
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    boolean saw(String words) {
        return lines().stream().anyMatch(line -> line.contains(words));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
