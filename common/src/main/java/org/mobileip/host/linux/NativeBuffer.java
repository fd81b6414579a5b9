package org.mobileip.host.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.mobileip.net.Octets;

/**
 * Memory outside the heap, for the kernel to read and write: allocated once, used again and again. It is freed when this
 * object is not reachable any more, whoever still knows its address; so {@link Kernel} alone asks for that, and a structure
 * which leads the kernel to other memory is made by {@link #pointTo}. Not safe for use by several threads at once.
 */
public final class NativeBuffer {

    private final ByteBuffer networkOrder;
    private final ByteBuffer nativeOrder;
    private final long address;
    /** What the pointers in this memory lead to, one place for each word; none until there is a pointer. */
    private NativeBuffer[] targets = {};

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

    /**
     * Writes a pointer of C at {@code at}, a multiple of 8: to the octet at {@code offset} of {@code target}, of which {@code length} octets
     * will be used. The target stays reachable as long as this buffer is, or until another pointer is written here.
     *
     * @throws IndexOutOfBoundsException when the range is not within the target
     */
    void pointTo(int at, NativeBuffer target, int offset, int length) {
        nativeOrder.putLong(at, target.address(offset, length));
        if (targets.length == 0) {
            targets = new NativeBuffer[size() / Long.BYTES];
        }
        targets[at / Long.BYTES] = target;
    }

    /** The address of the first octet: for {@link Kernel}, which holds on to this buffer during the call. */
    long address() {
        return address;
    }

    /**
     * The address of the octet at {@code offset}, of which {@code length} octets will be used; see {@link #address()}.
     *
     * @throws IndexOutOfBoundsException when the range is not within this buffer
     */
    long address(int offset, int length) {
        Objects.checkFromIndexSize(offset, length, networkOrder.capacity());
        return address + offset;
    }

    /** A copy of {@code length} octets from {@code offset}. */
    public Octets octets(int offset, int length) {
        return Octets.of(networkOrder.slice(offset, length));
    }

    /** Copies {@code octets} here, from {@code offset} on. */
    public void put(int offset, Octets octets) {
        octets.copyTo(networkOrder, offset);
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
