package org.mobileip.host.linux;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open file descriptor of the kernel: a socket, a device, an event counter. Everything is opened close-on-exec.
 *
 * <p>{@link #read} and {@link #write} are made for packet paths: they return a negated {@link Errno} instead of throwing.
 */
public final class Fd implements AutoCloseable {

    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_NETLINK = 16;
    static final int AF_PACKET = 17;

    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;

    static final int SOL_SOCKET = 1;
    static final int SO_REUSEADDR = 2;
    static final int SO_BROADCAST = 6;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_BINDTODEVICE = 25;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int SO_TIMESTAMPNS = 35;
    static final int SO_MARK = 36;

    private static final int O_RDONLY = 0;
    private static final int O_WRONLY = 1;
    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;

    private final int number;
    private final String name;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Fd(int number, String name) {
        this.number = number;
        this.name = name;
    }

    /** A non-blocking socket, made in the network namespace of the calling thread. */
    static Fd socket(int domain, int type, int protocol, String name) {
        int number = Kernel.check("open " + name, Kernel.socket(domain, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol));
        return new Fd(number, name);
    }

    /** Opens {@code path} for reading. */
    public static Fd openForReading(String path) {
        return open(path, O_RDONLY);
    }

    /** Opens {@code path} for writing; it must be there. */
    public static Fd openForWriting(String path) {
        return open(path, O_WRONLY);
    }

    /** Opens {@code path} for reading and writing; neither blocks. */
    public static Fd openNonBlocking(String path) {
        return open(path, O_RDWR | O_NONBLOCK);
    }

    private static Fd open(String path, int flags) {
        return new Fd(Kernel.check("open " + path, Kernel.open(path, flags | O_CLOEXEC)), path);
    }

    /** A counter that wakes who polls it (eventfd(2)). */
    public static Fd eventCounter() {
        return new Fd(Kernel.check("eventfd", Kernel.eventfd(SOCK_NONBLOCK | SOCK_CLOEXEC)), "eventfd");
    }

    /** A timer on {@code clock} (timerfd_create(2)). */
    static Fd timer(int clock) {
        return new Fd(Kernel.check("timerfd", Kernel.timerfdCreate(clock, SOCK_NONBLOCK | SOCK_CLOEXEC)), "timerfd");
    }

    /** What bpf(2) gave: a map, a program, a link. The kernel makes all of them close-on-exec. */
    static Fd ofBpf(int number, String name) {
        return new Fd(number, name);
    }

    /** One that another process has opened. */
    static Fd inherited(int number, String name) {
        return new Fd(number, name);
    }

    /**
     * The number by which the kernel knows it.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public int number() {
        if (closed.get()) {
            throw new IllegalStateException(name + " is closed");
        }
        return number;
    }

    public boolean isClosed() {
        return closed.get();
    }

    /** Reads up to {@code length} octets: how many, or a negated {@link Errno}, {@code -EAGAIN} when there is nothing. */
    public int read(NativeBuffer buffer, int offset, int length) {
        return Kernel.read(number(), buffer, offset, length);
    }

    /** Writes {@code length} octets: how many, or a negated {@link Errno}. */
    public int write(NativeBuffer buffer, int offset, int length) {
        return Kernel.write(number(), buffer, offset, length);
    }

    /** Writes all of {@code pieces} as one: how many octets, or a negated {@link Errno}. */
    public int write(Pieces pieces) {
        return pieces.write(number());
    }

    /** ioctl(2) with a structure as its argument. */
    void control(String what, long request, NativeBuffer argument) {
        Kernel.check(what, tryControl(request, argument));
    }

    int tryControl(long request, NativeBuffer argument) {
        return Kernel.ioctl(number(), request, argument);
    }

    /** ioctl(2) with a number as its argument. */
    void control(String what, long request, long argument) {
        Kernel.check(what, tryControl(request, argument));
    }

    int tryControl(long request, long argument) {
        return Kernel.ioctl(number(), request, argument);
    }

    void bind(String what, NativeBuffer socketAddress, int length) {
        Kernel.check(what, Kernel.bind(number(), socketAddress, length));
    }

    void setOption(String what, int level, int option, int value) {
        NativeBuffer word = NativeBuffer.allocate(Integer.BYTES);
        word.inNativeOrder().putInt(0, value);
        setOption(what, level, option, word, Integer.BYTES);
    }

    void setOption(String what, int level, int option, NativeBuffer value, int length) {
        Kernel.check(name + ": set " + what, trySetOption(level, option, value, length));
    }

    private int trySetOption(int level, int option, NativeBuffer value, int length) {
        return Kernel.setsockopt(number(), level, option, value, length);
    }

    void getOption(String what, int level, int option, NativeBuffer value, int length) {
        NativeBuffer size = NativeBuffer.allocate(Integer.BYTES);
        size.inNativeOrder().putInt(0, length);
        int result = Kernel.getsockopt(number(), level, option, value, size);
        Kernel.check(name + ": get " + what, result);
    }

    /** Room for {@code octets} of waiting packets: beyond the machine's limit where we may, else up to it. */
    void setReceiveBuffer(int octets) {
        setBuffer("SO_RCVBUF", SO_RCVBUFFORCE, SO_RCVBUF, octets);
    }

    /** Room for {@code octets} of packets on their way out, in the same manner. */
    void setSendBuffer(int octets) {
        setBuffer("SO_SNDBUF", SO_SNDBUFFORCE, SO_SNDBUF, octets);
    }

    private void setBuffer(String what, int forced, int polite, int octets) {
        NativeBuffer word = NativeBuffer.allocate(Integer.BYTES);
        word.inNativeOrder().putInt(0, octets);
        if (trySetOption(SOL_SOCKET, forced, word, Integer.BYTES) < 0) {
            setOption(what, SOL_SOCKET, polite, word, Integer.BYTES);
        }
    }

    /** Sends and receives only by the interface called {@code device}. */
    void bindToDevice(String device) {
        NativeBuffer text = InterfaceRequest.name(device);
        setOption("SO_BINDTODEVICE " + device, SOL_SOCKET, SO_BINDTODEVICE, text, InterfaceRequest.NAME_SIZE);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Kernel.close(number);
        }
    }

    @Override
    public String toString() {
        return name + " (fd " + number + (closed.get() ? ", closed)" : ")");
    }
}
