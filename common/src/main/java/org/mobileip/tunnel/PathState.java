package org.mobileip.tunnel;

import java.util.OptionalInt;
import org.mobileip.net.Encapsulation;
import org.mobileip.time.Tick;

/**
 * What is known of a tunnel just now (RFC 2003 §5).
 *
 * @param encapsulation how datagrams are wrapped for it
 * @param mtu the longest datagram it takes, in octets
 * @param reachable false: a router on the way said a moment ago that its end cannot be reached, and
 *     nothing has come from there since
 * @param hops how many hops away its end is, judged by what came from there; empty: nothing has
 * @param isBlackHole packets longer than it takes vanish on the way, and no ICMP error says so
 */
public record PathState(
        Encapsulation encapsulation, int mtu, boolean reachable, OptionalInt hops, boolean isBlackHole) {

    /** How many hops a packet took that has {@code timeToLiveLeft}: hosts begin with 64, 128 or 255. */
    public static OptionalInt hopsOf(int timeToLiveLeft) {
        if (timeToLiveLeft == 0) {
            return OptionalInt.empty();
        }
        int first = timeToLiveLeft <= 64 ? 64 : timeToLiveLeft <= 128 ? 128 : 255;
        return OptionalInt.of(first - timeToLiveLeft);
    }

    /** Of a tunnel that nothing has gone through, to where no other leads that anything is known of. */
    static PathState unused(Wrapper wrapper) {
        return new PathState(
                wrapper.encapsulation(), PacketBuffer.LONGEST - wrapper.overhead(), true, OptionalInt.empty(), false);
    }

    static PathState of(FlowPath path, Tick now) {
        return new PathState(
                path.udp() == null ? path.wrapper().encapsulation() : Encapsulation.UDP,
                path.mtu(),
                path.exit().troubleAt(now).isEmpty(),
                path.exit().hops(),
                path.exit().isBlackHole());
    }
}
