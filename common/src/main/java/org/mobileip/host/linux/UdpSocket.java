package org.mobileip.host.linux;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/**
 * A UDP socket that tells of each datagram where it was sent and by which interface it came, and sends from the address
 * and by the interface it is told (IP_PKTINFO, ip(7)). It lives in the network namespace of the thread that made it. For
 * one thread.
 */
public final class UdpSocket implements AutoCloseable {

    private static final int LARGEST = 65535;
    private static final int IP_ADD_MEMBERSHIP = 35;
    private static final int MEMBERSHIP_SIZE = 12;

    private final Fd fd;
    private final InstantSource timeOfDay;
    private final Endpoint local;
    private final NativeBuffer received = NativeBuffer.allocate(LARGEST);
    private final NativeBuffer toSend = NativeBuffer.allocate(LARGEST);
    private final Message receiving = new Message();
    private final Message sending = new Message();

    /**
     * How a socket differs from the plain one.
     *
     * @param reuseAddress bind although another socket has this port (SO_REUSEADDR)
     * @param broadcast may send to broadcast addresses (SO_BROADCAST)
     * @param mark the firewall mark of what it sends, for policy rules (SO_MARK)
     * @param device the only interface to use (SO_BINDTODEVICE)
     * @param receiveBuffer room for waiting datagrams in octets; 0: as much as the kernel gives by itself
     */
    public record Options(
            boolean reuseAddress, boolean broadcast, OptionalInt mark, Optional<String> device, int receiveBuffer) {

        public static final Options PLAIN = new Options(false, false, OptionalInt.empty(), Optional.empty(), 0);

        public Options withReuseAddress() {
            return new Options(true, broadcast, mark, device, receiveBuffer);
        }

        public Options withBroadcast() {
            return new Options(reuseAddress, true, mark, device, receiveBuffer);
        }

        public Options withMark(int newMark) {
            return new Options(reuseAddress, broadcast, OptionalInt.of(newMark), device, receiveBuffer);
        }

        public Options withDevice(String newDevice) {
            return new Options(reuseAddress, broadcast, mark, Optional.of(newDevice), receiveBuffer);
        }

        public Options withReceiveBuffer(int octets) {
            return new Options(reuseAddress, broadcast, mark, device, octets);
        }
    }

    private UdpSocket(Fd fd, InstantSource timeOfDay, Endpoint local) {
        this.fd = fd;
        this.timeOfDay = timeOfDay;
        this.local = local;
    }

    /** As {@link #bind(Endpoint, Options, InstantSource)} with this process' time of day. */
    public static UdpSocket bind(Endpoint local, Options options) {
        return bind(local, options, TimeOfDay.source());
    }

    /**
     * Opens a socket.
     *
     * @param local the address (unspecified: all) and port (0: the kernel chooses)
     * @param timeOfDay what the datagrams' time of day is read from
     */
    public static UdpSocket bind(Endpoint local, Options options, InstantSource timeOfDay) {
        Fd fd = InetSockets.udp(local, options);
        return new UdpSocket(fd, timeOfDay, InetSockets.localEndpoint(fd));
    }

    /**
     * The socket that another process has bound, as it was opened and with what waits there.
     *
     * @param fd closed with what is returned
     */
    public static UdpSocket inherited(Fd fd) {
        return new UdpSocket(fd, TimeOfDay.source(), InetSockets.localEndpoint(fd));
    }

    public Fd fd() {
        return fd;
    }

    /** The address and port it is bound to. */
    public Endpoint local() {
        return local;
    }

    /** Receives what is sent to {@code group} on that interface too, as long as the socket is open (ip_mreqn of ip(7)). */
    public void join(int interfaceIndex, Ipv4 group) {
        NativeBuffer membership = NativeBuffer.allocate(MEMBERSHIP_SIZE);
        membership.inNetworkOrder().putInt(0, group.bits());
        membership.inNativeOrder().putInt(8, interfaceIndex);
        fd.setOption("IP_ADD_MEMBERSHIP", Message.SOL_IP, IP_ADD_MEMBERSHIP, membership, MEMBERSHIP_SIZE);
    }

    /**
     * From now on a {@link UdpReceiveBatch} may receive datagrams of one sender and one length as the kernel has them: together (UDP_GRO,
     * udp(7), Linux 5.0). {@link #receive()} must not be used any more. An older kernel gives each by itself, as before.
     */
    public void receiveMerged() {
        try {
            fd.setOption("UDP_GRO", Message.SOL_UDP, UdpReceiveBatch.UDP_GRO, 1);
        } catch (NativeException unknown) {
            // Then it does not.
        }
    }

    /** From now on receives only what passes {@code filter}. What waits already was not filtered. */
    public void setFilter(SocketFilter filter) {
        filter.attachTo(fd);
    }

    /** The next datagram that waits, its checksum already found good; empty when none does. */
    public Optional<Datagram> receive() {
        int length = receiving.receive(fd, received, 0, LARGEST);
        if (length == -Errno.EAGAIN) {
            return Optional.empty();
        }
        Kernel.check("receive on " + local, length);
        Instant now = timeOfDay.instant();
        int info = receiving.findControl(Message.SOL_IP, Message.IP_PKTINFO);
        if (info < 0) {
            throw new AssertionError("a datagram without IP_PKTINFO although it was asked for");
        }
        Endpoint to = new Endpoint(receiving.packetInfoDestination(info), local.port());
        return Optional.of(new Datagram(
                receiving.fromInet(), to, receiving.packetInfoInterface(info), now, received.octets(0, length)));
    }

    /**
     * Sends one datagram.
     *
     * @param source its source address, one of ours; {@link Ipv4#UNSPECIFIED}: as the route says
     * @param outInterface the index of the interface to leave by, whatever the routes say
     * @throws NativeException when the kernel will not: no route, no such source address, a queue that is full
     */
    public void send(Ipv4 source, Endpoint to, OptionalInt outInterface, Octets payload) {
        toSend.put(0, payload);
        sending.toInet(to.address(), to.port());
        sending.withPacketInfo(outInterface.orElse(0), source);
        int result = sending.send(fd, toSend, 0, payload.size());
        if (result < 0) {
            throw NativeException.of("send to " + to, -result);
        }
    }

    /** Receives what waits and {@code batch} has room for: how many datagrams, 0 when nothing does. */
    public int receive(UdpReceiveBatch batch) {
        int count = batch.receive(fd);
        if (count == -Errno.EAGAIN) {
            return 0;
        }
        return count >= 0 ? count : Kernel.check("receive on " + local, count);
    }

    /**
     * Sends {@code count} datagrams of {@code batch}, from {@code first} on.
     *
     * @return how many the kernel took, or a negated error number for the first of them
     */
    public int send(UdpSendBatch batch, int first, int count) {
        return batch.send(fd, first, count);
    }

    @Override
    public void close() {
        fd.close();
    }
}
