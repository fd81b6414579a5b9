package org.mobileip.tunnel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.FlowSelector;
import org.mobileip.net.FlowSelector.Range;

/**
 * A {@link FlowSelector} as packet threads ask it: allocates nothing.
 *
 * <p>Only the first fragment of a datagram has ports, and all of them must go one way. So a rule that asks for ports never takes a
 * fragment to a way of its own; but it drops a first fragment, without which the others are worth nothing.
 */
final class FlowMatch {

    private static final int ESP = 50;
    private static final int AH = 51;

    private record Numbers(int first, int last) {
        boolean have(int number) {
            return Integer.compareUnsigned(number, first) >= 0 && Integer.compareUnsigned(number, last) <= 0;
        }
    }

    private final @Nullable Numbers remote;
    private final @Nullable Numbers local;
    private final @Nullable Numbers spi;
    private final @Nullable Numbers remotePort;
    private final @Nullable Numbers localPort;
    private final @Nullable Numbers dscp;
    private final @Nullable Numbers protocol;
    private final boolean mayBeFirstFragment;

    /** @param mayBeFirstFragment whether ports are read in a first fragment too */
    FlowMatch(FlowSelector which, boolean mayBeFirstFragment) {
        remote = numbers(which.remoteAddress());
        local = numbers(which.localAddress());
        spi = numbers(which.spi());
        remotePort = numbers(which.remotePort());
        localPort = numbers(which.localPort());
        dscp = numbers(which.dscp());
        protocol = numbers(which.protocol());
        this.mayBeFirstFragment = mayBeFirstFragment;
    }

    private static @Nullable Numbers numbers(Optional<Range> range) {
        return range.map(some -> new Numbers((int) some.first(), (int) some.last()))
                .orElse(null);
    }

    /** Whether {@code datagram}, on its way to the mobile node or from it, is meant. */
    boolean takes(PacketBuffer datagram, boolean isToNode) {
        return has(protocol, datagram.protocol())
                && has(dscp, datagram.typeOfService() >> 2)
                && has(remote, isToNode ? datagram.source() : datagram.destination())
                && has(local, isToNode ? datagram.destination() : datagram.source())
                && hasPorts(datagram, isToNode)
                && hasSpi(datagram);
    }

    private static boolean has(@Nullable Numbers wanted, int number) {
        return wanted == null || wanted.have(number);
    }

    private boolean hasPorts(PacketBuffer datagram, boolean isToNode) {
        if (remotePort == null && localPort == null) {
            return true;
        }
        if (!isReadable(datagram, 4) || !isOfPorts(datagram.protocol())) {
            return false;
        }
        int at = datagram.headerLength();
        int from = datagram.u16(at);
        int to = datagram.u16(at + 2);
        return has(remotePort, isToNode ? from : to) && has(localPort, isToNode ? to : from);
    }

    /** TCP, UDP, DCCP, SCTP and UDP-Lite begin with their ports. */
    private static boolean isOfPorts(int protocol) {
        return switch (protocol) {
            case 6, 17, 33, 132, 136 -> true;
            default -> false;
        };
    }

    private boolean hasSpi(PacketBuffer datagram) {
        if (spi == null) {
            return true;
        }
        int at = datagram.headerLength();
        return switch (datagram.protocol()) {
            case ESP -> isReadable(datagram, 4) && spi.have(datagram.i32(at));
            case AH -> isReadable(datagram, 8) && spi.have(datagram.i32(at + 4));
            default -> false;
        };
    }

    private boolean isReadable(PacketBuffer datagram, int octets) {
        boolean isThere = mayBeFirstFragment ? datagram.hasPayloadHeader() : !datagram.isFragment();
        return isThere && datagram.length() >= datagram.headerLength() + octets;
    }
}
