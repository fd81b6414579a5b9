package org.mobileip.tunnel;

/** Where the datagrams of one home address go just now, and what went there. Immutable but for what its parts count. */
public final class Flow {

    private final int source;
    private final TunnelExit[] exits;
    private final FlowCounters counters;

    Flow(int source, TunnelExit[] exits, FlowCounters counters) {
        this.source = source;
        this.exits = exits;
        this.counters = counters;
    }

    /** How many tunnels a datagram enters, one copy each; at least 1. */
    public int copies() {
        return exits.length;
    }

    /** What was forwarded for this home address. */
    public FlowCounters counters() {
        return counters;
    }

    /** Our end of its tunnels. */
    int source() {
        return source;
    }

    TunnelExit exit(int copy) {
        return exits[copy];
    }

    TunnelExit[] exits() {
        return exits;
    }

    boolean leadsTo(int address) {
        for (TunnelExit exit : exits) {
            if (exit.bits() == address) {
                return true;
            }
        }
        return false;
    }
}
