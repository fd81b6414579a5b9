package org.mobileip.host;

import org.mobileip.net.InterfaceAddress;

/** An IPv4 address on the link with that index. */
public record LinkAddress(int linkIndex, InterfaceAddress address) {

    /** Computed in each handover, and so not by the method handles of a record. */
    @Override
    public int hashCode() {
        return 31 * (31 * linkIndex + address.prefixLength())
                + address.address().bits();
    }
}
