package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mobileip.testing.NetnsSupport.ip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.discovery.linux.AdvertisingPort;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/** Two interfaces of one veth pair, in two namespaces: a 10.1.0.1/24 with 10.2.0.1 beside it, b 10.1.0.2/24. */
// One piece: all kinds of sockets are on the same wire, and most promises are about two kinds, one that sends and one
// that hears.
@Tag("netns")
@Timeout(60)
final class SocketsNetnsTest {

    private static final Ipv4 A = Ipv4.parse("10.1.0.1");
    private static final Ipv4 A_SECOND = Ipv4.parse("10.2.0.1");
    private static final Ipv4 B = Ipv4.parse("10.1.0.2");
    private static final MacAddress MAC_A = MacAddress.parse("02:00:00:00:00:0a");
    private static final MacAddress MAC_B = MacAddress.parse("02:00:00:00:00:0b");

    private NetworkNamespace a;
    private NetworkNamespace b;

    @BeforeEach
    void connect() {
        NetnsSupport.assumeAvailable();
        a = NetworkNamespace.create("a");
        b = NetworkNamespace.create("b");
        a.disableIpv6(); // What a link says by itself when it comes up is for others too.
        b.disableIpv6();
        String peer = " type veth peer name veth0 address " + MAC_B + " netns " + b.path();
        ip(a, "link add veth0 address " + MAC_A + peer);
        ip(a, "address add 10.1.0.1/24 dev veth0");
        ip(a, "address add 10.2.0.1/32 dev lo");
        ip(b, "address add 10.1.0.2/24 dev veth0");
        ip(a, "link set veth0 up");
        ip(b, "link set veth0 up");
        ip(b, "route add 10.2.0.1/32 via 10.1.0.1");
    }

    @AfterEach
    void close() {
        if (a != null) {
            a.close();
        }
        if (b != null) {
            b.close();
        }
    }

    private static int indexIn(NetworkNamespace namespace, String name) {
        return namespace.call(() -> InterfaceRequest.indexOf(name));
    }

    private static Optional<Datagram> await(UdpSocket socket) {
        new PollSet(socket.fd()).await(5000);
        return socket.receive();
    }

    @Test
    void whereTheWayOutCannotCutManyDatagramsTheyGoOneByOne() {
        ip(a, "link set veth0 mtu 100");
        ip(b, "link set veth0 mtu 100");
        try (UdpSocket atA = a.call(() -> UdpSocket.bind(new Endpoint(A, 434), UdpSocket.Options.PLAIN));
                UdpSocket atB = b.call(() -> UdpSocket.bind(new Endpoint(B, 434), UdpSocket.Options.PLAIN))) {
            UdpSendBatch batch = new UdpSendBatch(20, 150);
            for (int i = 0; i < 20; i++) {
                batch.put(i, Octets.ofHex("%02x".formatted(i).repeat(150)));
                batch.address(i, A, 0, atB.local(), 150);
            }
            for (int sent = 0; sent < 20; ) {
                sent += Math.max(1, atA.send(batch, sent, 20 - sent));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(await(atB).orElseThrow().payload())
                        .isEqualTo(Octets.ofHex("%02x".formatted(i).repeat(150)));
            }
        }
    }

    @Test
    void datagramsTellWhereTheyWereSentAndLeaveFromTheAddressTheyAreTold() {
        InstantSource noon = InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));
        try (UdpSocket atA = a.call(
                        () -> UdpSocket.bind(new Endpoint(Ipv4.UNSPECIFIED, 434), UdpSocket.Options.PLAIN, noon));
                UdpSocket atB = b.call(() -> UdpSocket.bind(new Endpoint(B, 0), UdpSocket.Options.PLAIN))) {
            atB.send(B, new Endpoint(A_SECOND, 434), OptionalInt.empty(), Octets.ofHex("01"));

            Datagram request = await(atA).orElseThrow();
            assertThat(request)
                    .isEqualTo(new Datagram(
                            atB.local(),
                            new Endpoint(A_SECOND, 434),
                            indexIn(a, "veth0"),
                            noon.instant(),
                            Octets.ofHex("01")));

            atA.send(A_SECOND, request.from(), OptionalInt.empty(), Octets.ofHex("03"));
            assertThat(await(atB).orElseThrow().from()).isEqualTo(new Endpoint(A_SECOND, 434));
            assertThat(atB.receive()).isEmpty();
        }
    }

    @Test
    void carriesTheLargestDatagramThereIs() {
        Octets largest = Octets.of(new byte[65507]);
        try (UdpSocket atA = a.call(() -> UdpSocket.bind(new Endpoint(A, 434), UdpSocket.Options.PLAIN));
                UdpSocket atB = b.call(() -> UdpSocket.bind(new Endpoint(B, 0), UdpSocket.Options.PLAIN))) {
            atB.send(Ipv4.UNSPECIFIED, atA.local(), OptionalInt.empty(), largest);
            assertThat(await(atA).orElseThrow().payload()).isEqualTo(largest);
        }
    }

    @Test
    void sendsByTheInterfaceItIsToldAndBroadcastsWhereAllowed() {
        int veth = indexIn(b, "veth0");
        try (UdpSocket atA =
                        a.call(() -> UdpSocket.bind(new Endpoint(Ipv4.UNSPECIFIED, 434), UdpSocket.Options.PLAIN));
                UdpSocket plain = b.call(() -> UdpSocket.bind(new Endpoint(B, 0), UdpSocket.Options.PLAIN));
                UdpSocket allowed =
                        b.call(() -> UdpSocket.bind(new Endpoint(B, 0), UdpSocket.Options.PLAIN.withBroadcast()))) {
            Endpoint everybody = new Endpoint(Ipv4.BROADCAST, 434);
            assertThatThrownBy(() -> plain.send(B, everybody, OptionalInt.of(veth), Octets.EMPTY))
                    .hasMessage("send to 255.255.255.255:434: Permission denied (errno 13)");

            allowed.send(B, everybody, OptionalInt.of(veth), Octets.EMPTY);
            assertThat(await(atA).orElseThrow().to()).isEqualTo(everybody);
        }
    }

    @Test
    void marksWhatItSends() {
        ip(b, "rule add fwmark 0x4d49 blackhole");
        try (UdpSocket marked =
                        b.call(() -> UdpSocket.bind(new Endpoint(B, 0), UdpSocket.Options.PLAIN.withMark(0x4d49)));
                UdpSocket plain = b.call(() -> UdpSocket.bind(new Endpoint(B, 0), UdpSocket.Options.PLAIN))) {
            Endpoint to = new Endpoint(A, 434);
            plain.send(B, to, OptionalInt.empty(), Octets.EMPTY);
            assertThatThrownBy(() -> marked.send(B, to, OptionalInt.empty(), Octets.EMPTY))
                    .isInstanceOf(NativeException.class);
        }
    }

    /** An IPv4 header of 20 octets, its checksum left to the kernel, before {@code payload}. */
    private static int packet(NativeBuffer buffer, int protocol, Ipv4 source, Ipv4 destination, Octets payload) {
        buffer.inNetworkOrder()
                .putInt(0, 0x45000000)
                .putInt(4, 0x00014000)
                .putInt(8, 0x40000000 | protocol << 16)
                .putInt(12, source.bits())
                .putInt(16, destination.bits());
        buffer.put(20, payload);
        return 20 + payload.size();
    }

    @Test
    void rawSocketsCarryWholePacketsOfTheirProtocolAndAddress() {
        NativeBuffer buffer = NativeBuffer.allocate(2000);
        try (RawSocket atA = a.call(() -> RawSocket.open(4, A, RawSocket.Options.PLAIN));
                RawSocket atB = b.call(() -> RawSocket.open(4, Ipv4.UNSPECIFIED, RawSocket.Options.ONLY_SENDING))) {
            int toSecond = packet(buffer, 4, B, A_SECOND, Octets.ofHex("aa"));
            assertThat(atB.send(buffer, 0, toSecond, A_SECOND)).isEqualTo(21);
            int toFirst = packet(buffer, 4, B, A, Octets.ofHex("bb"));
            assertThat(atB.send(buffer, 0, toFirst, A)).isEqualTo(21);
            buffer.clear();

            new PollSet(atA.fd()).await(5000);
            assertThat(atA.receive(buffer, 100, 1900)).isEqualTo(21);
            assertThat(buffer.octets(112, 9)).isEqualTo(Octets.ofHex("0a010002 0a010001 bb"));
            assertThat(atA.receive(buffer, 0, 2000)).isEqualTo(-Errno.EAGAIN);
            assertThat(atB.send(buffer, 0, 1501, A)).isNegative();
        }
    }

    @Test
    void packetSocketsCarryArpWithItsSender() {
        int vethA = indexIn(a, "veth0");
        int vethB = indexIn(b, "veth0");
        PacketSocket.Options arpOnly =
                PacketSocket.Options.PLAIN.withFilter(SocketFilter.ARP).withoutOutgoing();
        Octets reply = Octets.ofHex("0001 0800 06 04 0002 02000000000b 0a010063 02000000000a 0a010001");
        try (PacketSocket atA = a.call(
                        () -> PacketSocket.open(vethA, PacketSocket.ETHERTYPE_ALL, PacketSocket.Kind.COOKED, arpOnly));
                PacketSocket atB = b.call(() -> PacketSocket.open(
                        vethB, PacketSocket.ETHERTYPE_ARP, PacketSocket.Kind.COOKED, PacketSocket.Options.PLAIN))) {
            atB.send(vethB, MAC_A, reply);

            new PollSet(atA.fd()).await(5000);
            assertThat(atA.receive())
                    .contains(new PacketSocket.Frame(vethA, PacketSocket.PacketType.TO_US, MAC_B, 0x0806, reply));
            assertThat(atA.receive()).isEmpty();
        }
    }

    @Test
    void packetSocketsThatOnlySendHearNoTypeOfFrame() {
        int vethA = indexIn(a, "veth0");
        int vethB = indexIn(b, "veth0");
        try (PacketSocket atA = a.call(
                        () -> PacketSocket.open(vethA, 0x88b5, PacketSocket.Kind.COOKED, PacketSocket.Options.PLAIN));
                PacketSocket atB = b.call(() -> PacketSocket.sender(0x88b5, PacketSocket.Kind.COOKED))) {
            assertThat(typesHeardIn(a)).containsExactly("88b5");
            assertThat(typesHeardIn(b)).containsExactly("0000");
            atB.send(vethB, MAC_A, Octets.ofHex("c0ffee"));

            new PollSet(atA.fd()).await(5000);
            assertThat(atA.receive().orElseThrow().octets()).isEqualTo(Octets.ofHex("c0ffee"));
        }
    }

    /** From nobody to all routers (RFC 1256), once with the tag of VLAN 7: checksums by Python. */
    @Test
    void hearsWhoSolicitsOnItsOwnLinkAndIsSharedNoPacketThatIpHas() {
        int vethA = indexIn(a, "veth0");
        int vethB = indexIn(b, "veth0");
        String packet = "4500001c000000000101d9df00000000e00000020a00f5ff00000000";
        try (AdvertisingPort atA = a.call(() -> new AdvertisingPort(vethA));
                PacketSocket atB = b.call(() -> PacketSocket.sender(0x0800, PacketSocket.Kind.RAW))) {
            assertThat(typesHeardIn(a)).containsExactlyInAnyOrder("0003", "0000");
            MacAddress allRouters = MacAddress.parse("01:00:5e:00:00:02");
            atB.send(vethB, allRouters, Octets.ofHex("01005e000002 02000000000b 8100 0007 0800" + packet));
            atB.send(vethB, allRouters, Octets.ofHex("01005e000002 02000000000b 0800" + packet));

            new PollSet(atA.fd()).await(5000);
            assertThat(atA.solicitations()).isEqualTo(1);
        }
    }

    /** The types of frame that the packet sockets there are bound to, as the kernel shows them: column "Proto" (packet(7)). */
    private static List<String> typesHeardIn(NetworkNamespace namespace) {
        return namespace.call(() -> lines(Path.of("/proc/thread-self/net/packet"))).stream()
                .skip(1)
                .map(line -> line.strip().split(" +", -1)[3])
                .toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void rawPacketSocketsHaveTheEthernetHeaderAndMayHaveAVirtioNetHeader() {
        int vethA = indexIn(a, "veth0");
        int vethB = indexIn(b, "veth0");
        Octets frame = Octets.ofHex("02000000000a 02000000000b 88b5 c0ffee");
        try (PacketSocket atA = a.call(() -> PacketSocket.open(
                        vethA, 0x88b5, PacketSocket.Kind.RAW, PacketSocket.Options.PLAIN.withVnetHeader()));
                PacketSocket atB = b.call(
                        () -> PacketSocket.open(vethB, 0x88b5, PacketSocket.Kind.RAW, PacketSocket.Options.PLAIN))) {
            atB.send(vethB, MAC_A, frame);

            new PollSet(atA.fd()).await(5000);
            assertThat(atA.receive().orElseThrow().octets())
                    .isEqualTo(Octets.of(new byte[10]).plus(frame));
        }
        assertThatThrownBy(() -> PacketSocket.open(
                        1, 0x88b5, PacketSocket.Kind.COOKED, PacketSocket.Options.PLAIN.withVnetHeader()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void arrivalsAndCapturedFramesCarryTheMomentTheKernelHadThem() {
        int vethA = indexIn(a, "veth0");
        try (VirtualLinks links = new VirtualLinks(b)) {
            links.takeOffloadsOff("veth0");
        }
        try (PacketCapture capture = a.call(() -> PacketCapture.open(vethA, 1 << 20));
                ProbeSocket atA = a.call(() -> ProbeSocket.udp(new Endpoint(A, 434), 1 << 20));
                UdpSocket atB = b.call(() -> UdpSocket.bind(new Endpoint(B, 7000), UdpSocket.Options.PLAIN))) {
            NativeBuffer buffer = NativeBuffer.allocate(100);
            PacketCapture.Frame frame = exchange(atB, atA, buffer, capture);
            // The kernel begins to note the moment of arrival some time after the first socket asked for it.
            for (int tries = 0; tries < 1000 && atA.receivedAtNanos() != frame.atNanos(); tries++) {
                frame = exchange(atB, atA, buffer, capture);
            }
            assertThat(atA.receivedAtNanos()).isEqualTo(frame.atNanos()).isPositive();
            assertThat(frame.type()).isEqualTo(PacketSocket.PacketType.TO_US);
            assertThat(frame.octets().slice(34)).isEqualTo(Octets.ofHex("1b58 01b2 000b 1fc9 c0ffee"));
            assertThat(buffer.octets(0, 3)).isEqualTo(Octets.ofHex("c0ffee"));
            assertThat(capture.dropped()).isZero();

            assertThat(atA.send(buffer, 0, 3, atB.local())).isEqualTo(3);
            assertThat(nextIpv4(capture).isOutgoing()).isTrue();
        }
    }

    /** 10.1.0.2:7000 to 10.1.0.1:434, payload c0ffee: UDP checksum by hand. */
    private static PacketCapture.Frame exchange(
            UdpSocket from, ProbeSocket to, NativeBuffer buffer, PacketCapture capture) {
        from.send(B, new Endpoint(A, 434), OptionalInt.empty(), Octets.ofHex("c0ffee"));
        new PollSet(to.fd()).await(5000);
        assertThat(to.receive(buffer, 0, 100)).isEqualTo(3);
        assertThat(to.from()).isEqualTo(from.local());
        assertThat(to.dropped()).isZero();
        return nextIpv4(capture);
    }

    private static PacketCapture.Frame nextIpv4(PacketCapture capture) {
        PacketCapture.Frame frame = capture.receive().orElseThrow();
        while (frame.octets().u16(12) != 0x0800) {
            frame = capture.receive().orElseThrow();
        }
        return frame;
    }

    @Test
    void probesCanWaitForTheirAddressAndSayWhatTheKernelRefuses() {
        Ipv4 notThereYet = Ipv4.parse("10.1.0.7");
        NativeBuffer buffer = NativeBuffer.allocate(100);
        try (ProbeSocket atA = a.call(() -> ProbeSocket.udp(new Endpoint(A, 7000), 1 << 20));
                ProbeSocket atB = b.call(() -> ProbeSocket.udp(new Endpoint(notThereYet, 7000), 1 << 20))) {
            assertThat(atB.send(buffer, 0, 1, new Endpoint(A, 7000))).isEqualTo(-Errno.ENETUNREACH);
            ip(b, "address add 10.1.0.7/24 dev veth0");
            assertThat(atB.send(buffer, 0, 1, new Endpoint(A, 7000))).isEqualTo(1);
            new PollSet(atA.fd()).await(5000);
            assertThat(atA.receive(buffer, 0, 100)).isEqualTo(1);
            assertThat(atA.from()).isEqualTo(new Endpoint(notThereYet, 7000));
        }
    }

    @Test
    void probesCountWhatTheyLoseForWantOfRoom() {
        NativeBuffer buffer = NativeBuffer.allocate(1000);
        try (ProbeSocket atA = a.call(() -> ProbeSocket.udp(new Endpoint(A, 7000), 4096));
                ProbeSocket atB = b.call(() -> ProbeSocket.udp(new Endpoint(B, 7000), 1 << 20))) {
            for (int i = 0; i < 100; i++) {
                atB.send(buffer, 0, 1000, new Endpoint(A, 7000));
            }
            int received = 0;
            for (int looks = 0;
                    received + atA.dropped() < 100 && looks < 200;
                    looks++) { // On a busy machine they take their time.
                new PollSet(atA.fd()).await(25);
                received += atA.receive(buffer, 0, 1000) > 0 ? 1 : 0;
            }
            assertThat(atA.dropped()).isPositive().isEqualTo(100 - received);
        }
    }

    @Test
    void echoProbesHearTheAnswersToTheirQuestions() {
        NativeBuffer buffer = NativeBuffer.allocate(100);
        // Echo request, identifier 0x1234, sequence number 7; checksum by hand (RFC 792).
        buffer.put(0, Octets.ofHex("0800 e5c4 1234 0007"));
        try (ProbeSocket atB = b.call(() -> ProbeSocket.echo(B, 1 << 20))) {
            assertThat(atB.send(buffer, 0, 8, new Endpoint(A_SECOND, 0))).isEqualTo(8);
            new PollSet(atB.fd()).await(5000);
            assertThat(atB.receive(buffer, 0, 100)).isEqualTo(28);
            assertThat(buffer.octets(12, 16)).isEqualTo(Octets.ofHex("0a020001 0a010002 0000 edc4 1234 0007"));
            assertThat(atB.receivedAtNanos()).isPositive();
        }
    }

    @Test
    void framePortsHearWhatIsForOthersAndNotThemselves() {
        NativeBuffer buffer = NativeBuffer.allocate(2000);
        Octets frame = Octets.ofHex("0200000000ee 02000000000b 88b5 c0ffee");
        try (FramePort atA = a.call(() -> FramePort.open("veth0", 1 << 20));
                FramePort atB = b.call(() -> FramePort.open("veth0", 1 << 20))) {
            buffer.put(100, frame);
            assertThat(atB.send(buffer, 100, frame.size())).isEqualTo(17);
            new PollSet(atA.fd()).awaitNanos(5_000_000_000L);
            assertThat(atA.receive(buffer, 1000, 1000)).isEqualTo(17);
            assertThat(buffer.octets(1000, 17)).isEqualTo(frame);
            assertThat(atA.receivedAtNanos()).isPositive();
            assertThat(atA.receive(buffer, 0, 1000)).isEqualTo(-Errno.EAGAIN);
            assertThat(atB.receive(buffer, 0, 1000)).isEqualTo(-Errno.EAGAIN);
            assertThat(atA.dropped()).isZero();
        }
    }

    @Test
    void filtersLetThroughWhatTheySay() {
        int vethA = indexIn(a, "veth0");
        NativeBuffer buffer = NativeBuffer.allocate(2000);
        PacketSocket.Options tunnelled =
                PacketSocket.Options.PLAIN.withFilter(SocketFilter.ipv4(RawSocket.PROTOCOL_IPIP, A));
        PacketSocket.Options advertisements = PacketSocket.Options.PLAIN.withFilter(SocketFilter.icmp(9));
        try (PacketSocket ipip = a.call(
                        () -> PacketSocket.open(vethA, PacketSocket.ETHERTYPE_IPV4, PacketSocket.Kind.RAW, tunnelled));
                PacketSocket icmp = a.call(() -> PacketSocket.open(
                        vethA, PacketSocket.ETHERTYPE_IPV4, PacketSocket.Kind.COOKED, advertisements));
                RawSocket atB = b.call(() -> RawSocket.open(255, Ipv4.UNSPECIFIED, RawSocket.Options.ONLY_SENDING))) {
            atB.send(buffer, 0, packet(buffer, 1, B, A, Octets.ofHex("0800f7ff")), A);
            atB.send(buffer, 0, packet(buffer, 4, B, A_SECOND, Octets.ofHex("aa")), A_SECOND);
            atB.send(buffer, 0, packet(buffer, 1, B, A, Octets.ofHex("0900f6ff")), A);
            atB.send(buffer, 0, packet(buffer, 4, B, A, Octets.ofHex("bb")), A);

            new PollSet(ipip.fd()).await(5000);
            assertThat(ipip.receive().orElseThrow().octets().slice(34, 35)).isEqualTo(Octets.ofHex("bb"));
            assertThat(ipip.receive()).isEmpty();
            assertThat(icmp.receive().orElseThrow().octets().slice(20, 24)).isEqualTo(Octets.ofHex("0900f6ff"));
            assertThat(icmp.receive()).isEmpty();
        }
    }
}
