package org.mobileip.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against a list that is sorted anew each time. */
class DeadlinesOrderTest {

    private static final int KEYS = 60;

    private final Random random = new Random(7);
    private final Deadlines<Integer> deadlines = new Deadlines<>();

    /** Key to deadline, in the order in which they were set. */
    private final Map<Integer, Long> model = new LinkedHashMap<>();

    @Test
    void givesWhatIsDueInTheOrderOfTimeThenOfSettingWhateverWasMovedAndCleared() {
        long now = 0;
        for (int step = 0; step < 20_000; step++) {
            int key = random.nextInt(KEYS);
            switch (random.nextInt(8)) {
                case 0 -> {
                    deadlines.clear(key);
                    model.remove(key);
                }
                case 1 -> {
                    now += random.nextInt(20);
                    assertThat(deadlines.takeDue(new Tick(now))).isEqualTo(takeDue(now));
                }
                default -> {
                    long at = now + random.nextInt(50);
                    deadlines.set(key, new Tick(at));
                    model.remove(key);
                    model.put(key, at);
                }
            }
            assertThat(deadlines.size()).isEqualTo(model.size());
            assertThat(deadlines.next())
                    .isEqualTo(model.values().stream()
                            .min(Long::compare)
                            .map(Tick::new)
                            .orElse(Tick.NEVER));
        }
    }

    private List<Integer> takeDue(long now) {
        List<Map.Entry<Integer, Long>> due = new ArrayList<>();
        for (Map.Entry<Integer, Long> each : model.entrySet()) {
            if (each.getValue() <= now) {
                due.add(Map.entry(each.getKey(), each.getValue()));
            }
        }
        due.sort(Map.Entry.comparingByValue());
        List<Integer> keys = due.stream().map(Map.Entry::getKey).toList();
        keys.forEach(model::remove);
        return keys;
    }
}
