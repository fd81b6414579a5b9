package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class IntTableTest {

    @Test
    void agreesWithHashMapOverRandomChanges() {
        Random random = new Random(1);
        IntTable<Integer> table = new IntTable<>();
        Map<Integer, Integer> oracle = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            int key = random.nextInt(20_000) * 0x01000193;
            if (random.nextInt(3) == 0) {
                table.remove(key);
                oracle.remove(key);
            } else {
                table.put(key, i);
                oracle.put(key, i);
            }
            int asked = random.nextInt(20_000) * 0x01000193;
            assertThat(table.get(asked)).isEqualTo(oracle.get(asked));
        }
        assertThat(table.size()).isEqualTo(oracle.size());
        oracle.forEach((key, value) -> assertThat(table.get(key)).isEqualTo(value));
    }

    @Test
    void holdsANetworkOfConsecutiveAddresses() {
        IntTable<Integer> table = new IntTable<>();
        for (int i = 0; i < 1 << 17; i++) {
            table.put(0x0a000000 + i, i);
        }
        for (int i = 0; i < 1 << 17; i++) {
            assertThat(table.get(0x0a000000 + i)).isEqualTo(i);
        }
        assertThat(table.get(0x0a000000 - 1)).isNull();
    }

    @Test
    void neverHidesAnEntryFromAReaderWhileOthersComeAndGo() {
        IntTable<Integer> table = new IntTable<>();
        table.put(7, 7);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Long> misses = CompletableFuture.supplyAsync(() -> {
            long missed = 0;
            while (!done.get()) {
                missed += table.get(7) == null ? 1 : 0;
            }
            return missed;
        });
        for (int i = 8; i < 300_000; i++) {
            table.put(i, i);
            if (i % 3 == 0) {
                table.remove(i - 1);
            }
            table.put(7, i);
        }
        done.set(true);
        assertThat(misses.join()).isZero();
    }
}
