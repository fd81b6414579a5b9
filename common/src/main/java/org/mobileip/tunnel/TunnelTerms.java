package org.mobileip.tunnel;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.HomeBroadcasts;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Uplinks;

/**
 * What a mobile node and its home agent have agreed on beside the ends of the tunnel.
 *
 * @param encapsulation how datagrams are wrapped
 * @param broadcasts taken too, at the home address as well; empty: none
 * @param networks those behind the node
 * @param udp how far the tunnel is within UDP
 * @param uplinks by which the node sends at the same time (RFC 7629), each as the tunnel is; empty: by the tunnel alone
 */
public record TunnelTerms(
        Encapsulation encapsulation,
        Optional<HomeBroadcasts> broadcasts,
        List<Ipv4Prefix> networks,
        Udp udp,
        Optional<Uplinks> uplinks) {

    /** IP within IP, for the node alone. */
    public static final TunnelTerms PLAIN = new TunnelTerms(Encapsulation.IPIP, Optional.empty(), List.of(), Udp.NONE);

    /**
     * How far the tunnel is within UDP (RFC 3519).
     *
     * @param port of the node's registration requests, which is that of its data (§4.4); empty: never within UDP
     * @param agreement what the home agent has said of this tunnel
     * @param eitherWay where packets are taken within UDP and otherwise, for that the home agent has yet to say which, or has
     *     said another thing before
     */
    public record Udp(OptionalInt port, Agreement agreement, Set<Ipv4> eitherWay) {

        /** What the home agent has said. */
        public enum Agreement {
            /** That it is not within UDP, or nothing: it is not, then. */
            NONE,
            /** That it is within UDP. */
            WITHIN,
            /** Nothing yet, and what is sent before that would be lost: nothing is. */
            AWAITED
        }

        /** Not at all. */
        public static final Udp NONE = new Udp(OptionalInt.empty(), Agreement.NONE, Set.of());

        public Udp {
            eitherWay = Set.copyOf(eitherWay);
            if (agreement == Agreement.WITHIN && port.isEmpty()) {
                throw new IllegalArgumentException("a tunnel within UDP has a port");
            }
        }

        /** The ports of a tunnel that is within UDP; empty: it is not. */
        Optional<UdpPorts> ports() {
            return agreement == Agreement.WITHIN
                    ? Optional.of(UdpPorts.between(port.orElseThrow(), InUdp.PORT))
                    : Optional.empty();
        }
    }

    public TunnelTerms {
        networks = List.copyOf(networks);
    }

    /** By one way. */
    public TunnelTerms(
            Encapsulation encapsulation, Optional<HomeBroadcasts> broadcasts, List<Ipv4Prefix> networks, Udp udp) {
        this(encapsulation, broadcasts, networks, udp, Optional.empty());
    }

    /** The same, so far within UDP. */
    public TunnelTerms within(Udp other) {
        return new TunnelTerms(encapsulation, broadcasts, networks, other, uplinks);
    }

    /** The same with those networks behind the node. */
    public TunnelTerms with(List<Ipv4Prefix> behind) {
        return new TunnelTerms(encapsulation, broadcasts, behind, udp, uplinks);
    }

    /** The same by those ways. */
    public TunnelTerms by(Uplinks ways) {
        return new TunnelTerms(encapsulation, broadcasts, networks, udp, Optional.of(ways));
    }
}
