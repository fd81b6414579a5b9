package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentSamplesTest {

    private final ByteBuffer octets = ByteBuffer.allocate(64);
    private final PacketBuffer packet = new PacketBuffer(octets);
    private final SentSamples samples = new SentSamples();

    SentSamplesTest() {
        packet.window(0, 64);
        packet.put8(0, 0x45);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 100, 3_000, 60_000})
    void someErrorFindsItsPacketHoweverManyWereSentMeanwhile(int onTheirWay) {
        int found = 0;
        for (int i = 1; i <= 200_000; i++) {
            samples.sent(numbered(i, 1500));
            found += i > onTheirWay && samples.hasSent(numbered(i - onTheirWay, 1500)) ? 1 : 0;
        }
        assertThat(found).isGreaterThan(0);
    }

    @Test
    void aPacketIsFoundAsLongAsNothingElseIsSent() {
        samples.sent(numbered(7, 1500));
        assertThat(samples.hasSent(numbered(7, 1500))).isTrue();
        assertThat(samples.hasSent(numbered(8, 1500))).isFalse();
    }

    @Test
    void shortPacketsDoNotPushOutTheLongOnes() {
        samples.sent(numbered(7, 1500));
        for (int i = 100; i < 10_000; i++) {
            samples.sent(numbered(i, 100));
        }
        assertThat(samples.hasSent(numbered(7, 1500))).isTrue();
    }

    @Test
    void aGuessIsAsGoodAsNone() {
        Random random = new Random(13);
        for (int i = 0; i < 10_000; i++) {
            packet.put16(2, 1500);
            packet.put16(4, i);
            packet.put32(24, random.nextInt());
            samples.sent(packet);
        }
        for (int i = 0; i < 1_000_000; i++) {
            packet.put16(4, random.nextInt());
            packet.put32(24, random.nextInt());
            assertThat(samples.hasSent(packet)).isFalse();
        }
    }

    /** What the kernel cuts itself has Identifications of its own: 0, 1, 2 and so on. */
    @Test
    void ofIpWithinUdpTheInnerIdentificationAndTheTcpSequenceNumberTell() {
        samples.sent(withinUdp(7, 0x1234, 0xcafe_f00d));
        assertThat(samples.hasSent(withinUdp(0, 0x1234, 0xcafe_f00d))).isTrue();
        assertThat(samples.hasSent(withinUdp(7, 0x1235, 0xcafe_f00d))).isFalse();
        assertThat(samples.hasSent(withinUdp(7, 0x1234, 0xcafe_f00e))).isFalse();
    }

    @Test
    void anErrorThatQuotesNotSoMuchIsNotBelieved() {
        samples.sent(withinUdp(7, 0x1234, 0xcafe_f00d));
        withinUdp(7, 0x1234, 0xcafe_f00d).window(0, 59);
        assertThat(samples.hasSent(packet)).isFalse();
    }

    /** 20 octets of IP, 8 of UDP, 4 of RFC 3519, 20 of IP, then ports and sequence number. */
    private PacketBuffer withinUdp(int identification, int inner, int sequence) {
        packet.put16(2, 1500);
        packet.put16(4, identification);
        packet.put8(9, 17);
        packet.put16(28, 0x0404);
        packet.put8(32, 0x45);
        packet.put16(36, inner);
        packet.put32(56, sequence);
        return packet;
    }

    private PacketBuffer numbered(int number, int totalLength) {
        packet.put16(2, totalLength);
        packet.put16(4, number % 65_535 + 1);
        packet.put32(24, number);
        return packet;
    }
}
