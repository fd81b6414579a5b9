package org.mobileip.homeagent;

import org.mobileip.net.Ipv4;

/** What is said to a node that leaves it open which home agent serves it (RFC 4433 §5.3). */
public sealed interface Assignment {

    /** This one does. */
    record Ours() implements Assignment {}

    /** It must name its home agent: code 136. */
    record Refused() implements Assignment {}

    /** That one shall: code 143. */
    record Elsewhere(Ipv4 homeAgent) implements Assignment {}
}
