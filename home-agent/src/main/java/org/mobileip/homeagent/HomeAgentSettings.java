package org.mobileip.homeagent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RequestFlags;

/**
 * What a home agent is told about itself.
 *
 * @param address its unicast address: the Home Agent field of replies and the outer source of tunnels
 * @param homeNetwork the network that home addresses lie in
 * @param maximumLifetime the longest lifetime it grants; {@link Lifetime#INFINITE} for no limit
 * @param clockTolerance how far a timestamp may be from our clock (RFC 5944 §5.7.1), 7 s by default
 * @param reverseTunneling whether nodes may, must or must not ask for a reverse tunnel
 * @param encapsulations what it wraps datagrams in when asked to (the M and G bits); IP within IP needs no asking
 * @param answersFailedAuthentication whether a failed authentication of a known node is answered with code 131, as RFC 3344
 *     wants it, and not with silence
 * @param advertiseEvery the time between agent advertisements on the home link; empty: none are sent
 * @param nodes the mobile nodes it serves, home addresses unique
 */
public record HomeAgentSettings(
        Ipv4 address,
        Ipv4Prefix homeNetwork,
        Lifetime maximumLifetime,
        Duration clockTolerance,
        ReverseTunneling reverseTunneling,
        Set<Encapsulation> encapsulations,
        boolean answersFailedAuthentication,
        Optional<Duration> advertiseEvery,
        List<AuthorizedNode> nodes) {

    public HomeAgentSettings {
        encapsulations = Set.copyOf(encapsulations);
        nodes = List.copyOf(nodes);
    }

    /**
     * How datagrams are wrapped for a request with these flags; empty: not in the way that it asks for. Of the two that
     * it may ask for at once, GRE (G) comes before minimal encapsulation (M).
     */
    Optional<Encapsulation> encapsulationFor(RequestFlags flags) {
        if (!flags.gre() && !flags.minimalEncapsulation()) {
            return Optional.of(Encapsulation.IPIP);
        }
        if (flags.gre() && encapsulations.contains(Encapsulation.GRE)) {
            return Optional.of(Encapsulation.GRE);
        }
        return flags.minimalEncapsulation() && encapsulations.contains(Encapsulation.MINIMAL)
                ? Optional.of(Encapsulation.MINIMAL)
                : Optional.empty();
    }

    /** Whether a datagram to {@code address} is for many: multicast, or a broadcast on the home network. */
    boolean isForMany(Ipv4 address) {
        return address.isBroadcast()
                || address.isMulticast()
                || (homeNetwork.length() < 31 && address.equals(homeNetwork.broadcast()));
    }

    /** How a request's T bit is met (RFC 3024 §4.3.1). */
    public enum ReverseTunneling {
        /** Granted to whoever asks. */
        OPTIONAL,
        /** Refused without it, code 138. */
        REQUIRED,
        /** Refused with it, code 137. */
        OFF
    }
}
