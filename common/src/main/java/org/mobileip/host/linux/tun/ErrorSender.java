package org.mobileip.host.linux.tun;

import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.TunDevice;
import org.mobileip.net.Ipv4;
import org.mobileip.tunnel.PacketBuffer;

/**
 * Room for one ICMP error, and where it goes: the home agent's to the network like anybody's, the mobile node's to its own
 * kernel, as if it came out of the tunnel. An error that cannot be sent is forgotten; the next datagram causes the next one.
 */
final class ErrorSender {

    private static final int ROOM = PacketBuffer.HEADROOM + 576;

    private final NativeBuffer buffer = NativeBuffer.allocate(ROOM);
    private final PacketBuffer packet = new PacketBuffer(buffer.inNetworkOrder());
    private final PacketPorts.Sender sender;

    private ErrorSender(PacketPorts.Sender sender) {
        this.sender = sender;
    }

    static ErrorSender toNetwork(PacketPorts.Sender network) {
        return new ErrorSender(network);
    }

    /** The virtio-net header before the error is empty: nothing is ever written where it is. */
    static ErrorSender toKernel(PacketPorts.Sink tun) {
        int header = TunDevice.VNET_HEADER_SIZE;
        return new ErrorSender(
                (buffer, offset, length, destination) -> tun.write(buffer, offset - header, header + length));
    }

    /** Where errors are written. */
    PacketBuffer packet() {
        return packet;
    }

    void send(PacketBuffer error, Ipv4 to) {
        sender.send(buffer, error.start(), error.length(), to);
    }
}
