package org.mobileip.scenarios.measure;

import java.util.List;
import org.mobileip.net.Ipv4;

/**
 * What the home agent had for a node at a moment.
 *
 * @param node the mobile node
 * @param careOf its care-of addresses; none: it counts as at home
 */
public record BindingSeen(long nanos, String node, List<Ipv4> careOf) {

    public BindingSeen {
        careOf = List.copyOf(careOf);
    }
}
