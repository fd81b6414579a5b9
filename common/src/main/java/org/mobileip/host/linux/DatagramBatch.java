package org.mobileip.host.linux;

import org.mobileip.net.Endpoint;

/**
 * A UDP socket that sends or receives many datagrams of one size with one call (sendmmsg(2), recvmmsg(2)): the fastest there is
 * for who wants to fill a network. It lives in the network namespace of the thread that made it. For one thread.
 */
public final class DatagramBatch implements AutoCloseable {

    private static final int ROOM = 16 << 20;

    private final Fd fd;
    private final int count;
    private final MessageHeaders messages;

    private DatagramBatch(Fd fd, int size, int count) {
        this.fd = fd;
        this.count = count;
        messages = new MessageHeaders(count);
        NativeBuffer payloads = NativeBuffer.allocate(count * size);
        for (int i = 0; i < count; i++) {
            messages.vector(i, payloads, i * size, size);
        }
    }

    /**
     * One that sends {@code count} datagrams of {@code size} zeros at a time.
     *
     * @throws NativeException when the address is not of this machine
     */
    public static DatagramBatch sender(Endpoint from, Endpoint to, int size, int count) {
        DatagramBatch batch = new DatagramBatch(InetSockets.udp(from, UdpSocket.Options.PLAIN), size, count);
        NativeBuffer name = NativeBuffer.allocate(Message.INET_SIZE);
        InetSockets.put(to, name);
        for (int i = 0; i < count; i++) {
            batch.messages.name(i, name, 0, Message.INET_SIZE);
        }
        return batch;
    }

    /** One that receives up to {@code count} datagrams of {@code size} octets at a time. */
    public static DatagramBatch receiver(Endpoint at, int size, int count) {
        return new DatagramBatch(InetSockets.udp(at, UdpSocket.Options.PLAIN.withReceiveBuffer(ROOM)), size, count);
    }

    public Fd fd() {
        return fd;
    }

    /** Sends them: how many, or a negated {@link Errno}. */
    public int send() {
        return messages.send(fd, 0, count);
    }

    /** Sends the first {@code some} of them: how many, or a negated {@link Errno}. */
    public int send(int some) {
        return messages.send(fd, 0, Math.min(some, count));
    }

    /** Receives what waits: how many, or a negated {@link Errno}, {@code -EAGAIN} when there is nothing. */
    public int receive() {
        return messages.receive(fd);
    }

    @Override
    public void close() {
        fd.close();
    }
}
