package org.mobileip.homeagent;

import java.util.List;
import java.util.Optional;
import org.mobileip.homeagent.HomeAgentSettings.Grants;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.UdpEnd;
import org.mobileip.wire.ReplyCode;
import org.mobileip.wire.UdpTunnelReply;
import org.mobileip.wire.UdpTunnelRequest;

/**
 * What becomes of the wish for a tunnel within UDP (RFC 3519 §4.6). A NAT is between the node and us if the request comes from
 * another address than it says the node is at: then the tunnel leads to where the request came from, address and port, and not
 * to the care-of address. A NAT before ourselves does not show in a request: we are told of it. Nothing but a request that was found authentic and new comes here, so nothing else moves a tunnel.
 */
public sealed interface UdpTunnelling {

    /** It was not wished for, not in a way that is understood, or there is no tunnel to be. */
    record NotAsked() implements UdpTunnelling {}

    /** The tunnel is not within UDP: there is no NAT, and it was not forced. */
    record Declined(boolean byForeignAgent) implements UdpTunnelling {}

    /**
     * The tunnel is within UDP.
     *
     * @param format how datagrams are wrapped in there
     * @param address where the request came from
     * @param end its port; of a node that registers through a foreign agent unknown: the request has that agent's
     * @param isBehindNat otherwise it was only forced
     */
    record Granted(
            boolean byForeignAgent,
            Encapsulation format,
            Ipv4 address,
            UdpEnd end,
            boolean isForced,
            boolean isBehindNat)
            implements UdpTunnelling {}

    /** The request is denied (§4.6.1). */
    record Denied(ReplyCode why) implements UdpTunnelling {}

    /** What becomes of it for a request that is authentic. */
    static UdpTunnelling of(Authentic authentic, Grants grants) {
        List<UdpTunnelRequest> asked =
                UdpTunnelRequest.allOf(authentic.request().extensions());
        if (asked.isEmpty() || !authentic.registers()) {
            return new NotAsked();
        }
        UdpTunnelRequest first = asked.get(0);
        boolean isByNode = authentic.arrival().isProtected(first.offset());
        boolean isCoLocated = authentic.request().flags().decapsulationByMobileNode();
        boolean isAnyByAgent =
                asked.stream().anyMatch(each -> !authentic.arrival().isProtected(each.offset()));
        if ((isByNode && !isCoLocated) || (isAnyByAgent && isCoLocated)) {
            return new Denied(ReplyCode.POORLY_FORMED_REQUEST);
        }
        boolean isBehindNat = grants.isBehindNat()
                || !authentic.arrival().source().equals(authentic.request().careOfAddress());
        boolean isThroughAgent = isByNode && first.isThroughAgent();
        if (!isBehindNat && !first.isForced() && !isThroughAgent) {
            return new Declined(!isByNode);
        }
        return grants.encapsulations().contains(Encapsulation.UDP)
                ? grant(authentic, grants, first, isBehindNat)
                : new Denied(ReplyCode.ADMINISTRATIVELY_PROHIBITED);
    }

    private static UdpTunnelling grant(
            Authentic authentic, Grants grants, UdpTunnelRequest asked, boolean isBehindNat) {
        Optional<Encapsulation> format = format(authentic, grants, asked.encapsulation());
        if (format.isEmpty()) {
            return new Denied(ReplyCode.UDP_ENCAPSULATION_UNAVAILABLE);
        }
        boolean isByNode = authentic.arrival().isProtected(asked.offset());
        UdpEnd end = isByNode && asked.isThroughAgent()
                ? UdpEnd.halfBound()
                : UdpEnd.at(authentic.arrival().from().port());
        return new Granted(!isByNode, format.get(), authentic.arrival().source(), end, asked.isForced(), isBehindNat);
    }

    /** What the field asks for; 0 leaves it to the M and G bits (§3.1.4). */
    private static Optional<Encapsulation> format(Authentic authentic, Grants grants, int wanted) {
        if (wanted == 0) {
            return grants.encapsulationFor(GreKeyAgreement.flagsOf(authentic.request()));
        }
        if (wanted == Encapsulation.IPIP.protocol()) {
            return Optional.of(Encapsulation.IPIP);
        }
        return grants.encapsulations().stream()
                .filter(granted -> granted != Encapsulation.UDP && granted.protocol() == wanted)
                .findFirst();
    }

    /** Why the request is denied; empty: not because of this. */
    default Optional<ReplyCode> denial() {
        return this instanceof Denied denied ? Optional.of(denied.why) : Optional.empty();
    }

    /** The tunnel within UDP, where there is to be one. */
    default Optional<Granted> granted() {
        return this instanceof Granted granted ? Optional.of(granted) : Optional.empty();
    }

    /**
     * What the reply that accepts the request says about it. Who has asked understands the answer; and with the interval that
     * is configured, which is never another (§4.10).
     *
     * @param toForeignAgent whether it is the foreign agent that is told, behind the node's authenticator
     */
    default Optional<UdpTunnelReply> reply(int keepalive, boolean toForeignAgent) {
        if (this instanceof Granted granted && granted.byForeignAgent == toForeignAgent) {
            return Optional.of(UdpTunnelReply.accepting(granted.isForced, keepalive));
        }
        return this instanceof Declined declined && declined.byForeignAgent == toForeignAgent
                ? Optional.of(UdpTunnelReply.declining())
                : Optional.empty();
    }
}
