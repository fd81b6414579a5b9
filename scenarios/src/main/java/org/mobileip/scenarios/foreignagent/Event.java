package org.mobileip.scenarios.foreignagent;

import java.util.Set;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;

/** Something that happened to the foreign agent. Time passing is the tick that comes with every event. */
public sealed interface Event {

    /**
     * A datagram for UDP port 434 arrived on the visited link; its checksum was good.
     *
     * @param sender the source of its frame
     * @param timeToLive of its IP header, which tells a neighbour (RFC 3024 §4.2.1)
     */
    record Requested(MacAddress sender, int timeToLive, Datagram datagram) implements Event {}

    /** A datagram for UDP port 434 arrived from elsewhere; its checksum was good. */
    record Replied(Datagram datagram) implements Event {}

    /**
     * An ICMP error came back about what was sent to a home agent.
     *
     * @param type of the error
     * @param code of the error
     */
    record Unreachable(Ipv4 homeAgent, int type, int code) implements Event {}

    /** Somebody on the link asked for an agent advertisement (RFC 5944 §2.2). */
    record Solicited() implements Event {}

    /** These are the addresses of this machine now, on whatever interface. */
    record OurAddresses(Set<Ipv4> addresses) implements Event {
        public OurAddresses {
            addresses = Set.copyOf(addresses);
        }
    }

    /** The visitor that was to be served just now cannot be: the machine refused. */
    record CouldNotServe() implements Event {}

    /** {@link ForeignAgent#nextDeadline()} has come. */
    record DeadlineCame() implements Event {}
}
