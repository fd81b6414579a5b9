package org.mobileip.scenarios.foreignagent.daemon;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import org.mobileip.host.linux.NetworkNamespace;

/** A listener at the node for what a host at home sends to everybody, and to a group. */
final class HomeBroadcast implements AutoCloseable {

    static final int PORT = 5007;
    static final String EVERYBODY = "10.10.0.255";
    static final String GROUP = "239.1.2.3";

    /** What is passed on to who has joined it, by what the kernel itself says in IGMP through the tunnel. */
    static final String JOINED = "239.4.5.6";

    private static final int TIMES = 50;
    private static final int PATIENCE_MILLIS = 200;

    private final NetworkNamespace host;
    private final MulticastSocket listener;

    HomeBroadcast(NetworkNamespace node, NetworkNamespace host) {
        this.host = host;
        this.listener = node.call(() -> {
            MulticastSocket socket = new MulticastSocket(PORT);
            NetworkInterface tunnel = NetworkInterface.getByName("mip0");
            socket.joinGroup(new InetSocketAddress(GROUP, PORT), tunnel);
            socket.joinGroup(new InetSocketAddress(JOINED, PORT), tunnel);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return socket;
        });
    }

    /** Whether the node hears what the host sends there, which it does again and again until then. */
    boolean reaches(String address) throws IOException {
        for (int i = 0; i < TIMES; i++) {
            String words = address + " " + i;
            host.call(() -> {
                try (DatagramSocket socket = new DatagramSocket()) {
                    socket.setBroadcast(true);
                    socket.setOption(java.net.StandardSocketOptions.IP_MULTICAST_TTL, 8);
                    byte[] octets = words.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                    socket.send(new DatagramPacket(octets, octets.length, InetAddress.getByName(address), PORT));
                }
                return true;
            });
            if (hears(address)) {
                return true;
            }
        }
        return false;
    }

    private boolean hears(String address) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        try {
            listener.receive(packet);
            String words =
                    new String(packet.getData(), 0, packet.getLength(), java.nio.charset.StandardCharsets.US_ASCII);
            return words.startsWith(address + " ");
        } catch (SocketTimeoutException silence) {
            return false;
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
