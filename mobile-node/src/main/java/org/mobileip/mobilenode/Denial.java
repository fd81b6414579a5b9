package org.mobileip.mobilenode;

import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.ReplyCode;

/**
 * A registration that was refused, and nothing that the node can do by itself has helped.
 *
 * @param by the home agent that was asked
 * @param at when its reply came
 * @param foreignAgent which has refused by itself; empty: the home agent has
 */
public record Denial(ReplyCode code, Ipv4 by, Tick at, Optional<Ipv4> foreignAgent) {

    /** By a home agent. */
    public Denial(ReplyCode code, Ipv4 by, Tick at) {
        this(code, by, at, Optional.empty());
    }
}
