package org.mobileip.host;

/** The machine said no, with its reason: {@code add route 10.10.0.57/32: Operation not permitted (errno 1)}. */
public class HostException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public static final int EPERM = 1;
    public static final int EACCES = 13;

    private final int errno;

    public HostException(String message, int errno) {
        super(message);
        this.errno = errno;
    }

    /** The error number of the system call, as errno(3). */
    public int errno() {
        return errno;
    }

    /** Whether more rights would have helped. */
    public boolean isNotPermitted() {
        return errno == EPERM || errno == EACCES;
    }
}
