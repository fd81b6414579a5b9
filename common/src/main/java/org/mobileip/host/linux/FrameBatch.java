package org.mobileip.host.linux;

/**
 * Room for many frames that a {@link PacketSocket} receives with one call (recvmmsg(2)). Laid out once, in memory outside the
 * heap, and used again and again:
 *
 * <pre>
 * {@link MessageHeaders}
 * name    (32): sockaddr_ll, 20 octets of it: hatype 8
 * </pre>
 *
 * For one thread.
 */
public final class FrameBatch {

    private static final int NAME_ROOM = 32;
    private static final int HARDWARE_TYPE = 8;

    private final int capacity;
    private final int room;
    private final MessageHeaders headers;
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
        headers = new MessageHeaders(capacity);
        names = NativeBuffer.allocate(capacity * NAME_ROOM);
        frames = NativeBuffer.allocate(capacity * room + spare);
        for (int i = 0; i < capacity; i++) {
            headers.name(i, names, i * NAME_ROOM, NAME_ROOM);
            headers.vector(i, frames, i * room, room);
        }
    }

    public int capacity() {
        return capacity;
    }

    /** Receives what waits: how many, or a negated {@link Errno}, {@code -EAGAIN} when nothing does. */
    int receive(Fd fd) {
        for (int i = 0; i < used; i++) {
            headers.nameLength(i, NAME_ROOM);
        }
        int count = headers.receive(fd);
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
        return headers.length(index);
    }

    /** Octets of link header that frame {@code index} begins with, on a {@link PacketSocket.Kind#RAW} socket. */
    public int linkHeaderLength(int index) {
        return PacketSocket.headerLengthOf(names.inNativeOrder().getShort(index * NAME_ROOM + HARDWARE_TYPE) & 0xffff);
    }
}
