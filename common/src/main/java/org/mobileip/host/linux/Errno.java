package org.mobileip.host.linux;

/**
 * Error numbers of Linux (errno(3)), as far as we treat one differently from the others. Packet paths return them
 * negated, as the kernel itself does, instead of throwing.
 */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    /** No room for another key in a BPF map. */
    public static final int E2BIG = 7;
    /** No memory, or none that the kernel has at hand. */
    public static final int ENOMEM = 12;
    /** Nothing to read now, or no room to write now. */
    public static final int EAGAIN = 11;

    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int ENOSYS = 38;
    /** What a TUN device says once its interface was deleted. */
    public static final int EBADFD = 77;
    /** Longer than the MTU of the way out, and not to be fragmented. */
    public static final int EMSGSIZE = 90;

    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ENETUNREACH = 101;
    /** The queue of the interface is full, or a netlink listener was too slow. */
    public static final int ENOBUFS = 105;

    public static final int EHOSTUNREACH = 113;

    public static final int ECANCELED = 125;

    private Errno() {}
}
