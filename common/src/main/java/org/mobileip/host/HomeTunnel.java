package org.mobileip.host;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.HomeBroadcasts;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Uplinks;
import org.mobileip.tunnel.TunnelTerms;

/**
 * The tunnel of a mobile node that is away with a co-located care-of address.
 *
 * @param careOf the outer source of what is sent, and an outer destination of what is received
 * @param homeAgent the other end
 * @param home the home address: the inner source of what is sent and the inner destination of what is received
 * @param alsoReceivesAt further care-of addresses at which the home agent's packets are still, or already, taken: the one
 *     before during an overlap, or the next one from the moment its registration is sent; within UDP or not, whatever the
 *     tunnel is: also {@code careOf} itself while the home agent has not said which
 * @param terms how, and for whom
 */
public record HomeTunnel(Ipv4 careOf, Ipv4 homeAgent, Ipv4 home, List<Ipv4> alsoReceivesAt, Terms terms) {

    /**
     * What was agreed on with the home agent.
     *
     * @param encapsulation how datagrams are wrapped: what was asked for, and granted
     * @param broadcasts taken too, if the node asked for them
     * @param way whether all that is within UDP (RFC 3519)
     * @param networks those behind this node: what has a source in them is sent, and what is for them is received, as if that
     *     were the home address (RFC 5177 §7)
     * @param uplinks by which is sent and received at the same time (RFC 7629); empty: by {@code careOf} alone
     */
    public record Terms(
            Encapsulation encapsulation,
            Optional<HomeBroadcasts> broadcasts,
            Way way,
            List<Ipv4Prefix> networks,
            Optional<Uplinks> uplinks) {

        /** IP within IP, without broadcasts, for the node alone. */
        public static final Terms PLAIN = of(Encapsulation.IPIP);

        public Terms {
            networks = List.copyOf(networks);
        }

        /** By one way. */
        public Terms(
                Encapsulation encapsulation, Optional<HomeBroadcasts> broadcasts, Way way, List<Ipv4Prefix> networks) {
            this(encapsulation, broadcasts, way, networks, Optional.empty());
        }

        /** The same wrapped so. */
        public static Terms of(Encapsulation encapsulation) {
            return new Terms(encapsulation, Optional.empty(), Way.IP, List.of());
        }

        /** The same for what is behind the node, too. */
        public Terms with(List<Ipv4Prefix> behind) {
            return new Terms(encapsulation, broadcasts, way, behind, uplinks);
        }

        /** The same with broadcasts. */
        public Terms with(HomeBroadcasts wanted) {
            return new Terms(encapsulation, Optional.of(wanted), way, networks, uplinks);
        }

        /** The same that way. */
        public Terms by(Way other) {
            return new Terms(encapsulation, broadcasts, other, networks, uplinks);
        }

        /** The same by those ways at once. */
        public Terms by(Optional<Uplinks> ways) {
            return new Terms(encapsulation, broadcasts, way, networks, ways);
        }
    }

    /** What is between the outer header and the rest. */
    public enum Way {
        /** Nothing. */
        IP,
        /** The home agent has yet to say, and will probably say UDP: nothing is sent before that. */
        NOT_YET,
        /** UDP, from the port that requests to home agents are sent from. */
        UDP,
        /** UDP, from the port that requests through foreign agents are sent from. */
        UDP_AS_THROUGH_AGENT
    }

    public HomeTunnel {
        alsoReceivesAt = List.copyOf(alsoReceivesAt);
    }

    /** A plain one, received at {@code careOf} only. */
    public HomeTunnel(Ipv4 careOf, Ipv4 homeAgent, Ipv4 home) {
        this(careOf, homeAgent, home, List.of(), Terms.PLAIN);
    }

    public Encapsulation encapsulation() {
        return terms.encapsulation;
    }

    public Optional<HomeBroadcasts> broadcasts() {
        return terms.broadcasts;
    }

    public Way way() {
        return terms.way;
    }

    public List<Ipv4Prefix> networks() {
        return terms.networks;
    }

    /** The ways by which is sent and received at the same time; empty: {@link #careOf} alone. */
    public Optional<Uplinks> uplinks() {
        return terms.uplinks;
    }

    /** The same by those ways at once, or by {@link #careOf} alone. */
    public HomeTunnel by(Optional<Uplinks> ways) {
        return new HomeTunnel(careOf, homeAgent, home, alsoReceivesAt, terms.by(ways));
    }

    /** Whether all is within UDP, or will probably be once the home agent has said so. */
    public boolean isInUdp() {
        return way() != Way.IP;
    }

    /** All local addresses at which packets are taken. */
    public Set<Ipv4> receivesAt() {
        Set<Ipv4> all = new HashSet<>(alsoReceivesAt);
        all.add(careOf);
        terms.uplinks.ifPresent(several -> several.all().forEach(each -> all.add(each.careOf())));
        return all;
    }

    /**
     * What has been agreed on, in the words of a tunnel's end.
     *
     * @param udpPort that goes with {@link #way}; empty: this node tunnels nothing within UDP
     */
    public TunnelTerms termsOfEnd(OptionalInt udpPort) {
        TunnelTerms.Udp.Agreement agreement =
                switch (terms.way) {
                    case IP -> TunnelTerms.Udp.Agreement.NONE;
                    case NOT_YET -> TunnelTerms.Udp.Agreement.AWAITED;
                    case UDP, UDP_AS_THROUGH_AGENT -> TunnelTerms.Udp.Agreement.WITHIN;
                };
        return new TunnelTerms(
                terms.encapsulation,
                terms.broadcasts,
                terms.networks,
                new TunnelTerms.Udp(udpPort, agreement, Set.copyOf(alsoReceivesAt)),
                terms.uplinks);
    }
}
