package org.mobileip.host.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.mobileip.net.Octets;

/**
 * Memory outside the heap, for the kernel to read and write: allocated once, used again and again. Its address is good
 * as long as this object is reachable. Not safe for use by several threads at once.
 */
public final class NativeBuffer {

    private final ByteBuffer networkOrder;
    private final ByteBuffer nativeOrder;
    private final long address;

    private NativeBuffer(int size) {
        networkOrder = ByteBuffer.allocateDirect(size).order(ByteOrder.BIG_ENDIAN);
        nativeOrder = networkOrder.duplicate().order(ByteOrder.nativeOrder());
        address = Kernel.addressOf(networkOrder);
    }

    /** {@code size} octets, all zero. */
    public static NativeBuffer allocate(int size) {
        return new NativeBuffer(size);
    }

    public int size() {
        return networkOrder.capacity();
    }

    /** The whole memory, for packets. Use absolute offsets: its position and limit belong to everybody. */
    public ByteBuffer inNetworkOrder() {
        return networkOrder;
    }

    /** The same memory, for the structures of C. Use absolute offsets. */
    public ByteBuffer inNativeOrder() {
        return nativeOrder;
    }

    /** The address of the first octet. */
    public long address() {
        return address;
    }

    /**
     * The address of the octet at {@code offset}, of which {@code length} octets will be used.
     *
     * @throws IndexOutOfBoundsException when the range is not within this buffer
     */
    public long address(int offset, int length) {
        Objects.checkFromIndexSize(offset, length, networkOrder.capacity());
        return address + offset;
    }

    /** A copy of {@code length} octets from {@code offset}. */
    public Octets octets(int offset, int length) {
        return Octets.of(networkOrder.slice(offset, length));
    }

    /** Copies {@code octets} here, from {@code offset} on. */
    public void put(int offset, Octets octets) {
        networkOrder.put(offset, octets.toArray());
    }

    /** Copies {@code length} octets of {@code source} here, which may be of another buffer. */
    public void copy(int offset, NativeBuffer source, int sourceOffset, int length) {
        networkOrder.put(offset, source.networkOrder, sourceOffset, length);
    }

    /** Makes all octets zero. */
    public void clear() {
        for (int i = 0; i < size(); i++) {
            networkOrder.put(i, (byte) 0);
        }
    }
}
