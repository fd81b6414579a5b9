package org.mobileip.tunnel;

import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;

/**
 * Where datagrams would be tunnelled to for whom nobody has said anything yet: with a million of these it takes long to say it of each.
 * Asked by packet threads, several at the same time, when something comes for a home address that is not known yet.
 */
@FunctionalInterface
public interface Foreseen {

    /** The tunnel of {@code home}; empty: none is foreseen. */
    Optional<TunnelPath> to(Ipv4 home);
}
