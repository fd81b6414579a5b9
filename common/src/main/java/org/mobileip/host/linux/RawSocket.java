package org.mobileip.host.linux;

import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;

/**
 * A raw socket of one IP protocol (raw(7)). It receives whole packets, IP header first, and sends whole packets with the
 * header that the caller made (IP_HDRINCL); the kernel still fills in total length, header checksum, and an
 * identification that is zero. Beware: receive offload merges IP-in-IP packets before a raw socket sees them; a
 * {@link PacketSocket} with a virtio-net header is the receiver that stands up. It lives in the network namespace of the
 * thread that made it. One thread may send while another receives.
 */
public final class RawSocket implements AutoCloseable {

    /** IP in IP (RFC 2003). */
    public static final int PROTOCOL_IPIP = 4;

    public static final int PROTOCOL_ICMP = 1;

    /** Generic routing encapsulation (RFC 2784). */
    public static final int PROTOCOL_GRE = 47;

    /** Minimal encapsulation (RFC 2004). */
    public static final int PROTOCOL_MINIMAL = 55;

    private static final int IP_HDRINCL = 3;
    private static final int IP_MTU_DISCOVER = 10;
    private static final int IP_PMTUDISC_INTERFACE = 4;

    private final Fd fd;
    private final Message receiving = new Message();
    private final Message sending = new Message();

    /**
     * How a socket differs from the plain one.
     *
     * @param mark the firewall mark of what it sends (SO_MARK)
     * @param device the only interface to use (SO_BINDTODEVICE)
     * @param receiveBuffer room for waiting packets in octets; 0: as the machine has it
     * @param filter which packets are received; empty: all
     */
    public record Options(OptionalInt mark, Optional<String> device, int receiveBuffer, Optional<SocketFilter> filter) {

        public static final Options PLAIN = new Options(OptionalInt.empty(), Optional.empty(), 0, Optional.empty());
        /** Receives nothing. */
        public static final Options ONLY_SENDING = PLAIN.withFilter(SocketFilter.NOTHING);

        public Options withMark(int newMark) {
            return new Options(OptionalInt.of(newMark), device, receiveBuffer, filter);
        }

        public Options withDevice(String newDevice) {
            return new Options(mark, Optional.of(newDevice), receiveBuffer, filter);
        }

        public Options withReceiveBuffer(int octets) {
            return new Options(mark, device, octets, filter);
        }

        public Options withFilter(SocketFilter newFilter) {
            return new Options(mark, device, receiveBuffer, Optional.of(newFilter));
        }
    }

    private RawSocket(Fd fd) {
        this.fd = fd;
    }

    /**
     * Opens a socket.
     *
     * @param protocol the IP protocol number
     * @param local receive only what is sent to this address; unspecified: all
     * @throws NativeException without CAP_NET_RAW
     */
    public static RawSocket open(int protocol, Ipv4 local, Options options) {
        Fd fd = Fd.socket(Fd.AF_INET, Fd.SOCK_RAW, protocol, "raw socket of protocol " + protocol);
        try {
            options.filter().ifPresent(filter -> filter.attachTo(fd));
            fd.setOption("IP_HDRINCL", Message.SOL_IP, IP_HDRINCL, 1);
            options.mark().ifPresent(mark -> fd.setOption("SO_MARK", Fd.SOL_SOCKET, Fd.SO_MARK, mark));
            options.device().ifPresent(fd::bindToDevice);
            if (options.receiveBuffer() > 0) {
                fd.setReceiveBuffer(options.receiveBuffer());
            }
            InetSockets.bind(fd, new Endpoint(local, 0));
            return new RawSocket(fd);
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    /** Room for {@code octets} of packets that the interfaces have not taken yet, as far as the machine lets us. */
    public void setSendBuffer(int octets) {
        fd.setSendBuffer(octets);
    }

    /**
     * From now on the kernel neither believes ICMP errors about what this socket sends, nor holds back what is longer than
     * they say: it is only longer than the MTU of the interface that a packet is refused for.
     */
    public void ignorePathMtu() {
        fd.setOption("IP_MTU_DISCOVER", Message.SOL_IP, IP_MTU_DISCOVER, IP_PMTUDISC_INTERFACE);
    }

    /** From now on receives what passes {@code filter}; packets that wait already were judged by the one before. */
    public void setFilter(SocketFilter filter) {
        filter.attachTo(fd);
    }

    public Fd fd() {
        return fd;
    }

    /** Receives one packet, header first: its length, or a negated {@link Errno}; -EAGAIN when none waits. */
    public int receive(NativeBuffer buffer, int offset, int length) {
        return receiving.receive(fd, buffer, offset, length);
    }

    /**
     * Sends one packet that begins with its IP header: its length, or a negated {@link Errno}, such as -EMSGSIZE when it
     * is longer than the MTU of the way out.
     *
     * @param destination the address that is routed to, normally that of the header
     */
    public int send(NativeBuffer buffer, int offset, int length, Ipv4 destination) {
        sending.toInet(destination, 0);
        sending.withoutControl();
        return sending.send(fd, buffer, offset, length);
    }

    /** As {@link #send(NativeBuffer, int, int, Ipv4)}, by the interface with that index whatever the routes say. */
    public int send(NativeBuffer buffer, int offset, int length, Ipv4 destination, int interfaceIndex) {
        sending.toInet(destination, 0);
        sending.withPacketInfo(interfaceIndex, Ipv4.UNSPECIFIED);
        return sending.send(fd, buffer, offset, length);
    }

    /** Sends {@code count} packets of {@code batch} from {@code first} on: how many, or a negated {@link Errno} for the first. */
    public int send(PacketBatch batch, int first, int count) {
        return batch.send(fd, first, count);
    }

    @Override
    public void close() {
        fd.close();
    }
}
