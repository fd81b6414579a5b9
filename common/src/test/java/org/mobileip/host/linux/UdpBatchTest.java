package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** Java's own sockets are the other end. */
@Timeout(20)
class UdpBatchTest {

    private static final Ipv4 LOOPBACK = Ipv4.parse("127.0.0.1");
    private static final int INDEX_OF_LOOPBACK = 1;

    private final UdpBatch batch = new UdpBatch(4, 8);

    private static DatagramSocket javas() throws Exception {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(5000);
        return socket;
    }

    private static void send(DatagramSocket from, String text, String to, int port) throws Exception {
        byte[] octets = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        from.send(new DatagramPacket(octets, octets.length, InetAddress.getByName(to), port));
    }

    @Test
    void receivesManyAtOnceWithWhoSentThemAndWhereTo() throws Exception {
        try (UdpSocket ours = UdpSocket.bind(new Endpoint(Ipv4.UNSPECIFIED, 0), UdpSocket.Options.PLAIN);
                DatagramSocket one = javas();
                DatagramSocket other = javas()) {
            send(one, "a", "127.0.0.1", ours.local().port());
            send(other, "bcd", "127.0.0.2", ours.local().port());
            assertThat(ours.receive(batch)).isEqualTo(2);
            assertThat(batch.octets(0)).hasToString("61");
            assertThat(batch.octets(1)).hasToString("626364");
            assertThat(batch.fromAddress(0)).isEqualTo(LOOPBACK.bits());
            assertThat(batch.fromPort(0)).isEqualTo(one.getLocalPort());
            assertThat(batch.fromPort(1)).isEqualTo(other.getLocalPort());
            assertThat(batch.toAddress(0)).isEqualTo(0x7f000001);
            assertThat(batch.toAddress(1)).isEqualTo(0x7f000002);
            assertThat(batch.interfaceIndex(1)).isEqualTo(INDEX_OF_LOOPBACK);
            assertThat(ours.receive(batch)).isZero();
        }
    }

    @Test
    void leavesForTheNextCallWhatItHasNoRoomFor() throws Exception {
        try (UdpSocket ours = UdpSocket.bind(new Endpoint(LOOPBACK, 0), UdpSocket.Options.PLAIN);
                DatagramSocket one = javas()) {
            for (String text : new String[] {"0", "1", "2", "3", "4"}) {
                send(one, text, "127.0.0.1", ours.local().port());
            }
            assertThat(ours.receive(batch)).isEqualTo(4);
            assertThat(batch.octets(3)).hasToString("33");
            assertThat(ours.receive(batch)).isEqualTo(1);
            assertThat(batch.octets(0)).hasToString("34");
        }
    }

    @Test
    void saysWhichWereCut() throws Exception {
        try (UdpSocket ours = UdpSocket.bind(new Endpoint(LOOPBACK, 0), UdpSocket.Options.PLAIN);
                DatagramSocket one = javas()) {
            send(one, "12345678", "127.0.0.1", ours.local().port());
            send(one, "123456789", "127.0.0.1", ours.local().port());
            assertThat(ours.receive(batch)).isEqualTo(2);
            assertThat(batch.isCut(0)).isFalse();
            assertThat(batch.isCut(1)).isTrue();
            assertThat(batch.length(1)).isEqualTo(8);
        }
    }

    @Test
    void sendsEachToItsReceiverFromTheAddressItIsTold() throws Exception {
        try (UdpSocket ours = UdpSocket.bind(new Endpoint(Ipv4.UNSPECIFIED, 0), UdpSocket.Options.PLAIN);
                DatagramSocket one = javas();
                DatagramSocket other = javas()) {
            batch.put(1, Octets.ofHex("0102"));
            batch.put(2, Octets.ofHex("030405"));
            batch.address(1, Ipv4.parse("127.0.0.9"), 0, new Endpoint(LOOPBACK, one.getLocalPort()), 2);
            batch.address(2, Ipv4.UNSPECIFIED, 0, new Endpoint(LOOPBACK, other.getLocalPort()), 3);
            assertThat(ours.send(batch, 1, 2)).isEqualTo(2);

            DatagramPacket packet = new DatagramPacket(new byte[16], 16);
            one.receive(packet);
            assertThat(Octets.of(packet.getData(), 0, packet.getLength())).hasToString("0102");
            assertThat(packet.getSocketAddress())
                    .isEqualTo(new InetSocketAddress("127.0.0.9", ours.local().port()));
            other.receive(packet);
            assertThat(Octets.of(packet.getData(), 0, packet.getLength())).hasToString("030405");
        }
    }

    @Test
    void aRefusalIsThatOfTheFirstThatWasNotSent() {
        try (UdpSocket ours = UdpSocket.bind(new Endpoint(LOOPBACK, 0), UdpSocket.Options.PLAIN)) {
            batch.address(0, Ipv4.UNSPECIFIED, 0, new Endpoint(LOOPBACK, 9), 1);
            batch.address(1, Ipv4.parse("192.0.2.1"), 0, new Endpoint(LOOPBACK, 9), 1); // Not ours.
            assertThat(ours.send(batch, 0, 2)).isEqualTo(1);
            assertThat(ours.send(batch, 1, 1)).isIn(-Errno.EINVAL, -Errno.ENETUNREACH); // As the routes are.
        }
    }
}
