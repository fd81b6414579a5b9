package org.mobileip.mobilenode.daemon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.mobileip.host.linux.NetworkNamespace;

/** tcpdump(8) on the far end of a link: what another program makes of our frames, one line each, in their order. */
final class Tcpdump implements AutoCloseable {

    private final Process process;
    private final List<String> lines = new ArrayList<>();

    /** ARP, and registrations; from now on. */
    Tcpdump(NetworkNamespace namespace, String interfaceName) {
        this(namespace, interfaceName, "arp or udp port 434");
    }

    /** What {@code filter} lets through; from now on. */
    Tcpdump(NetworkNamespace namespace, String interfaceName, String filter) {
        process = namespace.startTied(new ProcessBuilder(
                "tcpdump", "-i", interfaceName, "-n", "-e", "-l", "-tt", "--immediate-mode", filter));
        BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
        try {
            String line = err.readLine();
            while (line != null && !line.contains("listening on")) {
                line = err.readLine();
            }
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
        Thread reader = new Thread(this::read, "tcpdump " + interfaceName);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            out.lines().forEach(this::heard);
        } catch (IOException | UncheckedIOException ended) {
            heard("tcpdump has ended");
        }
    }

    private synchronized void heard(String line) {
        lines.add(line);
    }

    /** Everything so far. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** The place of the first line at {@code from} or later that is {@code wanted}; waits for it. */
    int await(String what, int from, Predicate<String> wanted) {
        int[] at = {-1};
        Roaming.await(what + " among " + lines(), () -> {
            List<String> now = lines();
            for (int i = from; i < now.size() && at[0] < 0; i++) {
                at[0] = wanted.test(now.get(i)) ? i : -1;
            }
            return at[0] >= 0;
        });
        return at[0];
    }

    /** When that line was on the link, in seconds. */
    double secondsAt(int place) {
        return Double.parseDouble(lines().get(place).split(" ", 2)[0]);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
