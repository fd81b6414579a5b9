package org.mobileip.scenarios.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.scenarios.capture.Ladder.AGENT;
import static org.mobileip.scenarios.capture.Ladder.CAFE;
import static org.mobileip.scenarios.capture.Ladder.CORRESPONDENT;
import static org.mobileip.scenarios.capture.Ladder.HOME;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;

class SnapLengthTest {

    private static int kept(Octets packet) {
        Octets frame = Octets.ofHex("020000000001 020000000002 0800").plus(packet);
        return SnapLength.of(frame.toBuffer(), frame.size());
    }

    private static Octets zeros(int size) {
        return Octets.of(new byte[size]);
    }

    private static Octets tcp(int size) {
        return Ladder.ip(CORRESPONDENT, HOME, 6, zeros(size));
    }

    @Test
    void keepsShortFramesWhole() {
        assertThat(kept(tcp(20))).isEqualTo(54);
        assertThat(kept(tcp(222))).isEqualTo(256);
    }

    @Test
    void keepsTheHeadersOfBulkDataInsideAndOutsideOfATunnel() {
        assertThat(kept(tcp(1480))).isEqualTo(128);
        assertThat(kept(Ladder.tunnelled(AGENT, CAFE, tcp(1440)))).isEqualTo(128);
        assertThat(kept(Ladder.udp(CORRESPONDENT, 30001, HOME, 30001, zeros(1000))))
                .isEqualTo(128);
    }

    @Test
    void keepsRegistrationMessagesWholeHoweverLong() {
        Octets request = Ladder.udp(CAFE, 40000, AGENT, 434, zeros(900));
        assertThat(kept(request)).isEqualTo(14 + 928);
        assertThat(kept(Ladder.tunnelled(AGENT, CAFE, request))).isEqualTo(14 + 20 + 928);
        assertThat(kept(Ladder.udp(AGENT, 434, CAFE, 40000, zeros(900)))).isEqualTo(14 + 928);
    }

    @Test
    void keepsWhatIcmpSaysUpToAPoint() {
        assertThat(kept(Ladder.ip(CORRESPONDENT, HOME, 1, zeros(500)))).isEqualTo(534);
        assertThat(kept(Ladder.ip(CORRESPONDENT, HOME, 1, zeros(1400)))).isEqualTo(640);
    }

    @Test
    void keepsWhateverIsNoIpv4() {
        Octets frame = Octets.ofHex("020000000001 020000000002 86dd").plus(zeros(1400));
        assertThat(SnapLength.of(frame.toBuffer(), frame.size())).isEqualTo(1414);
    }

    @Test
    void neverKeepsMoreThanThereIsOrFails() {
        Random random = new Random(5944);
        for (int round = 0; round < 20_000; round++) {
            byte[] octets = new byte[random.nextInt(600)];
            random.nextBytes(octets);
            if (octets.length > 40) {
                octets[12] = 8;
                octets[13] = 0;
                octets[23] = (byte) (random.nextBoolean() ? 4 : 17);
            }
            Octets frame = Octets.of(octets);
            assertThat(SnapLength.of(frame.toBuffer(), frame.size())).isBetween(0, frame.size());
        }
    }
}
