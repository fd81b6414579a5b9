package org.mobileip.host.linux.tun;

import org.mobileip.tunnel.PathCounters;

/** One direction of packets; for one thread. */
interface PacketPath {

    /** What a step found. */
    enum Step {
        /** One packet, forwarded or dropped. */
        PACKET,
        /** No packet waits. */
        NOTHING,
        /** The interface was deleted by somebody else: no packet will come any more. */
        GONE
    }

    /**
     * Takes one packet, if one waits, to its end. An exception is a fault of ours or of the machine; the packet is counted
     * even then.
     */
    Step step();

    PathCounters counters();
}
