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
}
