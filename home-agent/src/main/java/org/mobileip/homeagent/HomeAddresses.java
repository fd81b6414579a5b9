package org.mobileip.homeagent;

import java.util.List;
import org.mobileip.net.AddressSet;
import org.mobileip.net.Ipv4;

/**
 * Which addresses were home addresses when somebody looked; for any thread.
 *
 * @param own those of nodes, which nobody adds to
 * @param pools from which others have theirs
 */
record HomeAddresses(AddressSet own, List<AddressRange> pools) {

    HomeAddresses {
        pools = List.copyOf(pools);
    }

    boolean has(Ipv4 address) {
        if (own.has(address.bits())) {
            return true;
        }
        for (AddressRange each : pools) {
            if (each.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
