package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.PacketBatch;
import org.mobileip.host.linux.RawSocket;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;

/** Packets that the kernel is given with one call, by two links. */
@Tag("netns")
@Timeout(60)
class PacketBatchNetnsTest {

    private static final Ipv4 FAR = Ipv4.parse("203.0.113.9");
    private static final Ipv4 OURS = Ipv4.parse("192.0.2.1");
    private static final int LONGER_THAN_A_LINK_TAKES = 1501;

    private NetworkNamespace near;
    private NetworkNamespace far;

    @BeforeEach
    void connect() {
        NetnsSupport.assumeAvailable();
        near = NetworkNamespace.create("near");
        far = NetworkNamespace.create("far");
        link("usual", "192.0.2.1/24", 100);
        link("other", "198.51.100.1/24", 200);
    }

    @AfterEach
    void close() {
        near.close();
        far.close();
    }

    private void link(String name, String address, int metric) {
        ip(near, "link add " + name + " type veth peer name " + name + " netns " + far.path());
        ip(near, "address add " + address + " dev " + name);
        ip(near, "link set " + name + " up");
        ip(far, "link set " + name + " up");
        ip(near, "route add default dev " + name + " metric " + metric);
        ip(near, "neighbour add " + FAR + " lladdr 02:00:00:00:00:01 dev " + name);
    }

    private int index(String link) {
        return NetnsSupport.indexOf(near, link);
    }

    @Test
    void eachLeavesByTheLinkThatWasChosenForItAndOneThatIsRefusedStopsThem() {
        NativeBuffer buffer = NativeBuffer.allocate(4 * 2048);
        PacketBatch batch = new PacketBatch(4);
        int[] links = {0, index("other"), 0, 0};
        for (int i = 0; i < links.length; i++) {
            byte[] payload = new byte[i == 2 ? LONGER_THAN_A_LINK_TAKES - 20 : 10];
            payload[0] = (byte) i;
            Octets packet = Packets.ipv4(0, 1 + i, Packets.DONT_FRAGMENT, 64, 4, OURS, FAR, Octets.of(payload));
            buffer.put(i * 2048, packet);
            batch.set(i, buffer, i * 2048, packet.size(), FAR, links[i]);
        }
        try (Capture usual = new Capture(far, "usual");
                Capture other = new Capture(far, "other");
                RawSocket raw = near.call(() -> RawSocket.open(4, Ipv4.UNSPECIFIED, RawSocket.Options.ONLY_SENDING))) {
            assertThat(raw.send(batch, 0, 4)).isEqualTo(2);
            assertThat(raw.send(batch, 2, 2)).isEqualTo(-Errno.EMSGSIZE);
            assertThat(raw.send(batch, 3, 1)).isEqualTo(1);
            assertThat(usual.await(packet -> packet.ipv4(16).equals(FAR) && packet.u8(20) == 3))
                    .isPresent();
            assertThat(other.await(packet -> packet.ipv4(16).equals(FAR))).isPresent();
            assertThat(usual.datagrams().stream()
                            .filter(packet -> packet.u8(9) == 4)
                            .map(packet -> packet.u8(20)))
                    .containsExactly(0, 3);
            assertThat(other.datagrams().stream()
                            .filter(packet -> packet.u8(9) == 4)
                            .map(packet -> packet.u8(20)))
                    .containsExactly(1);
        }
    }
}
