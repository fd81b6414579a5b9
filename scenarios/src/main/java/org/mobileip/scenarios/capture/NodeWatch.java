package org.mobileip.scenarios.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;
import org.mobileip.wire.UdpTunnelReply;

/** What is seen of one mobile node. */
final class NodeWatch {

    private final Topology.Mobile mobile;
    private final BindingWatch bindings;
    private final List<MoveWatch> moves = new ArrayList<>();

    NodeWatch(Topology.Mobile mobile) {
        this.mobile = mobile;
        this.bindings = new BindingWatch(mobile);
    }

    Topology.Mobile mobile() {
        return mobile;
    }

    BindingWatch bindings() {
        return bindings;
    }

    /**
     * The home agent accepts {@code request}.
     *
     * @param repliedTo where the reply goes: within UDP the tunnel leads there (RFC 3519 §4.6)
     */
    void accepted(long nanos, RegistrationRequest request, RegistrationReply reply, Ipv4 repliedTo) {
        boolean isWithinUdp = UdpTunnelReply.in(reply.extensions())
                .filter(UdpTunnelReply::isAssent)
                .isPresent();
        Ipv4 exit = isWithinUdp ? repliedTo : request.careOfAddress();
        bindings.accepted(nanos, request, reply, exit, overlapAt(nanos));
        moveAt(nanos).ifPresent(move -> move.tunnelled(request, exit));
    }

    void add(MoveWatch move) {
        moves.add(move);
    }

    Optional<MoveWatch> latestMove() {
        return moves.isEmpty() ? Optional.empty() : Optional.of(moves.get(moves.size() - 1));
    }

    /** The move that a moment belongs to: frames are told of a little later than they passed. */
    Optional<MoveWatch> moveAt(long nanos) {
        for (int i = moves.size() - 1; i >= 0; i--) {
            if (moves.get(i).begun().startNanos() <= nanos) {
                return Optional.of(moves.get(i));
            }
        }
        return Optional.empty();
    }

    /** How long the old care-of address may still be used after a reply at that moment. */
    Duration overlapAt(long nanos) {
        return moveAt(nanos).map(move -> move.begun().overlap()).orElse(Duration.ZERO);
    }
}
