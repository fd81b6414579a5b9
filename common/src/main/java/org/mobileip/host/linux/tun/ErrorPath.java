package org.mobileip.host.linux.tun;

import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NativeException;
import org.mobileip.tunnel.PacketBuffer;
import org.mobileip.tunnel.PathCounters;
import org.mobileip.tunnel.TunnelEnd;
import org.mobileip.tunnel.TunnelErrors;

/** ICMP errors from within tunnels. They are none of the packets that the counters of the tunnels are about. */
final class ErrorPath implements PacketPath {

    private static final int ROOM = 65_535;

    private final PacketPorts.Source icmp;
    private final NativeBuffer buffer = NativeBuffer.allocate(ROOM);
    private final PacketBuffer packet = new PacketBuffer(buffer.inNetworkOrder());
    private final PathCounters counters = new PathCounters();
    private final TunnelErrors errors;

    ErrorPath(PacketPorts.Source icmp, TunnelEnd end, ErrorSender sender) {
        this.icmp = icmp;
        this.errors = new TunnelErrors(end, sender::send, sender.packet());
    }

    TunnelErrors errors() {
        return errors;
    }

    @Override
    public PathCounters counters() {
        return counters;
    }

    @Override
    public Step step() {
        int length = icmp.read(buffer, 0, ROOM);
        if (length == -Errno.EAGAIN) {
            return Step.NOTHING;
        }
        if (length < 0) {
            throw NativeException.of("receive on ICMP socket", -length);
        }
        packet.window(0, length);
        errors.hear(packet);
        return Step.PACKET;
    }
}
