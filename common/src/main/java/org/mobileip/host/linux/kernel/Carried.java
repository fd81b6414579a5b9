package org.mobileip.host.linux.kernel;

import java.util.Set;
import org.mobileip.host.linux.netlink.TunnelMessages.Kind;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/**
 * A tunnel of a home agent that the kernel carries.
 *
 * @param kind how it wraps
 * @param careOf where it leads
 * @param inner what is sent through it, and let out of it: the home address, and the networks behind the node
 */
record Carried(Kind kind, Ipv4 careOf, Set<Ipv4Prefix> inner) {

    Carried {
        inner = Set.copyOf(inner);
    }
}
