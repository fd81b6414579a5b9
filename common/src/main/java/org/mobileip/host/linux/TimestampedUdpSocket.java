package org.mobileip.host.linux;

import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** A {@link UdpSocket} that tells when the kernel had each datagram, however late we read it: for measuring. */
public final class TimestampedUdpSocket implements AutoCloseable {

    private final UdpSocket socket;

    /**
     * A datagram and its moment.
     *
     * @param atNanos when the kernel had it, by the wall clock, in nanoseconds since 1970
     */
    public record Arrival(Datagram datagram, long atNanos) {}

    private TimestampedUdpSocket(UdpSocket socket) {
        this.socket = socket;
    }

    /** As {@link UdpSocket#bind(Endpoint, UdpSocket.Options)}. */
    public static TimestampedUdpSocket bind(Endpoint local, UdpSocket.Options options) {
        UdpSocket socket = UdpSocket.bind(local, options);
        try {
            socket.fd().setOption("SO_TIMESTAMPNS", Fd.SOL_SOCKET, Fd.SO_TIMESTAMPNS, 1);
            return new TimestampedUdpSocket(socket);
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    public Fd fd() {
        return socket.fd();
    }

    /** The address and port it is bound to. */
    public Endpoint local() {
        return socket.local();
    }

    /** The next datagram that waits; empty when none does. */
    public Optional<Arrival> receive() {
        return socket.receive().map(datagram -> new Arrival(datagram, socket.receivedAtNanos()));
    }

    /** As {@link UdpSocket#send}, by the interface that the routes say. */
    public void send(Ipv4 source, Endpoint to, Octets payload) {
        socket.send(source, to, OptionalInt.empty(), payload);
    }

    @Override
    public void close() {
        socket.close();
    }
}
