package org.mobileip.host.linux;

import java.lang.ref.Reference;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * The one caller of {@link LibC}. What C reports as -1 with {@code errno} becomes the negated error number here, as in
 * the kernel itself, and an interrupted call is made again; both happen nowhere else. Loading the C library costs some
 * 200 ms, at the first use of this class.
 */
final class Kernel {

    private static final LibC C;
    private static final Runtime RUNTIME;

    static {
        try {
            C = LibraryLoader.create(LibC.class).failImmediately().load("c");
            RUNTIME = Runtime.getRuntime(C);
        } catch (RuntimeException | LinkageError e) {
            throw cannotLoad(e);
        }
        if (RUNTIME.addressSize() != Long.BYTES) {
            throw new UnsatisfiedLinkError("only 64-bit Linux is supported; this Java runs with 32-bit addresses");
        }
    }

    private static final int MADV_DONTNEED = 4;

    private Kernel() {}

    private static UnsatisfiedLinkError cannotLoad(Throwable cause) {
        UnsatisfiedLinkError error = new UnsatisfiedLinkError("cannot load the C library through jnr-ffi on "
                + System.getProperty("os.name") + "/" + System.getProperty("os.arch") + " (" + cause.getMessage()
                + "); it needs Linux with glibc, and a java.io.tmpdir (now " + System.getProperty("java.io.tmpdir")
                + ") that is writable and not mounted noexec");
        error.initCause(cause);
        return error;
    }

    /**
     * {@code result}, unless it is a negated error number.
     *
     * @throws NativeException saying {@code what} failed
     */
    static long check(String what, long result) {
        if (result < 0) {
            throw NativeException.of(what, (int) -result);
        }
        return result;
    }

    static int check(String what, int result) {
        return (int) check(what, (long) result);
    }

    static String messageOf(int errno) {
        return C.strerror(errno);
    }

    /** The address of a direct buffer, good as long as the buffer is reachable. */
    static long addressOf(java.nio.ByteBuffer direct) {
        return Pointer.wrap(RUNTIME, direct).address();
    }

    static int socket(int domain, int type, int protocol) {
        return outcome(C.socket(domain, type, protocol));
    }

    static int bind(int fd, NativeBuffer address, int length) {
        try {
            return outcome(C.bind(fd, address.address(0, length), length));
        } finally {
            Reference.reachabilityFence(address);
        }
    }

    static int getsockname(int fd, NativeBuffer address, NativeBuffer length) {
        try {
            return outcome(C.getsockname(fd, address.address(), length.address()));
        } finally {
            Reference.reachabilityFence(address);
            Reference.reachabilityFence(length);
        }
    }

    static int setsockopt(int fd, int level, int name, NativeBuffer value, int length) {
        try {
            return outcome(C.setsockopt(fd, level, name, value.address(0, length), length));
        } finally {
            Reference.reachabilityFence(value);
        }
    }

    static int getsockopt(int fd, int level, int name, NativeBuffer value, NativeBuffer length) {
        try {
            int room = length.inNativeOrder().getInt(0);
            return outcome(C.getsockopt(fd, level, name, value.address(0, room), length.address()));
        } finally {
            Reference.reachabilityFence(value);
            Reference.reachabilityFence(length);
        }
    }

    static long sendmsg(int fd, NativeBuffer message, int flags) {
        try {
            long result;
            do {
                result = C.sendmsg(fd, message.address(), flags);
            } while (interrupted(result));
            return outcome(result);
        } finally {
            Reference.reachabilityFence(message);
        }
    }

    static long recvmsg(int fd, NativeBuffer message, int flags) {
        try {
            long result;
            do {
                result = C.recvmsg(fd, message.address(), flags);
            } while (interrupted(result));
            return outcome(result);
        } finally {
            Reference.reachabilityFence(message);
        }
    }

    /** The {@code count} messages that begin at {@code offset}. */
    static int sendmmsg(int fd, NativeBuffer messages, int offset, int count, int flags) {
        try {
            int result;
            do {
                result = C.sendmmsg(fd, messages.address(offset, 0), count, flags);
            } while (interrupted(result));
            return outcome(result);
        } finally {
            Reference.reachabilityFence(messages);
        }
    }

    /** Into the {@code count} messages that begin at {@code offset}. */
    static int recvmmsg(int fd, NativeBuffer messages, int offset, int count, int flags) {
        try {
            int result;
            do {
                result = C.recvmmsg(fd, messages.address(offset, 0), count, flags, 0);
            } while (interrupted(result));
            return outcome(result);
        } finally {
            Reference.reachabilityFence(messages);
        }
    }

    static int read(int fd, NativeBuffer buffer, int offset, int count) {
        try {
            long result;
            do {
                result = C.read(fd, buffer.address(offset, count), count);
            } while (interrupted(result));
            return (int) outcome(result);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    static int write(int fd, NativeBuffer buffer, int offset, int count) {
        try {
            long result;
            do {
                result = C.write(fd, buffer.address(offset, count), count);
            } while (interrupted(result));
            return (int) outcome(result);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /** From the first {@code count} of {@code vectors}. */
    static int writev(int fd, NativeBuffer vectors, int count) {
        try {
            long result;
            do {
                result = C.writev(fd, vectors.address(), count);
            } while (interrupted(result));
            return (int) outcome(result);
        } finally {
            Reference.reachabilityFence(vectors);
        }
    }

    static int open(String path, int flags) {
        int result;
        do {
            result = C.open(path, flags, 0);
        } while (interrupted(result));
        return outcome(result);
    }

    static int ioctl(int fd, long request, NativeBuffer argument) {
        try {
            return ioctl(fd, request, argument.address());
        } finally {
            Reference.reachabilityFence(argument);
        }
    }

    static int ioctl(int fd, long request, long argument) {
        int result;
        do {
            result = C.ioctl(fd, request, argument);
        } while (interrupted(result));
        return outcome(result);
    }

    /** MADV_DONTNEED for the whole of a mapped file, which begins where a page does. */
    static void forgetPages(java.nio.ByteBuffer mapped) {
        try {
            C.madvise(addressOf(mapped), mapped.capacity(), MADV_DONTNEED);
        } finally {
            Reference.reachabilityFence(mapped);
        }
    }

    /** What the C library has of memory that nobody has taken goes back to the kernel. */
    static void trimHeap() {
        C.malloc_trim(0);
    }

    /** Never made again when interrupted: the descriptor is gone by then, and its number may be another's. */
    static int close(int fd) {
        return outcome(C.close(fd));
    }

    static int poll(NativeBuffer pollfds, int count, int timeoutMillis) {
        try {
            int result;
            do {
                result = C.poll(pollfds.address(), count, timeoutMillis);
            } while (interrupted(result));
            return outcome(result);
        } finally {
            Reference.reachabilityFence(pollfds);
        }
    }

    static int ppoll(NativeBuffer pollfds, int count, NativeBuffer timespec) {
        try {
            int result;
            do {
                result = C.ppoll(pollfds.address(), count, timespec.address(), 0);
            } while (interrupted(result));
            return outcome(result);
        } finally {
            Reference.reachabilityFence(pollfds);
            Reference.reachabilityFence(timespec);
        }
    }

    static int eventfd(int flags) {
        return outcome(C.eventfd(0, flags));
    }

    static int timerfdCreate(int clock, int flags) {
        return outcome(C.timerfd_create(clock, flags));
    }

    static int timerfdSettime(int fd, int flags, NativeBuffer value) {
        try {
            return outcome(C.timerfd_settime(fd, flags, value.address(), 0));
        } finally {
            Reference.reachabilityFence(value);
        }
    }

    static int clockGettime(int clock, NativeBuffer timespec) {
        try {
            return outcome(C.clock_gettime(clock, timespec.address()));
        } finally {
            Reference.reachabilityFence(timespec);
        }
    }

    static int adjtimex(NativeBuffer timex) {
        try {
            return outcome(C.adjtimex(timex.address()));
        } finally {
            Reference.reachabilityFence(timex);
        }
    }

    static int unshare(int flags) {
        return outcome(C.unshare(flags));
    }

    static int setns(int fd, int type) {
        return outcome(C.setns(fd, type));
    }

    static int gettid() {
        return C.gettid();
    }

    static int schedSetscheduler(int thread, int policy, NativeBuffer parameters) {
        try {
            return outcome(C.sched_setscheduler(thread, policy, parameters.address()));
        } finally {
            Reference.reachabilityFence(parameters);
        }
    }

    static int prctl(int option, long argument) {
        return outcome(C.prctl(option, argument, 0, 0, 0));
    }

    /** bpf(2), which the C library has no function for: its {@code number} here, and the whole of {@code attributes}. */
    static int bpf(int number, int command, NativeBuffer attributes) {
        try {
            long result;
            do {
                result = C.syscall(number, command, attributes.address(), attributes.size());
            } while (interrupted(result));
            return (int) outcome(result);
        } finally {
            Reference.reachabilityFence(attributes);
        }
    }

    private static boolean interrupted(long result) {
        return result == -1 && RUNTIME.getLastError() == Errno.EINTR;
    }

    private static long outcome(long result) {
        return result == -1 ? -RUNTIME.getLastError() : result;
    }

    private static int outcome(int result) {
        return result == -1 ? -RUNTIME.getLastError() : result;
    }
}
