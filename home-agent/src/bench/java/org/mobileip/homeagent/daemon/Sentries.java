package org.mobileip.homeagent.daemon;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mobileip.host.linux.PacketCapture;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/** Nodes of the {@link Crowd}, spread evenly, to whom datagrams are sent until each has come out of its tunnel once. */
final class Sentries implements AutoCloseable {

    private static final int MOST = 256;
    private static final int DISCARD = 9;
    private static final int BETWEEN_ROUNDS_MILLIS = 10;
    private static final int ETHERNET_HEADER = 14;
    private static final int OUTER_DESTINATION = ETHERNET_HEADER + 16;
    private static final int INNER_DESTINATION = ETHERNET_HEADER + 20 + 16;
    private static final int PRACTICE = 100;

    /** Reached by the link; nobody is there. */
    private static final Ipv4Prefix PRACTICE_NETWORK = Ipv4Prefix.parse("45.255.255.0/24");

    private static final int ROOM = 8 << 20;

    /** Care-of addresses by home address, of those that nothing has come out for. */
    private final Map<Ipv4, Ipv4> missing = new HashMap<>();

    private final PacketCapture capture = PacketCapture.open("seen", ROOM);
    private final DatagramSocket socket = new DatagramSocket();

    private Sentries() throws SocketException {}

    /** All of them, ready to be asked. */
    static Sentries among(int bindings) throws IOException {
        Sentries sentries = new Sentries();
        for (int i = 0; i < MOST; i++) {
            int number = (int) ((bindings - 1L) * i / (MOST - 1));
            sentries.missing.put(Crowd.home(number), Crowd.careOf(number));
        }
        sentries.practise();
        return sentries;
    }

    /** A link by which care-of addresses are reached, where there is none yet. */
    static void makeLink() throws IOException, InterruptedException {
        if (new ProcessBuilder("ip", "link", "show", "there").start().waitFor() != 0) {
            Program.call("ip", "link", "add", "there", "type", "veth", "peer", "name", "seen");
            Program.call("ip", "link", "set", "there", "arp", "off", "up");
            Program.call("ip", "link", "set", "seen", "arp", "off", "up");
            Program.call("ip", "route", "add", "44.0.0.0/7", "dev", "there");
        }
    }

    /** So that what loads and compiles this does not take from the home agent the processor that it starts with. */
    private void practise() throws IOException {
        for (int round = 0; round < PRACTICE; round++) {
            for (int i = 0; i < MOST; i++) {
                send(new Ipv4(PRACTICE_NETWORK.address().bits() + i));
            }
            hear();
        }
    }

    /** Returns when for each of them something has come out. */
    void awaitAll(long mostMillis) {
        long end = System.nanoTime() + mostMillis * 1_000_000;
        try {
            while (!missing.isEmpty()) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(missing.size() + " are not forwarded to");
                }
                sendAll();
                Thread.sleep(BETWEEN_ROUNDS_MILLIS);
                hear();
            }
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private void sendAll() {
        try {
            for (Ipv4 home : missing.keySet()) {
                send(home);
            }
        } catch (IOException noRouteYet) {
            // There will be.
        }
    }

    private void send(Ipv4 to) throws IOException {
        socket.send(new DatagramPacket(new byte[8], 8, InetAddress.getByName(to.toString()), DISCARD));
    }

    private void hear() {
        Optional<PacketCapture.Frame> frame = capture.receive();
        while (frame.isPresent()) {
            Octets octets = frame.get().octets();
            if (octets.size() >= INNER_DESTINATION + 4) {
                missing.remove(octets.ipv4(INNER_DESTINATION), octets.ipv4(OUTER_DESTINATION));
            }
            frame = capture.receive();
        }
    }

    @Override
    public void close() {
        capture.close();
        socket.close();
    }
}
