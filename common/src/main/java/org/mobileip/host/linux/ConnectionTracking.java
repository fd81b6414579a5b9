package org.mobileip.host.linux;

import org.mobileip.host.linux.netlink.ConntrackMessages;

/** What a firewall or NAT remembers of connections, in the network namespace of the calling thread. */
public final class ConnectionTracking {

    private ConnectionTracking() {}

    /** Forgets every connection, and with them the mappings of a NAT. */
    public static void forgetAll() {
        try (NetlinkSocket socket = NetlinkSocket.openForFilter()) {
            socket.change("forget tracked connections", ConntrackMessages.deleteAll());
        }
    }
}
