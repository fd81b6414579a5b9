package org.mobileip.host;

import org.mobileip.net.Ipv4;

/** A dataplane for a foreign agent, whose tunnels are those of its visitors. */
public interface VisitorDataplane extends Dataplane {

    /**
     * Lets out of the tunnel what the home agent sends to the visitor, and tunnels back what the kernel routes to {@link
     * #interfaceName()} from it, where that was agreed. Replaces what was said for its home address before.
     *
     * @throws HostException when the kernel refuses to receive for the care-of address
     */
    void serve(VisitorTunnel visitor);

    /** Serves the visitor with that home address no more, and forgets its counters. */
    void release(Ipv4 home);
}
