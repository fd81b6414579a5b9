package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UrgencyTest {

    private static final long MILLISECOND = 1_000_000;

    private final List<String> asked = new ArrayList<>();
    private final Urgency urgency = urgency(false);

    private Urgency urgency(boolean isPaced) {
        return new Urgency(
                new Urgency.Scheduler() {
                    @Override
                    public void hurry() {
                        asked.add("hurry");
                    }

                    @Override
                    public void queue() {
                        asked.add("queue");
                    }
                },
                isPaced,
                0);
    }

    @Test
    void hurriesFromTheBeginning() {
        assertThat(asked).containsExactly("hurry");
    }

    @Test
    void goesOnHurryingWhileItRestsBetweenEvents() {
        for (long now = 0; now < 1000 * MILLISECOND; now += MILLISECOND) {
            urgency.waited(now, now + MILLISECOND / 2);
        }
        assertThat(asked).containsExactly("hurry");
    }

    @Test
    void queuesWithTheOthersInAFloodAndHurriesAgainAfterIt() {
        long now = 0;
        while (asked.size() == 1 && now < 100 * MILLISECOND) {
            urgency.waited(now, now + 10_000);
            now += 20_000;
        }
        assertThat(now).isBetween(20 * MILLISECOND, 21 * MILLISECOND);
        assertThat(asked).containsExactly("hurry", "queue");
        urgency.waited(now, now + MILLISECOND);
        assertThat(asked).containsExactly("hurry", "queue", "hurry");
    }

    @Test
    void takesItsTurnInAStreamThoughItRestsBetweenPackets() {
        long now = 0;
        while (asked.size() == 1 && now < 100 * MILLISECOND) {
            urgency.did(1);
            urgency.waited(now, now + MILLISECOND / 4);
            now += MILLISECOND / 4;
        }
        assertThat(asked).as("40 packets in 10 ms").containsExactly("hurry");
        urgency.did(60);
        urgency.waited(now, now + 10 * MILLISECOND);
        assertThat(asked).as("60 packets in 10 ms").containsExactly("hurry", "queue");
        assertThat(urgency.patience()).isEqualTo(10);
        now += 10 * MILLISECOND;
        urgency.did(40);
        urgency.waited(now, now + 10 * MILLISECOND);
        assertThat(asked).as("it is still one").hasSize(2);
    }

    @Test
    void hurriesAgainWhenTheStreamEndsBeforeTheNextPacketComes() {
        urgency.did(1000);
        urgency.waited(0, 10 * MILLISECOND);
        assertThat(asked).containsExactly("hurry", "queue");
        urgency.did(5);
        urgency.waited(10 * MILLISECOND, 20 * MILLISECOND);
        assertThat(asked).containsExactly("hurry", "queue", "hurry");
        assertThat(urgency.patience()).isEqualTo(-1);
    }

    @Test
    void makesNoPauseBetweenFewRequests() {
        Urgency paced = urgency(true);
        paced.did(1);
        paced.waited(0, 10 * MILLISECOND);
        assertThat(paced.pause(10 * MILLISECOND + 20_000, false, false)).isZero();
    }

    @Test
    void makesPausesInAStreamOfRequestsAndStaysBeforeTheOthers() {
        Urgency paced = paced();
        assertThat(paced.pause(10 * MILLISECOND + 100_000, false, false))
                .as("0.1 ms of work, then the rest of a quarter of a millisecond")
                .isEqualTo(150_000);
        assertThat(paced.pause(10 * MILLISECOND + 300_000, false, false))
                .as("longer at work")
                .isZero();
        assertThat(paced.pause(10 * MILLISECOND + 100_000, true, false))
                .as("some are there")
                .isZero();
        for (long now = 10 * MILLISECOND; now < 1000 * MILLISECOND; now += 250_000) {
            paced.did(5);
            paced.waited(now, now + 150_000);
        }
        assertThat(asked).containsExactly("hurry", "hurry");
    }

    @Test
    void makesLongerPausesTheMoreThereIsToDo() {
        Urgency paced = urgency(true);
        paced.did(200);
        paced.waited(0, 10 * MILLISECOND);
        assertThat(paced.pause(10 * MILLISECOND, false, false))
                .as("20,000 a second")
                .isEqualTo(250_000);
        paced.did(400);
        paced.waited(10 * MILLISECOND, 20 * MILLISECOND);
        assertThat(paced.pause(20 * MILLISECOND, false, false))
                .as("40,000 a second")
                .isEqualTo(500_000);
        paced.did(600);
        paced.waited(20 * MILLISECOND, 30 * MILLISECOND);
        assertThat(paced.pause(30 * MILLISECOND, false, false))
                .as("60,000 a second")
                .isEqualTo(750_000);
        paced.did(900);
        paced.waited(30 * MILLISECOND, 40 * MILLISECOND);
        assertThat(paced.pause(40 * MILLISECOND, false, false))
                .as("90,000 a second: as much again and a half of it")
                .isEqualTo(1_687_500);
        paced.did(4000);
        paced.waited(40 * MILLISECOND, 50 * MILLISECOND);
        assertThat(paced.pause(50 * MILLISECOND, false, false)).as("at most").isEqualTo(2_000_000);
        paced.did(60);
        paced.waited(50 * MILLISECOND, 60 * MILLISECOND);
        assertThat(paced.pause(60 * MILLISECOND, false, false)).as("at least").isEqualTo(250_000);
    }

    @Test
    void makesTheLongestPauseBehindRequestsOfAStreamThatAllCameToNothing() {
        Urgency paced = paced();
        assertThat(paced.pause(10 * MILLISECOND + 100_000, false, true)).isEqualTo(1_900_000);
        assertThat(paced.pause(10 * MILLISECOND + 100_000, true, true))
                .as("some are there")
                .isZero();
        assertThat(urgency(true).pause(20_000, false, true)).as("no stream").isZero();
    }

    @Test
    void queuesInAStreamOfRequestsThatLeavesNoPause() {
        Urgency paced = paced();
        long now = 10 * MILLISECOND;
        while (asked.size() == 2 && now < 100 * MILLISECOND) {
            paced.did(5);
            paced.waited(now, now + 10_000);
            now += 300_000;
        }
        assertThat(now).isBetween(30 * MILLISECOND, 31 * MILLISECOND);
        assertThat(asked).containsExactly("hurry", "hurry", "queue");
        assertThat(paced.pause(now, false, false)).as("it waits enough").isZero();
        paced.did(5);
        paced.waited(now, now + 100_000);
        assertThat(asked).endsWith("queue", "hurry");
    }

    /** One in a stream since 10 ms, beside the one of every test. */
    private Urgency paced() {
        Urgency paced = urgency(true);
        paced.did(100);
        paced.waited(0, 10 * MILLISECOND);
        return paced;
    }
}
