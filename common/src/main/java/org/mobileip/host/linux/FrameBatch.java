package org.mobileip.host.linux;

/**
 * Room for many frames that a {@link PacketSocket} receives with one call (recvmmsg(2)). Laid out once, in memory outside the
 * heap, and used again and again:
 *
 * <pre>
 * mmsghdr (64): the msghdr of {@link Message}, then msg_len 56
 * iovec   (16): iov_base 0, iov_len 8
 * name    (32): sockaddr_ll, 20 octets of it: hatype 8
 * </pre>
 *
 * For one thread.
 */
public final class FrameBatch {

    private static final int HEADER_SIZE = 64;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR_POINTER = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int LENGTH = 56;
    private static final int VECTOR_SIZE = 16;
    private static final int NAME_ROOM = 32;
    private static final int HARDWARE_TYPE = 8;

    private final int capacity;
    private final int room;
    private final NativeBuffer headers;
    private final NativeBuffer names;
    private final NativeBuffer frames;

    private int used;

    /**
     * Room for so many.
     *
     * @param capacity frames a call, 1 to 1024
     * @param room octets for each; what is longer is cut
     */
    public FrameBatch(int capacity, int room) {
        this(capacity, room, 0);
    }

    /** The same, and behind all frames {@code spare} octets that nothing is received into. */
    public FrameBatch(int capacity, int room, int spare) {
        this.capacity = capacity;
        this.room = room;
        headers = NativeBuffer.allocate(capacity * HEADER_SIZE);
        NativeBuffer vectors = NativeBuffer.allocate(capacity * VECTOR_SIZE);
        names = NativeBuffer.allocate(capacity * NAME_ROOM);
        frames = NativeBuffer.allocate(capacity * room + spare);
        for (int i = 0; i < capacity; i++) {
            int header = i * HEADER_SIZE;
            headers.pointTo(header, names, i * NAME_ROOM, NAME_ROOM);
            headers.inNativeOrder().putInt(header + NAME_LENGTH, NAME_ROOM);
            headers.pointTo(header + VECTOR_POINTER, vectors, i * VECTOR_SIZE, VECTOR_SIZE);
            headers.inNativeOrder().putLong(header + VECTOR_COUNT, 1);
            vectors.pointTo(i * VECTOR_SIZE, frames, i * room, room);
            vectors.inNativeOrder().putLong(i * VECTOR_SIZE + Long.BYTES, room);
        }
    }

    public int capacity() {
        return capacity;
    }

    /** Receives what waits: how many, or a negated {@link Errno}, {@code -EAGAIN} when nothing does. */
    int receive(Fd fd) {
        for (int i = 0; i < used; i++) { // the kernel has written how much of the room it has used
            headers.inNativeOrder().putInt(i * HEADER_SIZE + NAME_LENGTH, NAME_ROOM);
        }
        int count = Kernel.recvmmsg(fd.number(), headers, 0, capacity, Message.MSG_DONTWAIT);
        used = Math.max(0, count);
        return count;
    }

    /** All frames, and behind them what is spare. */
    public NativeBuffer frames() {
        return frames;
    }

    /** Where frame {@code index} begins. */
    public int at(int index) {
        return index * room;
    }

    /** How many octets frame {@code index} has. */
    public int length(int index) {
        return headers.inNativeOrder().getInt(index * HEADER_SIZE + LENGTH);
    }

    /** Octets of link header that frame {@code index} begins with, on a {@link PacketSocket.Kind#RAW} socket. */
    public int linkHeaderLength(int index) {
        return PacketSocket.headerLengthOf(names.inNativeOrder().getShort(index * NAME_ROOM + HARDWARE_TYPE) & 0xffff);
    }
}
