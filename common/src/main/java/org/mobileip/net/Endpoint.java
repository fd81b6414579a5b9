package org.mobileip.net;

/**
 * Where a UDP datagram comes from or goes to.
 *
 * @param address any IPv4 address
 * @param port 0 to 65535
 */
public record Endpoint(Ipv4 address, int port) {

    public Endpoint {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port + " is not within 0 to 65535");
        }
    }

    @Override
    public String toString() {
        return address + ":" + port;
    }
}
