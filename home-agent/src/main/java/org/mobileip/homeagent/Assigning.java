package org.mobileip.homeagent;

import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.DynamicHomeAgent;
import org.mobileip.wire.DynamicHomeAgent.Use;
import org.mobileip.wire.Extension;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.ReplyCode;

/**
 * Requests of nodes that leave it open which home agent serves them (RFC 4433 §5.3): they come to our unicast address, with
 * 0.0.0.0 or 255.255.255.255 in their Home Agent field.
 */
final class Assigning {

    private final HomeAgentSettings settings;
    private final BindingTable bindings;

    Assigning(HomeAgentSettings settings, BindingTable bindings) {
        this.settings = settings;
        this.bindings = bindings;
    }

    /** Whether the request asks us and not another home agent, by its Home Agent field and by the extension (§5.3, table 1). */
    boolean isForUs(Authentic authentic) {
        RegistrationRequest request = authentic.request();
        Ipv4 sentTo = authentic.arrival().datagram().to().address();
        boolean isNamed = request.homeAgent().equals(settings.address());
        boolean isLeftToUs = isLeftOpen(request) && !settings.isForMany(sentTo);
        return (isNamed || isLeftToUs) && isRequested(authentic, sentTo);
    }

    /** The node's own extension must name where the request was sent; before a NAT that is the address we are known by. */
    private boolean isRequested(Authentic authentic, Ipv4 sentTo) {
        Optional<Ipv4> requested = DynamicHomeAgent.in(authentic.arrival().covered(), Use.REQUESTED);
        return requested.isEmpty()
                || requested.get().equals(sentTo)
                || (settings.grants().isBehindNat() && requested.get().equals(settings.address()));
    }

    /**
     * Why a request that is to be granted otherwise (§4.2.1) is not granted here. Whoever is bound here stays here for the rest of
     * its session (§5.1.2).
     */
    Optional<ReplyCode> reasonToSendAway(Authentic authentic) {
        if (!authentic.registers() || !isLeftOpen(authentic.request()) || isBound(authentic)) {
            return Optional.empty();
        }
        if (settings.assignment() instanceof Assignment.Ours) {
            return Optional.empty();
        } else if (settings.assignment() instanceof Assignment.Refused) {
            return Optional.of(ReplyCode.UNKNOWN_HOME_AGENT_ADDRESS);
        } else if (settings.assignment() instanceof Assignment.Elsewhere) {
            return Optional.of(ReplyCode.REDIRECT_HOME_AGENT_REQUEST);
        }
        throw new AssertionError(settings.assignment());
    }

    private boolean isBound(Authentic authentic) {
        Optional<Ipv4> home = authentic.home().address();
        return home.isPresent() && !bindings.of(home.get()).isEmpty();
    }

    private static boolean isLeftOpen(RegistrationRequest request) {
        return request.homeAgent().isUnspecified() || request.homeAgent().isBroadcast();
    }

    /** What a reply with this code must carry (§3.4.2), laid out as the node does it. */
    static Optional<Extension> redirection(HomeAgentSettings settings, Authentic authentic, ReplyCode code) {
        if (!code.equals(ReplyCode.REDIRECT_HOME_AGENT_REQUEST)
                || !(settings.assignment() instanceof Assignment.Elsewhere other)) {
            return Optional.empty();
        }
        DynamicHomeAgent redirected = new DynamicHomeAgent(Use.REDIRECTED, other.homeAgent());
        return Optional.of(
                DynamicHomeAgent.isShortIn(authentic.arrival().covered())
                        ? redirected.toShortExtension()
                        : redirected.toExtension());
    }
}
