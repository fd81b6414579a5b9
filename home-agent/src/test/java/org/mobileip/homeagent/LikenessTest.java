package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;

class LikenessTest {

    private static Octets written(byte[] octets, byte[] expected) {
        ByteBuffer target = ByteBuffer.allocate(70_000);
        Likeness.write(octets, expected, target);
        return Octets.of(target.flip());
    }

    private static Octets written(String octets, String expected) {
        return written(Octets.ofHex(octets).toArray(), Octets.ofHex(expected).toArray());
    }

    @Test
    void writesHowManyAreAsExpectedAndThoseThatAreNot() {
        assertThat(written("0102030405060708", "01020304ff060708")).isEqualTo(Octets.ofHex("04 01 05 03"));
        assertThat(written("0102", "0102")).as("nothing new").isEqualTo(Octets.ofHex("02"));
        assertThat(written("0a0b", "0102")).as("all new").isEqualTo(Octets.ofHex("00 02 0a0b"));
        assertThat(written("", "")).isEqualTo(Octets.EMPTY);
    }

    @Test
    void twoAsExpectedAmongOthersAreNotWorthBeingLeftOut() {
        assertThat(written("010203040506", "ff020304ff06"))
                .as("three are")
                .isEqualTo(Octets.ofHex("00 01 01 03 01 05 01"));
        assertThat(written("0102030405", "ff0203ff05")).isEqualTo(Octets.ofHex("00 04 01020304 01"));
    }

    @Test
    void aNumberThatNeedsMoreThanSevenBitsHasTheLowestFirst() {
        byte[] octets = new byte[301];
        octets[300] = 1;
        assertThat(written(octets, new byte[301])).isEqualTo(Octets.ofHex("ac02 01 01"));
    }

    @Test
    void readsWhatItWroteAndTakesLittleMoreRoomThanTheOctetsThemselves() {
        Random random = new Random(5);
        for (int round = 0; round < 3000; round++) {
            byte[] expected = new byte[random.nextInt(round % 100 == 0 ? 5000 : 120)];
            random.nextBytes(expected);
            byte[] octets = expected.clone();
            int oneIn = 1 + random.nextInt(12);
            for (int at = 0; at < octets.length; at++) {
                octets[at] = random.nextInt(oneIn) == 0 ? (byte) random.nextInt() : octets[at];
            }
            ByteBuffer target = ByteBuffer.allocate(6000);
            Likeness.write(octets, expected, target);
            assertThat(target.position()).isLessThanOrEqualTo(octets.length + 5);
            byte[] read = expected.clone();
            Likeness.read(read, target.flip());
            assertThat(read).isEqualTo(octets);
            assertThat(target.hasRemaining()).isFalse();
        }
    }

    @Test
    void expectsWhatCameFirstOfEachSize() {
        Likeness likeness = new Likeness();
        likeness.learn(new byte[] {1, 2});
        likeness.learn(new byte[] {3, 4});
        likeness.learn(new byte[] {5});
        assertThat(likeness.expected(2)).containsExactly(1, 2);
        assertThat(likeness.expected(1)).containsExactly(5);
        assertThat(likeness.expected(3)).as("never seen").containsExactly(0, 0, 0);
    }
}
