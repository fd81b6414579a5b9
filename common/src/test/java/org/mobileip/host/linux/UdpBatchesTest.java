package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** Java's own sockets are the other end. */
@Timeout(20)
class UdpBatchesTest {

    private static final Ipv4 LOOPBACK = Ipv4.parse("127.0.0.1");
    private static final int INDEX_OF_LOOPBACK = 1;

    private final UdpReceiveBatch batch = new UdpReceiveBatch(4, 8);
    private final UdpSendBatch toSend = new UdpSendBatch(100, 8);

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
            toSend.put(1, Octets.ofHex("0102"));
            toSend.put(2, Octets.ofHex("030405"));
            toSend.address(1, Ipv4.parse("127.0.0.9"), 0, new Endpoint(LOOPBACK, one.getLocalPort()), 2);
            toSend.address(2, Ipv4.UNSPECIFIED, 0, new Endpoint(LOOPBACK, other.getLocalPort()), 3);
            assertThat(ours.send(toSend, 1, 2)).isEqualTo(2);

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
            toSend.address(0, Ipv4.UNSPECIFIED, 0, new Endpoint(LOOPBACK, 9), 1);
            toSend.address(1, Ipv4.parse("192.0.2.1"), 0, new Endpoint(LOOPBACK, 9), 1); // Not ours.
            assertThat(ours.send(toSend, 0, 2)).isEqualTo(1);
            assertThat(ours.send(toSend, 1, 1)).isIn(-Errno.EINVAL, -Errno.ENETUNREACH); // As the routes are.
        }
    }

    /** Numbers {@code length} octets long, from 0 on, to {@code to}. */
    private void fill(int first, int count, int length, Endpoint to) {
        for (int i = first; i < first + count; i++) {
            toSend.put(i, Octets.ofHex("%02x".formatted(i).repeat(length)));
            toSend.address(i, LOOPBACK, 0, to, length);
        }
    }

    private static UdpSocket ours() {
        return UdpSocket.bind(new Endpoint(LOOPBACK, 0), UdpSocket.Options.PLAIN);
    }

    /** How many datagrams each message is that waits: a batch with room for one message says so. */
    private static List<Integer> messages(UdpSocket merged) {
        UdpReceiveBatch one = new UdpReceiveBatch(1, 1 << 16);
        return IntStream.generate(() -> merged.receive(one))
                .takeWhile(count -> count > 0)
                .boxed()
                .toList();
    }

    @Test
    void manyInARowToOneReceiverArriveEachByItself() throws Exception {
        try (UdpSocket ours = ours();
                DatagramSocket javas = javas()) {
            fill(0, 99, 8, new Endpoint(LOOPBACK, javas.getLocalPort()));
            fill(99, 1, 3, new Endpoint(LOOPBACK, javas.getLocalPort()));
            assertThat(ours.send(toSend, 0, 100)).isEqualTo(100);
            for (int i = 0; i < 100; i++) {
                DatagramPacket packet = new DatagramPacket(new byte[16], 16);
                javas.receive(packet);
                assertThat(Octets.of(packet.getData(), 0, packet.getLength()))
                        .isEqualTo(Octets.ofHex("%02x".formatted(i).repeat(i < 99 ? 8 : 3)));
                assertThat(packet.getPort()).isEqualTo(ours.local().port());
            }
        }
    }

    @Test
    void manyInARowGoTheWayAsOneButAFewDoNot() {
        try (UdpSocket ours = ours();
                UdpSocket merged = ours()) {
            merged.receiveMerged();
            fill(0, 100, 8, merged.local());
            assertThat(ours.send(toSend, 0, 100)).isEqualTo(100);
            assertThat(messages(merged)).containsExactly(64, 36); // UDP_MAX_SEGMENTS of Linux 4.18 to 6.8
            assertThat(ours.send(toSend, 0, 7)).isEqualTo(7);
            assertThat(messages(merged)).hasSize(7);
        }
    }

    @Test
    void whatIsLongerOrElsewhereOrFromElsewhereBeginsAnew() {
        try (UdpSocket ours = UdpSocket.bind(new Endpoint(Ipv4.UNSPECIFIED, 0), UdpSocket.Options.PLAIN);
                UdpSocket merged = ours();
                UdpSocket other = ours()) {
            merged.receiveMerged();
            other.receiveMerged();
            fill(0, 10, 5, merged.local());
            fill(10, 10, 6, merged.local());
            fill(20, 10, 6, other.local());
            fill(30, 10, 6, merged.local());
            for (int i = 40; i < 50; i++) {
                toSend.address(i, Ipv4.parse("127.0.0.9"), 0, merged.local(), 6);
            }
            assertThat(ours.send(toSend, 0, 50)).isEqualTo(50);
            assertThat(messages(merged)).containsExactly(10, 10, 10, 10);
            assertThat(messages(other)).containsExactly(10);
        }
    }

    @Test
    void whatCameTogetherIsTakenApart() {
        try (UdpSocket ours = ours();
                UdpSocket merged = ours()) {
            merged.receiveMerged();
            fill(0, 9, 8, merged.local());
            fill(9, 1, 2, merged.local());
            ours.send(toSend, 0, 10);
            UdpReceiveBatch received = new UdpReceiveBatch(2, 1 << 16);
            assertThat(merged.receive(received)).isEqualTo(10);
            for (int i = 0; i < 10; i++) {
                assertThat(received.octets(i))
                        .isEqualTo(Octets.ofHex("%02x".formatted(i).repeat(i < 9 ? 8 : 2)));
                assertThat(received.payloads().get(received.at(i))).isEqualTo((byte) i);
                assertThat(received.fromPort(i)).isEqualTo(ours.local().port());
                assertThat(received.fromAddress(i)).isEqualTo(LOOPBACK.bits());
                assertThat(received.toAddress(i)).isEqualTo(LOOPBACK.bits());
                assertThat(received.interfaceIndex(i)).isEqualTo(INDEX_OF_LOOPBACK);
                assertThat(received.isCut(i)).isFalse();
            }
        }
    }

    @Test
    void emptyOnesArriveToo() {
        try (UdpSocket ours = ours();
                UdpSocket receiver = ours()) {
            fill(0, 10, 0, receiver.local());
            assertThat(ours.send(toSend, 0, 10)).isEqualTo(10);
            UdpReceiveBatch received = new UdpReceiveBatch(16, 8);
            assertThat(receiver.receive(received)).isEqualTo(10);
            assertThat(received.length(9)).isZero();
        }
    }

    @Test
    void anAddressThatCanBeNoSourceDoesNotEndThatManyGoAsOne() {
        try (UdpSocket ours = ours();
                UdpSocket merged = ours()) {
            merged.receiveMerged();
            for (int i = 0; i < 10; i++) {
                toSend.address(i, Ipv4.parse("224.0.0.1"), 0, merged.local(), 8);
            }
            assertThat(ours.send(toSend, 0, 10)).isEqualTo(-Errno.EINVAL); // As for what cannot be cut.
            fill(0, 10, 8, merged.local());
            assertThat(ours.send(toSend, 0, 10)).isEqualTo(10);
            assertThat(messages(merged)).containsExactly(10);
        }
    }
}
