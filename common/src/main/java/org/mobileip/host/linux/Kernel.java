package org.mobileip.host.linux;

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

    static int bind(int fd, long address, int length) {
        return outcome(C.bind(fd, address, length));
    }

    static int getsockname(int fd, long address, long length) {
        return outcome(C.getsockname(fd, address, length));
    }

    static int setsockopt(int fd, int level, int name, long value, int length) {
        return outcome(C.setsockopt(fd, level, name, value, length));
    }

    static int getsockopt(int fd, int level, int name, long value, long length) {
        return outcome(C.getsockopt(fd, level, name, value, length));
    }

    static long sendmsg(int fd, long message, int flags) {
        long result;
        do {
            result = C.sendmsg(fd, message, flags);
        } while (interrupted(result));
        return outcome(result);
    }

    static long recvmsg(int fd, long message, int flags) {
        long result;
        do {
            result = C.recvmsg(fd, message, flags);
        } while (interrupted(result));
        return outcome(result);
    }

    static long read(int fd, long buffer, long count) {
        long result;
        do {
            result = C.read(fd, buffer, count);
        } while (interrupted(result));
        return outcome(result);
    }

    static long write(int fd, long buffer, long count) {
        long result;
        do {
            result = C.write(fd, buffer, count);
        } while (interrupted(result));
        return outcome(result);
    }

    static int open(String path, int flags) {
        int result;
        do {
            result = C.open(path, flags, 0);
        } while (interrupted(result));
        return outcome(result);
    }

    static int ioctl(int fd, long request, long argument) {
        int result;
        do {
            result = C.ioctl(fd, request, argument);
        } while (interrupted(result));
        return outcome(result);
    }

    /** Never made again when interrupted: the descriptor is gone by then, and its number may be another's. */
    static int close(int fd) {
        return outcome(C.close(fd));
    }

    static int poll(long pollfds, int count, int timeoutMillis) {
        int result;
        do {
            result = C.poll(pollfds, count, timeoutMillis);
        } while (interrupted(result));
        return outcome(result);
    }

    static int ppoll(long pollfds, int count, long timespec) {
        int result;
        do {
            result = C.ppoll(pollfds, count, timespec, 0);
        } while (interrupted(result));
        return outcome(result);
    }

    static int eventfd(int flags) {
        return outcome(C.eventfd(0, flags));
    }

    static int timerfdCreate(int clock, int flags) {
        return outcome(C.timerfd_create(clock, flags));
    }

    static int timerfdSettime(int fd, int flags, long value) {
        return outcome(C.timerfd_settime(fd, flags, value, 0));
    }

    static int clockGettime(int clock, long timespec) {
        return outcome(C.clock_gettime(clock, timespec));
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

    static int schedSetscheduler(int thread, int policy, long parameters) {
        return outcome(C.sched_setscheduler(thread, policy, parameters));
    }

    static int prctl(int option, long argument) {
        return outcome(C.prctl(option, argument, 0, 0, 0));
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
