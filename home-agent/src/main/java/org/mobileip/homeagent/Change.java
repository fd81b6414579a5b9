package org.mobileip.homeagent;

import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.Identification;

/** Something that is to be the same after a restart. Doing it twice is harmless; the last one about the same thing counts. */
public sealed interface Change {

    /** This is the newest Identification of the node (RFC 5944 §5.7.1). It is never taken back. */
    record Newest(NodeIdentity node, Identification identification) implements Change {}

    /** There is this binding, in place of any other with its home address and care-of address. */
    record Bound(KeptBinding binding) implements Change {}

    /**
     * These are the flows of a node with several bindings (RFC 7629).
     *
     * @param extensions its flow-binding extensions, one behind the other; empty: it has none, or no more
     */
    record Flows(Ipv4 home, Octets extensions) implements Change {}

    /** There is no such binding, or no more. */
    record Unbound(Ipv4 home, Ipv4 careOf) implements Change {}
}
