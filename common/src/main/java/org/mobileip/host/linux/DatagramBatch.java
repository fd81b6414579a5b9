package org.mobileip.host.linux;

import org.mobileip.net.Endpoint;

/**
 * A UDP socket that sends or receives many datagrams of one size with one call (sendmmsg(2), recvmmsg(2)): the fastest there is
 * for who wants to fill a network. It lives in the network namespace of the thread that made it. For one thread.
 */
public final class DatagramBatch implements AutoCloseable {

    /** {@code struct mmsghdr}: a struct msghdr of 56 octets, and how many octets that message has. */
    private static final int MESSAGE_SIZE = 64;

    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int VECTOR_SIZE = 16;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int ROOM = 16 << 20;

    private final Fd fd;
    private final int count;
    private final NativeBuffer messages;

    private DatagramBatch(Fd fd, int size, int count) {
        this.fd = fd;
        this.count = count;
        messages = NativeBuffer.allocate(count * MESSAGE_SIZE);
        NativeBuffer vectors = NativeBuffer.allocate(count * VECTOR_SIZE);
        NativeBuffer payloads = NativeBuffer.allocate(count * size);
        for (int i = 0; i < count; i++) {
            vectors.pointTo(i * VECTOR_SIZE, payloads, i * size, size);
            vectors.inNativeOrder().putLong(i * VECTOR_SIZE + Long.BYTES, size);
            messages.pointTo(i * MESSAGE_SIZE + VECTOR, vectors, i * VECTOR_SIZE, VECTOR_SIZE);
            messages.inNativeOrder().putLong(i * MESSAGE_SIZE + VECTOR_COUNT, 1);
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
            batch.messages.pointTo(i * MESSAGE_SIZE, name, 0, Message.INET_SIZE);
            batch.messages.inNativeOrder().putInt(i * MESSAGE_SIZE + NAME_LENGTH, Message.INET_SIZE);
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
        return Kernel.sendmmsg(fd.number(), messages, 0, count, MSG_DONTWAIT);
    }

    /** Sends the first {@code some} of them: how many, or a negated {@link Errno}. */
    public int send(int some) {
        return Kernel.sendmmsg(fd.number(), messages, 0, Math.min(some, count), MSG_DONTWAIT);
    }

    /** Receives what waits: how many, or a negated {@link Errno}, {@code -EAGAIN} when there is nothing. */
    public int receive() {
        return Kernel.recvmmsg(fd.number(), messages, 0, count, MSG_DONTWAIT);
    }

    @Override
    public void close() {
        fd.close();
    }
}
