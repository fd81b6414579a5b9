package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UrgencyTest {

    private static final long MILLISECOND = 1_000_000;

    private final List<String> asked = new ArrayList<>();
    private final Urgency urgency = new Urgency(
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
            0);

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
}
