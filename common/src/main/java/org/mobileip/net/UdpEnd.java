package org.mobileip.net;

import java.util.OptionalInt;

/**
 * The far end of a tunnel within UDP (RFC 3519), beside its address.
 *
 * @param port 1 to 65535; empty: the mobile node has registered through a foreign agent, and tells its port by its first
 *     keepalive (half bound, §4.6)
 */
public record UdpEnd(OptionalInt port) {

    /** One that is known. */
    public static UdpEnd at(int port) {
        return new UdpEnd(OptionalInt.of(port));
    }

    /** One that will be told. */
    public static UdpEnd halfBound() {
        return new UdpEnd(OptionalInt.empty());
    }
}
