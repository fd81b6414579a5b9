package org.mobileip.homeagent.daemon;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mobileip.host.linux.PacketCapture;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** Nodes of the {@link Crowd}, spread evenly, to whom datagrams are sent until each has come out of its tunnel once. */
final class Sentries {

    private static final int MOST = 256;
    private static final int DISCARD = 9;
    private static final int BETWEEN_ROUNDS_MILLIS = 10;
    private static final int ETHERNET_HEADER = 14;
    private static final int OUTER_DESTINATION = ETHERNET_HEADER + 16;
    private static final int INNER_DESTINATION = ETHERNET_HEADER + 20 + 16;
    private static final int ROOM = 8 << 20;

    /** Care-of addresses by home address, of those that nothing has come out for. */
    private final Map<Ipv4, Ipv4> missing = new HashMap<>();

    private Sentries() {}

    static Sentries among(int bindings) {
        Sentries sentries = new Sentries();
        for (int i = 0; i < MOST; i++) {
            int number = (int) ((bindings - 1L) * i / (MOST - 1));
            sentries.missing.put(Crowd.home(number), Crowd.careOf(number));
        }
        return sentries;
    }

    /** A link by which care-of addresses are reached, where there is none yet. */
    static void makeLink() throws IOException, InterruptedException {
        if (new ProcessBuilder("ip", "link", "show", "there").start().waitFor() != 0) {
            RestartTime.call("ip", "link", "add", "there", "type", "veth", "peer", "name", "seen");
            RestartTime.call("ip", "link", "set", "there", "arp", "off", "up");
            RestartTime.call("ip", "link", "set", "seen", "arp", "off", "up");
            RestartTime.call("ip", "route", "add", "44.0.0.0/7", "dev", "there");
        }
    }

    /** Returns when for each of them something has come out. */
    void awaitAll(long mostMillis) {
        long end = System.nanoTime() + mostMillis * 1_000_000;
        try (PacketCapture capture = PacketCapture.open("seen", ROOM);
                DatagramSocket socket = new DatagramSocket()) {
            while (!missing.isEmpty()) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(missing.size() + " are not forwarded to");
                }
                send(socket);
                Thread.sleep(BETWEEN_ROUNDS_MILLIS);
                hear(capture);
            }
        } catch (IOException | InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private void send(DatagramSocket socket) throws IOException {
        for (Ipv4 home : missing.keySet()) {
            try {
                socket.send(new DatagramPacket(new byte[8], 8, InetAddress.getByName(home.toString()), DISCARD));
            } catch (IOException noRouteYet) {
                return;
            }
        }
    }

    private void hear(PacketCapture capture) {
        Optional<PacketCapture.Frame> frame = capture.receive();
        while (frame.isPresent()) {
            Octets octets = frame.get().octets();
            if (octets.size() >= INNER_DESTINATION + 4) {
                missing.remove(octets.ipv4(INNER_DESTINATION), octets.ipv4(OUTER_DESTINATION));
            }
            frame = capture.receive();
        }
    }
}
