package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.mobileip.host.HostException;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** On the loopback interface, with a socket that has the port before. */
class UdpSegmentsTest {

    private static final Ipv4 LOOPBACK = Ipv4.parse("127.0.0.1");
    private static final int SENT_FROM = Ipv4.parse("127.0.0.7").bits();

    private final UdpSocket bound = UdpSocket.bind(new Endpoint(Ipv4.UNSPECIFIED, 0), UdpSocket.Options.PLAIN);
    private final UdpSocket receiver = UdpSocket.bind(new Endpoint(LOOPBACK, 0), UdpSocket.Options.PLAIN);
    private final UdpSegments segments = UdpSegments.beside(bound.fd(), OptionalInt.empty());

    @AfterEach
    void close() {
        segments.close();
        bound.close();
        receiver.close();
    }

    private Datagram received(UdpSocket socket) {
        new PollSet(socket.fd()).await(2000);
        return socket.receive().orElseThrow();
    }

    @Test
    void threeComeAsThreeFromThePortOfTheOtherSocket() {
        NativeBuffer buffer = NativeBuffer.allocate(64);
        buffer.put(0, Octets.ofHex("0101010101 0202020202 ff 030303"));
        segments.clear();
        segments.add(buffer, 0, 5);
        segments.add(buffer, 5, 5);
        segments.add(buffer, 11, 3);
        int port = receiver.local().port();
        assertThat(segments.send(SENT_FROM, LOOPBACK.bits(), port, 0, 64, 0)).isEqualTo(13);
        for (String payload : new String[] {"0101010101", "0202020202", "030303"}) {
            Datagram datagram = received(receiver);
            assertThat(datagram.payload()).isEqualTo(Octets.ofHex(payload));
            assertThat(datagram.from())
                    .isEqualTo(new Endpoint(new Ipv4(SENT_FROM), bound.local().port()));
        }
    }

    /** RFC 5737: nobody's. */
    @Test
    void anAddressThatIsNotOursAnyMoreIsNoReasonToRefuse() {
        Assumptions.assumeTrue(
                Privileges.missing(Privileges.Capability.CAP_NET_RAW).isEmpty(), "no right to");
        NativeBuffer buffer = NativeBuffer.allocate(16);
        segments.clear();
        segments.add(buffer, 0, 5);
        segments.add(buffer, 5, 5);
        int port = receiver.local().port();
        assertThat(segments.send(Ipv4.parse("192.0.2.99").bits(), LOOPBACK.bits(), port, 0, 64, 0))
                .isEqualTo(10);
    }

    @Test
    void whatComesToThePortTheOtherSocketReceives() {
        Endpoint port = new Endpoint(LOOPBACK, bound.local().port());
        for (int i = 0; i < 3; i++) {
            receiver.send(LOOPBACK, port, OptionalInt.empty(), Octets.ofHex("0a"));
            assertThat(received(bound).payload()).isEqualTo(Octets.ofHex("0a"));
        }
    }

    @Test
    void nobodyElseCanBindThePortAfterwards() {
        Endpoint port = new Endpoint(Ipv4.UNSPECIFIED, bound.local().port());
        assertThatThrownBy(() -> UdpSocket.bind(port, UdpSocket.Options.PLAIN.withReuseAddress()))
                .isInstanceOf(HostException.class);
    }
}
