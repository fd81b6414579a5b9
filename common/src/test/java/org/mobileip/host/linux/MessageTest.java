package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/** The layout that C's offsetof() and CMSG_LEN gave on x86_64 with glibc 2.36; that it works, the socket tests show. */
final class MessageTest {

    private final Message message = new Message();
    private final ByteBuffer words = message.memory().inNativeOrder();

    @Test
    void pointsAtItsOwnParts() {
        long start = message.memory().address();
        assertThat(words.getLong(0)).as("msg_name").isEqualTo(start + 72);
        assertThat(words.getLong(16)).as("msg_iov").isEqualTo(start + 56);
        assertThat(words.getLong(24)).as("msg_iovlen").isEqualTo(1);
        assertThat(words.getLong(32)).as("msg_control").isEqualTo(start + 184);
    }

    @Test
    void laysOutSocketAddresses() {
        message.toInet(Ipv4.parse("10.10.0.1"), 434);
        assertThat(words.getInt(8)).as("msg_namelen").isEqualTo(16);
        assertThat(words.getShort(72)).as("sin_family").isEqualTo((short) 2);
        assertThat(message.memory().octets(74, 6)).as("sin_port, sin_addr").isEqualTo(Octets.ofHex("01b2 0a0a0001"));
        assertThat(message.fromInet()).isEqualTo(new Endpoint(Ipv4.parse("10.10.0.1"), 434));

        message.toLink(7, 0x0806, MacAddress.parse("02:00:5e:10:00:01"));
        assertThat(words.getInt(8)).as("msg_namelen").isEqualTo(20);
        assertThat(words.getShort(72)).as("sll_family").isEqualTo((short) 17);
        assertThat(message.memory().octets(74, 2)).as("sll_protocol").isEqualTo(Octets.ofHex("0806"));
        assertThat(words.getInt(76)).as("sll_ifindex").isEqualTo(7);
        assertThat(message.memory().octets(83, 7)).as("sll_halen, sll_addr").isEqualTo(Octets.ofHex("06 02005e100001"));
        assertThat(message.linkAddress()).isEqualTo(0x02005e100001L);
    }

    @Test
    void laysOutPacketInformation() {
        message.withPacketInfo(7, Ipv4.parse("10.10.0.1"));
        assertThat(words.getLong(40)).as("msg_controllen").isEqualTo(32);
        assertThat(words.getLong(184)).as("cmsg_len").isEqualTo(28);
        assertThat(words.getInt(192)).as("cmsg_level").isEqualTo(0);
        assertThat(words.getInt(196)).as("cmsg_type").isEqualTo(8);
        assertThat(words.getInt(200)).as("ipi_ifindex").isEqualTo(7);
        assertThat(message.memory().octets(204, 4)).as("ipi_spec_dst").isEqualTo(Octets.ofHex("0a0a0001"));
        assertThat(message.findControl(0, 8)).isEqualTo(200);
        assertThat(message.findControl(1, 35)).isEqualTo(-1);
    }

    @Test
    void aControlMessageOfNoLengthEndsTheSearch() {
        words.putLong(40, 256);
        assertThat(OptionalInt.of(message.findControl(1, 35))).hasValue(-1);
    }
}
