package org.mobileip.mobilenode;

import java.util.List;
import java.util.Optional;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.Uplinks;
import org.mobileip.time.Tick;

/**
 * A binding by one of several links (RFC 7629).
 *
 * @param id its number
 * @param promised empty: the home agent does not tunnel there yet, or no more
 * @param askableAt while nothing is promised: not asked for before
 */
record Uplink(Attachment.Visiting at, int id, Optional<Binding> promised, Tick askableAt) {

    private static final Tick AT_ONCE = new Tick(Long.MIN_VALUE);

    /** A link that has come. */
    Uplink(Attachment.Visiting at, int id) {
        this(at, id, Optional.empty(), AT_ONCE);
    }

    Uplink promising(Optional<Binding> other) {
        return new Uplink(at, id, other, AT_ONCE);
    }

    /** What was promised is over before its time. */
    Uplink over(Tick askAgainAt) {
        return new Uplink(at, id, Optional.empty(), askAgainAt);
    }

    /** How this end sends by it. */
    Uplinks.Uplink way() {
        boolean isInUdp = promised.flatMap(Binding::udp)
                .filter(udp -> udp.way() == HomeTunnel.Way.UDP)
                .isPresent();
        return new Uplinks.Uplink(at.careOf(), at.linkIndex(), isInUdp);
    }

    /** How it is, with these flows. */
    UplinkStanding standing(boolean isUsual, List<String> flows) {
        return new UplinkStanding(at.interfaceName(), at.careOf(), id, isUsual, promised.map(Binding::endsAt), flows);
    }
}
