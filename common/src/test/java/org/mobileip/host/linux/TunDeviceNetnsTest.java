package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mobileip.testing.NetnsSupport.ip;

import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

@Tag("netns")
@Timeout(60)
final class TunDeviceNetnsTest {

    private static final Ipv4 OURS = Ipv4.parse("10.10.0.57");

    private NetworkNamespace namespace;

    @BeforeEach
    void create() {
        NetnsSupport.assumeAvailable();
        namespace = NetworkNamespace.create("tun");
    }

    @AfterEach
    void close() {
        if (namespace != null) {
            namespace.close();
        }
    }

    private TunDevice tun(String name, TunDevice.Options options) {
        return namespace.call(() -> TunDevice.create(name, options));
    }

    @Test
    void makesAnInterfaceWithALongQueueThatGoesWithIt() {
        try (TunDevice device = tun("mip0", TunDevice.Options.PLAIN)) {
            assertThat(device.name()).isEqualTo("mip0");
            assertThat(ip(namespace, "link show mip0"))
                    .startsWith(device.index() + ": mip0:")
                    .contains("qlen 5000");
        }
        assertThat(ip(namespace, "link show")).doesNotContain("mip0");
    }

    @Test
    void takesTheFirstFreeNameOfAPattern() {
        try (TunDevice first = tun("mipha%d", TunDevice.Options.PLAIN);
                TunDevice second = tun("mipha%d", TunDevice.Options.PLAIN)) {
            assertThat(first.name()).isEqualTo("mipha0");
            assertThat(second.name()).isEqualTo("mipha1");
        }
    }

    @Test
    void saysWhatHasTheName() {
        ip(namespace, "tuntap add dev stale mode tun");
        ip(namespace, "link add wire type veth peer name reiw");
        try (TunDevice device = tun("mip0", TunDevice.Options.PLAIN)) {
            assertThatThrownBy(() -> tun(device.name(), TunDevice.Options.PLAIN))
                    .hasMessage("create TUN device mip0: another process uses a TUN device of that name (errno 16)");
        }
        assertThatThrownBy(() -> tun("stale", TunDevice.Options.PLAIN))
                .hasMessageContaining("no process uses it; remove it with: ip link delete stale");
        assertThatThrownBy(() -> tun("wire", TunDevice.Options.PLAIN)).hasMessageContaining("not a TUN device");
        assertThatThrownBy(() -> tun("sixteen-letters-", TunDevice.Options.PLAIN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesAreReceivedAndWhatIsSentIsRead() {
        checkBothWays(TunDevice.Options.PLAIN, 0);
    }

    @Test
    void bothWaysWithAVirtioNetHeaderBeforeEachPacket() {
        checkBothWays(TunDevice.Options.VNET_HEADER, TunDevice.VNET_HEADER_SIZE);
    }

    private void checkBothWays(TunDevice.Options options, int headerSize) {
        NativeBuffer buffer = NativeBuffer.allocate(2048);
        // 10.10.0.200:40000 to 10.10.0.57:434, no UDP checksum, payload c0ffee; header checksum by hand.
        Octets packet = Octets.ofHex("4500001f00014000401125b9 0a0a00c8 0a0a0039 9c4001b2 000b0000 c0ffee");
        try (TunDevice device = tun("mip0", options)) {
            buffer.put(headerSize, packet);
            assertThat(device.write(buffer, 0, headerSize + packet.size())).isEqualTo(-Errno.EIO);
            ip(namespace, "address add 10.10.0.57/24 dev mip0");
            ip(namespace, "link set mip0 up");
            try (UdpSocket socket =
                    namespace.call(() -> UdpSocket.bind(new Endpoint(OURS, 434), UdpSocket.Options.PLAIN))) {
                assertThat(device.write(buffer, 0, headerSize + packet.size())).isEqualTo(headerSize + packet.size());
                new PollSet(socket.fd()).await(5000);
                assertThat(socket.receive().orElseThrow().payload()).isEqualTo(Octets.ofHex("c0ffee"));
                Endpoint away = new Endpoint(Ipv4.parse("10.10.0.200"), 434);
                socket.send(OURS, away, OptionalInt.empty(), Octets.ofHex("decaf0"));
            }
            int length = headerSize + packet.size();
            assertThat(readIpv4(device, buffer, headerSize)).isEqualTo(length);
            assertThat(buffer.octets(0, headerSize)).isEqualTo(Octets.of(new byte[headerSize]));
            assertThat(buffer.octets(headerSize + 12, 8)).isEqualTo(Octets.ofHex("0a0a0039 0a0a00c8"));
            assertThat(buffer.octets(length - 3, 3)).isEqualTo(Octets.ofHex("decaf0"));
        }
    }

    /** Reads past what IPv6 sends of its own accord when an interface comes up. */
    private static int readIpv4(TunDevice device, NativeBuffer buffer, int headerSize) {
        int length;
        do {
            length = device.read(buffer, 0, buffer.size());
        } while (length > 0 && buffer.inNetworkOrder().get(headerSize) >> 4 != 4);
        return length;
    }

    @Test
    void hasSeveralQueuesAndGoesWithTheLast() {
        TunDevice first = tun("mip0", TunDevice.Options.VNET_HEADER.withSeveralQueues());
        try (TunDevice second = namespace.call(first::anotherQueue)) {
            assertThat(second.index()).isEqualTo(first.index());
            assertThat(second.name()).isEqualTo("mip0");
            assertThat(ip(namespace, "-d link show mip0")).contains("multi_queue");
            first.close();
            assertThat(ip(namespace, "link show mip0")).startsWith(second.index() + ": mip0:");
        }
        assertThat(ip(namespace, "link show")).doesNotContain("mip0");
    }

    @Test
    void oneThatWasMadeForOneQueueHasNoOther() {
        try (TunDevice device = tun("mip0", TunDevice.Options.VNET_HEADER)) {
            assertThatThrownBy(() -> namespace.call(device::anotherQueue))
                    .isInstanceOf(NativeException.class)
                    .hasMessageStartingWith("another queue of mip0");
        }
    }

    @Test
    void nothingToReadIsNoError() {
        try (TunDevice device = tun("mip0", TunDevice.Options.PLAIN)) {
            assertThat(device.read(NativeBuffer.allocate(64), 0, 64)).isEqualTo(-Errno.EAGAIN);
            ip(namespace, "link delete mip0");
            assertThat(device.read(NativeBuffer.allocate(64), 0, 64)).isEqualTo(-Errno.EBADFD);
        }
    }
}
