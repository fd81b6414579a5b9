package org.mobileip.host.linux;

import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;

/** What sockets of AF_INET have in common. */
final class InetSockets {

    private static final int ADDRESS = 4;

    private InetSockets() {}

    static Fd udp(Endpoint local, UdpSocket.Options options) {
        Fd fd = Fd.socket(Fd.AF_INET, Fd.SOCK_DGRAM, 0, "UDP socket");
        try {
            fd.setOption("IP_PKTINFO", Message.SOL_IP, Message.IP_PKTINFO, 1);
            if (options.reuseAddress()) {
                fd.setOption("SO_REUSEADDR", Fd.SOL_SOCKET, Fd.SO_REUSEADDR, 1);
            }
            if (options.broadcast()) {
                fd.setOption("SO_BROADCAST", Fd.SOL_SOCKET, Fd.SO_BROADCAST, 1);
            }
            options.mark().ifPresent(mark -> fd.setOption("SO_MARK", Fd.SOL_SOCKET, Fd.SO_MARK, mark));
            options.device().ifPresent(fd::bindToDevice);
            if (options.receiveBuffer() > 0) {
                fd.setReceiveBuffer(options.receiveBuffer());
            }
            bind(fd, local);
            return fd;
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    static void bind(Fd fd, Endpoint local) {
        NativeBuffer name = NativeBuffer.allocate(Message.INET_SIZE);
        put(local, name);
        fd.bind("bind " + local, name, Message.INET_SIZE);
    }

    /** Makes {@code name} a {@code struct sockaddr_in}. */
    static void put(Endpoint endpoint, NativeBuffer name) {
        name.inNativeOrder().putShort(0, (short) Fd.AF_INET);
        name.inNetworkOrder().putShort(2, (short) endpoint.port());
        name.inNetworkOrder().putInt(ADDRESS, endpoint.address().bits());
    }

    static Endpoint localEndpoint(Fd fd) {
        NativeBuffer name = NativeBuffer.allocate(Message.INET_SIZE);
        NativeBuffer length = NativeBuffer.allocate(Integer.BYTES);
        length.inNativeOrder().putInt(0, Message.INET_SIZE);
        Kernel.check("getsockname", Kernel.getsockname(fd.number(), name, length));
        return new Endpoint(
                new Ipv4(name.inNetworkOrder().getInt(ADDRESS)),
                name.inNetworkOrder().getShort(2) & 0xffff);
    }
}
