package org.mobileip.mobilenode.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.net.Ipv4;

/** A name server that gives every name the same address, and knows no other types: RFC 1035 §4 by hand. */
final class NameServer implements AutoCloseable {

    private static final int HEADER = 12;

    private final DatagramSocket socket;
    private volatile int address;

    NameServer(NetworkNamespace namespace, String at) {
        socket = namespace.call(() -> new DatagramSocket(53, InetAddress.getByName(at)));
        Thread thread = new Thread(this::serve, "name-server");
        thread.setDaemon(true);
        thread.start();
    }

    void says(String changed) {
        address = Ipv4.parse(changed).bits();
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (SocketException closed) {
                return;
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private byte[] answer(byte[] question) {
        int end = HEADER;
        while (question[end] != 0) {
            end += 1 + question[end];
        }
        end += 5;
        boolean isForAddress = question[end - 3] == 1;
        ByteBuffer out = ByteBuffer.allocate(end + 16);
        out.put(question, 0, 2).putShort((short) 0x8180).putShort((short) 1);
        out.putShort((short) (isForAddress ? 1 : 0)).putInt(0).put(question, HEADER, end - HEADER);
        if (isForAddress) {
            out.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1);
            out.putInt(60).putShort((short) 4).putInt(address);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    @Override
    public void close() {
        socket.close();
    }
}
