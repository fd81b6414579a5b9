package org.mobileip.host.linux.tun;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** Octets over one TCP connection. */
final class Transfer {

    private Transfer() {}

    /** What arrives at {@code server}, at its address {@code to}, of {@code octets} sent by {@code client} as {@code from}. */
    static byte[] run(NetworkNamespace client, Ipv4 from, NetworkNamespace server, Ipv4 to, byte[] octets)
            throws Exception {
        try (ServerSocket listening = server.call(() -> new ServerSocket(0, 1, inet(to)));
                Socket connected = client.call(() -> new Socket(inet(to), listening.getLocalPort(), inet(from), 0));
                Socket accepted = listening.accept()) {
            CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> readAll(accepted));
            connected.getOutputStream().write(octets);
            connected.shutdownOutput();
            return received.get();
        }
    }

    private static byte[] readAll(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetAddress inet(Ipv4 address) throws IOException {
        return InetAddress.getByAddress(
                Octets.ofHex(String.format("%08x", address.bits())).toArray());
    }
}
