package org.mobileip.homeagent;

import java.util.List;
import java.util.Optional;
import org.mobileip.auth.SecurityAssociation;
import org.mobileip.net.Ipv4;

/**
 * A mobile node that this home agent serves (RFC 5944 §3.8.1).
 *
 * @param name what people call it, in logs and tables
 * @param homeAddress its permanent address
 * @param associations the security associations shared with it, at least one, SPIs unique; the first signs what answers a
 *     request that named none of them
 */
public record AuthorizedNode(String name, Ipv4 homeAddress, List<SecurityAssociation> associations) {

    public AuthorizedNode {
        associations = List.copyOf(associations);
        if (associations.isEmpty()) {
            throw new IllegalArgumentException(name + " has no security association");
        }
    }

    /** The association of this node with that SPI: an SPI means nothing without its node. */
    Optional<SecurityAssociation> association(int spi) {
        for (SecurityAssociation each : associations) {
            if (each.spi() == spi) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
