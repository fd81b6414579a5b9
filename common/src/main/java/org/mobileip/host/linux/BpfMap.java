package org.mobileip.host.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * A map that BPF programs and this process share, with keys of four octets. It goes when nobody has it open, this process
 * and the loaded programs included. For any thread.
 */
public final class BpfMap implements AutoCloseable {

    /**
     * What a map is like: what bpf(2) is told.
     *
     * @param name at most 15 letters, digits and underscores
     * @param type BPF_MAP_TYPE_…
     * @param valueSize in octets
     * @param maxEntries how many keys it holds
     * @param flags BPF_F_…
     */
    public record Shape(String name, int type, int valueSize, int maxEntries, int flags) {

        /** The same with so many keys, if it has more. */
        public Shape withAtMost(int entries) {
            return new Shape(name, type, valueSize, Math.min(maxEntries, entries), flags);
        }

        /** Whether each processor has its own value of a key. */
        boolean isPerProcessor() {
            return type == PER_PROCESSOR_HASH || type == PER_PROCESSOR_ARRAY;
        }
    }

    private static final int KEY_SIZE = 4;
    private static final int PER_PROCESSOR_HASH = 5;
    private static final int PER_PROCESSOR_ARRAY = 6;
    private static final int MOST_WAITS = 50;
    private static final long WAIT_NANOS = 2_000_000;
    private static final Path PROCESSORS = Path.of("/sys/devices/system/cpu/possible");

    private final Shape shape;
    private final Fd fd;
    private final int values;
    private final BpfCall call = new BpfCall();
    private final NativeBuffer key = NativeBuffer.allocate(KEY_SIZE);
    private final NativeBuffer value;

    private BpfMap(Shape shape, Fd fd, int values) {
        this.shape = shape;
        this.fd = fd;
        this.values = values;
        this.value = NativeBuffer.allocate(values * paddedSize());
        call.pointTo(8, key).attributes().putInt(0, fd.number());
    }

    /**
     * Makes a map that is empty.
     *
     * @throws NativeException without CAP_BPF, or on a kernel that has no such maps
     */
    public static BpfMap create(Shape shape) {
        int values = shape.isPerProcessor() ? processors() : 1;
        BpfCall call = new BpfCall();
        call.attributes()
                .putInt(0, shape.type())
                .putInt(4, KEY_SIZE)
                .putInt(8, shape.valueSize())
                .putInt(12, shape.maxEntries())
                .putInt(16, shape.flags());
        call.putName(28, shape.name());
        String what = "create BPF map " + shape.name();
        return new BpfMap(shape, Fd.ofBpf(Kernel.check(what, call.make(BpfCall.MAP_CREATE)), what), values);
    }

    /** How many values a key of a map per processor has: {@code 0-1} or {@code 0,2-5}. */
    private static int processors() {
        try {
            return countOf(
                    Files.readString(PROCESSORS, StandardCharsets.US_ASCII).strip());
        } catch (IOException | NumberFormatException e) {
            throw new NativeException("read " + PROCESSORS + ": " + e.getMessage(), Errno.EIO);
        }
    }

    static int countOf(String ranges) {
        int count = 0;
        for (String range : ranges.split(",", -1)) {
            String[] ends = range.split("-", -1);
            count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
        }
        return count;
    }

    private int paddedSize() {
        return (shape.valueSize() + 7) & ~7;
    }

    public Shape shape() {
        return shape;
    }

    int number() {
        return fd.number();
    }

    /** The key that an address is. */
    public static int key(Ipv4 address) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? address.bits() : Integer.reverseBytes(address.bits());
    }

    /**
     * Sets the value of a key, at once; of a map per processor, the value of each. The kernel takes room for it from a small
     * stock, which it fills up by and by: where many come at a time, this waits for it for some milliseconds.
     *
     * @param octets in the order of this machine
     * @throws NativeException when the map is full
     */
    public synchronized void put(int at, Octets octets) {
        if (octets.size() != shape.valueSize()) {
            throw new IllegalArgumentException(octets.size() + " octets for " + shape);
        }
        for (int i = 0; i < values; i++) {
            value.put(i * paddedSize(), octets);
        }
        int result = call(BpfCall.MAP_UPDATE, at);
        for (int again = 0; result == -Errno.ENOMEM && again < MOST_WAITS; again++) {
            LockSupport.parkNanos(WAIT_NANOS);
            result = call(BpfCall.MAP_UPDATE, at);
        }
        String why = result == -Errno.E2BIG ? ", which is full" : "";
        Kernel.check("put into BPF map " + shape.name() + why, result);
    }

    /** Removes a key, if it is there. */
    public synchronized void remove(int at) {
        int result = call(BpfCall.MAP_DELETE, at);
        if (result != -Errno.ENOENT) {
            Kernel.check("remove from BPF map " + shape.name(), result);
        }
    }

    /** The value of a key in the order of this machine, a copy; empty: there is none. */
    public synchronized Optional<ByteBuffer> get(int at) {
        if (!find(at)) {
            return Optional.empty();
        }
        byte[] copy = value.octets(0, shape.valueSize()).toArray();
        return Optional.of(ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder()));
    }

    /** The sum over all processors of the {@code field}-th number of 64 bits in a value; 0: there is no such key. */
    public synchronized long sum(int at, int field) {
        long sum = 0;
        if (find(at)) {
            for (int i = 0; i < values; i++) {
                sum += value.inNativeOrder().getLong(i * paddedSize() + field * Long.BYTES);
            }
        }
        return sum;
    }

    private boolean find(int at) {
        int result = call(BpfCall.MAP_LOOKUP, at);
        if (result == -Errno.ENOENT) {
            return false;
        }
        Kernel.check("read BPF map " + shape.name(), result);
        return true;
    }

    private int call(int command, int at) {
        fd.number(); // throws when it is closed: by then the number may be another's
        key.inNativeOrder().putInt(0, at);
        if (command == BpfCall.MAP_DELETE) {
            call.attributes().putLong(16, 0);
        } else {
            call.pointTo(16, value);
        }
        return call.make(command);
    }

    @Override
    public synchronized void close() {
        fd.close();
    }
}
