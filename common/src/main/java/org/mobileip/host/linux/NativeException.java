package org.mobileip.host.linux;

import org.mobileip.host.HostException;

/** A system call failed: {@code bind 10.10.0.1:434: Address already in use (errno 98)}. */
public final class NativeException extends HostException {

    private static final long serialVersionUID = 1;

    NativeException(String message, int errno) {
        super(message, errno);
    }

    /**
     * The exception for {@code what}, with the C library's words for {@code errno}.
     *
     * @param what what was tried: {@code open /dev/net/tun}
     */
    public static NativeException of(String what, int errno) {
        return new NativeException(what + ": " + Kernel.messageOf(errno) + " (errno " + errno + ")", errno);
    }
}
