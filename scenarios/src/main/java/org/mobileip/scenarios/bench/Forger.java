package org.mobileip.scenarios.bench;

import java.util.concurrent.atomic.AtomicBoolean;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.RawSocket;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.thread.Threads;

/** Sends tunnelled packets of strangers to the home agent, as fast as one thread can, until it is closed. */
final class Forger implements AutoCloseable {

    private static final int SOURCE = 12;

    /** IP in IP to 172.16.1.1; within, a UDP datagram without octets from 10.9.0.10 to 10.1.0.2. The kernel adds the checksum. */
    private static final Octets PACKET = Octets.ofHex("45000030 00010000 40040000 cb007101 ac100101"
            + " 4500001c 00010000 401166b5 0a09000a 0a010002 270f270f 00080000");

    private static final int STRANGERS = 256;

    private final RawSocket socket;
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final Thread thread = new Thread(this::send, "bench forges");

    Forger(NetworkNamespace from) {
        socket = from.call(
                () -> RawSocket.open(RawSocket.PROTOCOL_IPIP, Ipv4.UNSPECIFIED, RawSocket.Options.ONLY_SENDING));
        thread.setDaemon(true);
        thread.start();
    }

    private void send() {
        NativeBuffer buffer = NativeBuffer.allocate(PACKET.size());
        buffer.put(0, PACKET);
        for (int stranger = 0; !isOver.get(); stranger = (stranger + 1) % STRANGERS) {
            buffer.inNativeOrder().put(SOURCE + 3, (byte) stranger);
            socket.send(buffer, 0, PACKET.size(), BenchLab.AGENT);
        }
    }

    @Override
    public void close() {
        isOver.set(true);
        Threads.joinAlways(thread);
        socket.close();
    }
}
