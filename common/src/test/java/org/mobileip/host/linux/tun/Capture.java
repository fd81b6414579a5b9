package org.mobileip.host.linux.tun;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.PollSet;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/** Everything that passes one Ethernet interface, both ways. */
final class Capture implements AutoCloseable {

    private static final int ETHERNET_HEADER = 14;

    private final PacketSocket socket;
    private final PollSet poll;
    private final List<Octets> frames = new ArrayList<>();

    Capture(NetworkNamespace namespace, String link) {
        int index = NetnsSupport.indexOf(namespace, link);
        PacketSocket.Options options = PacketSocket.Options.PLAIN.withReceiveBuffer(64 << 20);
        socket = namespace.call(
                () -> PacketSocket.open(index, PacketSocket.ETHERTYPE_ALL, PacketSocket.Kind.RAW, options));
        poll = new PollSet(socket.fd());
    }

    /** The IPv4 datagrams seen so far. */
    List<Octets> datagrams() {
        Optional<PacketSocket.Frame> frame = socket.receive();
        while (frame.isPresent()) {
            frames.add(frame.get().octets());
            frame = socket.receive();
        }
        return frames.stream()
                .filter(octets -> octets.size() > ETHERNET_HEADER && octets.u16(12) == 0x0800)
                .map(octets -> octets.slice(ETHERNET_HEADER, ETHERNET_HEADER + octets.u16(ETHERNET_HEADER + 2)))
                .toList();
    }

    /** Waits up to 5 s for a datagram like this. */
    Optional<Octets> await(Predicate<Octets> wanted) {
        for (int waits = 0; waits < 50; waits++) {
            Optional<Octets> found = datagrams().stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found;
            }
            poll.await(100);
        }
        return Optional.empty();
    }

    /** What tcpdump makes of the capture, checksums verified. */
    String dissected(Path directory) {
        try {
            Path file = directory.resolve("capture.pcap");
            Files.write(file, pcap());
            Process tcpdump = new ProcessBuilder("tcpdump", "-nvv", "-r", file.toString())
                    .redirectErrorStream(true)
                    .start();
            return new String(tcpdump.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] pcap() {
        datagrams();
        int size = frames.stream().mapToInt(frame -> 16 + frame.size()).sum();
        ByteBuffer file = ByteBuffer.allocate(24 + size).order(ByteOrder.BIG_ENDIAN);
        file.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(0x40000)
                .putInt(1);
        for (Octets frame : frames) {
            file.putLong(0).putInt(frame.size()).putInt(frame.size()).put(frame.toArray());
        }
        return file.array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
