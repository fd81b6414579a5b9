package org.mobileip.host.linux;

import jnr.ffi.annotations.Variadic;

/**
 * The functions of the C library that we call, as C declares them; addresses and {@code size_t} are {@code long}.
 * {@link Kernel} is the only caller. Public only because jnr-ffi implements it from another class loader.
 *
 * <p>No function here has exactly six integer arguments: jnr-ffi 2.3.4 passes them a garbage sixth (sendto, recvfrom,
 * mmap). {@code KernelTest} holds this.
 */
public interface LibC {
    int socket(int domain, int type, int protocol);

    int bind(int fd, long address, int length);

    int getsockname(int fd, long address, long length);

    int setsockopt(int fd, int level, int name, long value, int length);

    int getsockopt(int fd, int level, int name, long value, long length);

    long sendmsg(int fd, long message, int flags);

    long recvmsg(int fd, long message, int flags);

    int sendmmsg(int fd, long messages, int count, int flags);

    int recvmmsg(int fd, long messages, int count, int flags, long timeout);

    long read(int fd, long buffer, long count);

    long write(int fd, long buffer, long count);

    long writev(int fd, long vectors, int count);

    @Variadic(fixedCount = 2)
    int open(String path, int flags, int mode);

    @Variadic(fixedCount = 2)
    int ioctl(int fd, long request, long argument);

    int close(int fd);

    int poll(long pollfds, long count, int timeoutMillis);

    int ppoll(long pollfds, long count, long timespec, long signalMask);

    int eventfd(int initial, int flags);

    int timerfd_create(int clock, int flags);

    int timerfd_settime(int fd, int flags, long value, long old);

    int clock_gettime(int clock, long timespec);

    int adjtimex(long timex);

    int unshare(int flags);

    int setns(int fd, int type);

    int gettid();

    int madvise(long address, long length, int advice);

    int malloc_trim(long pad);

    int sched_setscheduler(int thread, int policy, long parameters);

    @Variadic(fixedCount = 1)
    int prctl(int option, long argument, long unused2, long unused3, long unused4);

    @Variadic(fixedCount = 1)
    long syscall(long number, long argument1, long argument2, long argument3);

    String strerror(int errno);
}
