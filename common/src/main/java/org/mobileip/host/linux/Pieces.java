package org.mobileip.host.linux;

/** Ranges of buffers that are written as one (writev(2)): an array of {@code struct iovec}, used again and again. For one thread. */
public final class Pieces {

    private static final int VECTOR_SIZE = 16;

    private final int capacity;
    private final NativeBuffer vectors;
    private int count;

    /** Room for {@code capacity} ranges, 1 to 1024. */
    public Pieces(int capacity) {
        this.capacity = capacity;
        this.vectors = NativeBuffer.allocate(capacity * VECTOR_SIZE);
    }

    /** None from now on. */
    public void clear() {
        count = 0;
    }

    /**
     * One more.
     *
     * @throws IndexOutOfBoundsException when there is no room, or the range is not within the buffer
     */
    public void add(NativeBuffer buffer, int offset, int length) {
        if (count == capacity) {
            throw new IndexOutOfBoundsException(count);
        }
        vectors.pointTo(count * VECTOR_SIZE, buffer, offset, length);
        vectors.inNativeOrder().putLong(count * VECTOR_SIZE + Long.BYTES, length);
        count++;
    }

    int write(int fd) {
        return Kernel.writev(fd, vectors, count);
    }
}
