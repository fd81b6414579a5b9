package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.net.Datagram;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.wire.AgentAdvertisement;

/** Something that happened to the mobile node. */
public sealed interface Event {

    /** When by the wall clock, with some noise. */
    Moment moment();

    /** All there is in the machine: at start, and after the kernel had more to say than it could hold. */
    record NetworkRead(Moment moment, List<Link> links, List<LinkAddress> addresses, List<Route> routes)
            implements Event {}

    /** What the kernel said in one breath, in its order. */
    record NetworkChanged(Moment moment, List<NetworkChange> changes) implements Event {}

    /** A datagram for UDP port 434's counterpart: perhaps the reply that is waited for. */
    record DatagramArrived(Moment moment, Datagram datagram) implements Event {}

    /**
     * An agent advertisement was heard (RFC 5944 §2.1).
     *
     * @param linkIndex the interface it was heard on
     * @param from its IP source
     * @param sender its link-layer source; empty: the link has no such addresses
     */
    record AdvertisementHeard(
            Moment moment, int linkIndex, Ipv4 from, Optional<MacAddress> sender, AgentAdvertisement advertisement)
            implements Event {

        /** Heard on a link without link-layer addresses. */
        public AdvertisementHeard(Moment moment, int linkIndex, Ipv4 from, AgentAdvertisement advertisement) {
            this(moment, linkIndex, from, Optional.empty(), advertisement);
        }
    }

    /**
     * An echo reply came to an address of this machine: perhaps to {@link Effect.Probe}.
     *
     * @param message the ICMP message (RFC 792) as it arrived
     */
    record EchoArrived(Moment moment, Ipv4 from, Ipv4 to, Octets message) implements Event {}

    /**
     * What came of {@link Effect.LookUp}.
     *
     * @param addresses in the order in which they were given; empty: there is no such name, or nobody could be asked
     */
    record NameLookedUp(Moment moment, String name, List<Ipv4> addresses) implements Event {
        public NameLookedUp {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * The tick of {@link MobileNode#nextDeadline()} has come.
     *
     * @param use what the tunnel was used for so far
     */
    record DeadlineReached(Moment moment, TunnelUse use) implements Event {

        /** With a tunnel that was never used. */
        public DeadlineReached(Moment moment) {
            this(moment, TunnelUse.NONE);
        }
    }

    /**
     * The machine was suspended, and goes on. Lifetimes went on meanwhile; what was sent to it is lost.
     *
     * @param asleep for so long
     */
    record Resumed(Moment moment, Duration asleep) implements Event {}

    /**
     * Other settings are good from now on. Who the node is, how its home agents are found, how requests are known to be new, what is
     * behind it and which flows there are is as it was.
     */
    record Reloaded(Moment moment, Settings settings) implements Event {}

    /** Somebody wants to know whether the home agent answers: it is asked now, though nothing is due. At home nobody is. */
    record Ask(Moment moment) implements Event {}

    /** Use this interface, until it is unusable or the next command. */
    record Move(Moment moment, String interfaceName) implements Event {}

    /** Deregister, and stay where no tunnel is until told to move. */
    record Home(Moment moment) implements Event {}
}
