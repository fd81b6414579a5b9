package org.mobileip.scenarios.capture;

import org.mobileip.net.Octets;

/**
 * An Ethernet frame as it passed an interface.
 *
 * @param nanos when, in nanoseconds since the epoch by the kernel's clock
 * @param outbound whether the node sent it; else it arrived
 * @param octets its octets from the Ethernet header on, perhaps only the first of them
 * @param length how many octets it had on the wire, which is {@code octets.size()} or more
 */
public record CapturedFrame(long nanos, boolean outbound, Octets octets, int length) {

    public CapturedFrame {
        if (length < octets.size()) {
            throw new IllegalArgumentException(octets.size() + " octets of a frame of " + length);
        }
    }
}
