package org.mobileip.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AddressSetTest {

    private static final int FEW = 1000;

    private final AddressSet set = new AddressSet();

    private volatile AddressSet growing = set;

    @TestFactory
    Stream<DynamicTest> saysWhatAHashSetSays() {
        return Stream.of(3, 40, 5000, 200_000)
                .map(count -> DynamicTest.dynamicTest(count + " addresses", () -> play(count)));
    }

    private static void play(int count) {
        Random random = new Random(count);
        AddressSet played = new AddressSet();
        Set<Integer> model = new HashSet<>();
        for (int step = 0; step < 300_000; step++) {
            int address = 0xc0000000 + random.nextInt(count);
            boolean isGrowing = step / 60_000 % 2 == 0;
            if (random.nextInt(10) < (isGrowing ? 2 : 8)) {
                played.remove(address);
                model.remove(address);
            } else {
                played.add(address);
                model.add(address);
            }
            int asked = 0xc0000000 + random.nextInt(count);
            if (played.has(asked) != model.contains(asked) || played.size() != model.size()) {
                throw new AssertionError("step " + step + ", address " + asked);
            }
        }
        model.forEach(each -> assertThat(played.has(each)).isTrue());
    }

    @Test
    void holdsHostsOnly() {
        assertThat(set.has(0)).isFalse();
        assertThat(set.has(-1)).isFalse();
        assertThatThrownBy(() -> set.add(0)).hasMessageContaining("0.0.0.0");
        assertThatThrownBy(() -> set.add(-1)).hasMessageContaining("255.255.255.255");
        set.remove(0);
        set.remove(-1);
        assertThat(set.size()).isZero();
    }

    @Test
    void anAddressIsGoneWhenItWasTakenAwayAsOftenAsItWasAdded() {
        for (int address : new int[] {0x0a000001, 0, -1}) {
            AddressCounts counts = new AddressCounts();
            for (int times = 1; times <= 3; times++) {
                counts.add(address);
                assertThat(counts.has(address)).isTrue();
                assertThat(counts.hasOnce(address)).isEqualTo(times == 1);
            }
            assertThat(counts.remove(address)).isFalse();
            assertThat(counts.remove(address)).isFalse();
            assertThat(counts.hasOnce(address)).isTrue();
            assertThat(counts.remove(address)).isTrue();
            assertThat(counts.has(address)).isFalse();
        }
    }

    @Test
    void neverHidesAnAddressFromWhoLooksWhileOthersComeAndGo() {
        set.add(7);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Long> misses = CompletableFuture.supplyAsync(() -> {
            long missed = 0;
            while (!done.get()) {
                missed += set.has(7) ? 0 : 1;
            }
            return missed;
        });
        for (int i = 8; i < 400_000; i++) {
            set.add(i);
            if (i % 3 == 0) {
                set.remove(i - 1);
            }
        }
        done.set(true);
        assertThat(misses.join()).isZero();
    }

    /** As {@link AddressPairsTest} has it. */
    @Test
    void whoLooksWhileItGrowsFindsWhatIsThereAndNothingElse() {
        growing = ofFew();
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Long>> wrong = new ArrayList<>();
        for (int reader = 0; reader < 4; reader++) {
            wrong.add(CompletableFuture.supplyAsync(() -> countWrong(done), task -> new Thread(task).start()));
        }
        for (int round = 0; round < 12; round++) {
            AddressSet grown = ofFew();
            growing = grown;
            for (int i = 1; i <= 100_000; i++) {
                grown.add(FEW + i * 17);
            }
        }
        done.set(true);
        assertThat(wrong).allMatch(each -> each.join() == 0);
    }

    private static AddressSet ofFew() {
        AddressSet few = new AddressSet();
        for (int address = 1; address <= FEW; address++) {
            few.add(address);
        }
        return few;
    }

    private long countWrong(AtomicBoolean done) {
        long wrong = 0;
        while (!done.get()) {
            AddressSet in = growing;
            for (int address = 1; address <= FEW; address++) {
                wrong += in.has(address) ? 0 : 1;
                wrong += in.has(-1 - address) ? 1 : 0;
            }
        }
        return wrong;
    }
}
