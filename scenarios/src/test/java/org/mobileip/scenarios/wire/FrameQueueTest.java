package org.mobileip.scenarios.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Octets;

class FrameQueueTest {

    private static final int SIZE = 3 * FrameQueue.LONGEST_FRAME;

    private record Frame(Octets octets, long departure) {}

    /** Whatever goes in comes out, unchanged and in order, however the ring is filled and emptied. */
    @Test
    void givesBackWhatItWasGivenOverAndOver() {
        Random random = new Random(5944);
        FrameQueue queue = new FrameQueue(SIZE, 64);
        Deque<Frame> expected = new ArrayDeque<>();
        int refused = 0;
        for (int round = 0; round < 50_000; round++) {
            int room = queue.room();
            boolean add = random.nextInt(5) < (round / 500 % 2 == 0 ? 3 : 2);
            if (add && room >= 0) {
                expected.add(put(queue, room, random, round));
            } else if (add) {
                refused++;
            } else if (!queue.isEmpty()) {
                check(queue, expected.remove());
                queue.remove();
            }
            assertThat(queue.isEmpty()).isEqualTo(expected.isEmpty());
        }
        assertThat(refused).isPositive();
    }

    private static Frame put(FrameQueue queue, int room, Random random, int round) {
        byte[] octets = new byte[14 + (random.nextInt(10) == 0 ? random.nextInt(60_000) : random.nextInt(1500))];
        random.nextBytes(octets);
        Frame frame = new Frame(Octets.of(octets), round);
        queue.memory().put(room, frame.octets());
        queue.add(room, octets.length, round, round % 3 == 0);
        return frame;
    }

    private static void check(FrameQueue queue, Frame frame) {
        assertThat(queue.departure()).isEqualTo(frame.departure());
        assertThat(queue.isTwice()).isEqualTo(frame.departure() % 3 == 0);
        assertThat(queue.memory().octets(queue.offset(), queue.length())).isEqualTo(frame.octets());
    }

    @Test
    void neverGrowsBeyondItsNumberOfFrames() {
        FrameQueue queue = new FrameQueue(SIZE, 4);
        for (int i = 0; i < 4; i++) {
            queue.add(queue.room(), 60, i, false);
        }
        assertThat(queue.room()).isEqualTo(-1);
        queue.remove();
        assertThat(queue.room()).isEqualTo(240);
    }

    @Test
    void anEmptyOneNeverDeparts() {
        FrameQueue queue = new FrameQueue(SIZE, 4);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.departure()).isEqualTo(Long.MAX_VALUE);
    }
}
