package org.mobileip.host.linux.tun;

import org.mobileip.tunnel.PathCounters;

/** One direction of packets; for one thread. */
interface PacketPath {

    /** What a step found. */
    enum Step {
        /** One packet or more, forwarded or dropped; there may be another. */
        PACKET,
        /** The same, and no other waits. */
        LAST,
        /** No packet waits. */
        NOTHING,
        /** The interface was deleted by somebody else: no packet will come any more. */
        GONE
    }

    /**
     * Takes what waits, a bounded number of packets, to its end: whatever a step has taken is sent when it ends. An exception is
     * a fault of ours or of the machine; the packets are counted even then.
     */
    Step step();

    PathCounters counters();
}
