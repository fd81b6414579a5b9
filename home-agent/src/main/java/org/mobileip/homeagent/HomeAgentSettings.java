package org.mobileip.homeagent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.wire.Lifetime;

/**
 * What a home agent is told about itself.
 *
 * @param address its unicast address: the Home Agent field of replies and the outer source of tunnels
 * @param homeNetwork the network that home addresses lie in
 * @param maximumLifetime the longest lifetime it grants; {@link Lifetime#INFINITE} for no limit
 * @param clockTolerance how far a timestamp may be from our clock (RFC 5944 §5.7.1), 7 s by default
 * @param reverseTunneling whether nodes may, must or must not ask for a reverse tunnel
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
        boolean answersFailedAuthentication,
        Optional<Duration> advertiseEvery,
        List<AuthorizedNode> nodes) {

    public HomeAgentSettings {
        nodes = List.copyOf(nodes);
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
