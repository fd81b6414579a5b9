package org.mobileip.mobilenode;

import java.util.OptionalInt;

/**
 * What the tunnel was used for so far.
 *
 * @param sent packets that went into it
 * @param received packets that came out of it
 * @param answered the sequence number of the keepalive that the home agent answered last
 */
public record TunnelUse(long sent, long received, OptionalInt answered) {

    /** Not yet. */
    public static final TunnelUse NONE = new TunnelUse(0, 0, OptionalInt.empty());
}
