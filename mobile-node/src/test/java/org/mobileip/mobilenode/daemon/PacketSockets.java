package org.mobileip.mobilenode.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mobileip.host.linux.NetworkNamespace;

/** The packet sockets of a machine as the kernel shows them (packet(7)). */
final class PacketSockets {

    /** Columns "Proto" and "Iface" of one; 0: all interfaces. */
    record Row(String type, String link) {}

    private PacketSockets() {}

    static List<Row> of(NetworkNamespace machine) {
        return machine.call(PacketSockets::lines).stream()
                .skip(1)
                .map(line -> line.strip().split(" +", -1))
                .map(columns -> new Row(columns[3], columns[4]))
                .toList();
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(Path.of("/proc/thread-self/net/packet"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
