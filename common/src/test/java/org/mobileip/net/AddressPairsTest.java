package org.mobileip.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AddressPairsTest {

    private record Entry(int address, int number) {}

    private static final int FEW = 1000;

    private final AddressPairs pairs = new AddressPairs();

    private volatile AddressPairs growing = pairs;

    private static Map<Integer, Entry> all(AddressPairs of) {
        Map<Integer, Entry> all = new HashMap<>();
        of.forEach((key, address, number) -> assertThat(all.put(key, new Entry(address, number)))
                .as("seen twice: " + key)
                .isNull());
        return all;
    }

    /** Few keys meet each other all the time; many make it grow and shrink. */
    @TestFactory
    Stream<DynamicTest> saysWhatAHashMapSays() {
        return Stream.of(3, 40, 5000, 200_000).map(keys -> DynamicTest.dynamicTest(keys + " keys", () -> play(keys)));
    }

    private static void play(int keys) {
        Random random = new Random(keys);
        AddressPairs played = new AddressPairs();
        Map<Integer, Entry> model = new HashMap<>();
        for (int step = 0; step < 300_000; step++) {
            int key = 0x0a000000 + random.nextInt(keys);
            boolean isGrowing = step / 60_000 % 2 == 0;
            if (random.nextInt(10) < (isGrowing ? 2 : 8)) {
                played.remove(key);
                model.remove(key);
            } else {
                Entry entry = new Entry(random.nextInt(), 1 + random.nextInt(AddressPairs.MOST));
                played.put(key, entry.address, entry.number);
                model.put(key, entry);
            }
            int asked = 0x0a000000 + random.nextInt(keys);
            if (!told(played.get(asked), Optional.ofNullable(model.get(asked))) || played.size() != model.size()) {
                throw new AssertionError("step " + step + ", key " + asked);
            }
        }
        assertThat(all(played)).isEqualTo(model);
    }

    private static boolean told(long entry, Optional<Entry> expected) {
        Optional<Entry> told = entry == 0
                ? Optional.empty()
                : Optional.of(new Entry(AddressPairs.addressIn(entry), AddressPairs.numberIn(entry)));
        return told.equals(expected);
    }

    @Test
    void everyAddressCanBeAKeyAndStandBesideOne() {
        for (int key : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1}) {
            pairs.put(key, ~key, 255);
            assertThat(AddressPairs.addressIn(pairs.get(key))).isEqualTo(~key);
            assertThat(AddressPairs.numberIn(pairs.get(key))).isEqualTo(255);
        }
        assertThat(all(pairs)).containsOnlyKeys(0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1);
        pairs.put(0, 0, 1);
        assertThat(pairs.get(0)).isNotZero();
        pairs.remove(0);
        assertThat(pairs.get(0)).isZero();
        assertThat(pairs.size()).isEqualTo(4);
    }

    @Test
    void aNumberIsFrom1To255() {
        assertThatThrownBy(() -> pairs.put(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pairs.put(1, 1, 256)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The address and the number of an entry change together, and never to those of another key. */
    @Test
    void whoReadsMeanwhileSeesEachEntryWhole() {
        pairs.put(7, 1000, 1000 % AddressPairs.MOST + 1);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Long> wrong = CompletableFuture.supplyAsync(() -> {
            long seen = 0;
            while (!done.get()) {
                long entry = pairs.get(7);
                int address = AddressPairs.addressIn(entry);
                seen += address < 1000 || AddressPairs.numberIn(entry) != address % AddressPairs.MOST + 1 ? 1 : 0;
            }
            return seen;
        });
        for (int i = 1000; i < 400_000; i++) {
            pairs.put(i, 5, 1);
            if (i % 3 == 0) {
                pairs.remove(i - 1);
            }
            pairs.put(7, i, i % AddressPairs.MOST + 1);
        }
        done.set(true);
        assertThat(wrong.join()).isZero();
    }

    /** More readers than processors, so that some of them wait in the middle of a segment while its cells become another's. */
    @Test
    void whoReadsWhileItGrowsFindsWhatIsThereAndNothingElse() {
        growing = ofFew();
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Long>> wrong = new ArrayList<>();
        for (int reader = 0; reader < 4; reader++) {
            wrong.add(CompletableFuture.supplyAsync(() -> countWrong(done), task -> new Thread(task).start()));
        }
        for (int round = 0; round < 12; round++) {
            AddressPairs grown = ofFew();
            growing = grown;
            for (int i = 1; i <= 100_000; i++) {
                grown.put(FEW + i * 17, 0, 1);
            }
        }
        done.set(true);
        assertThat(wrong).allMatch(each -> each.join() == 0);
    }

    private static AddressPairs ofFew() {
        AddressPairs few = new AddressPairs();
        for (int key = 0; key < FEW; key++) {
            few.put(key, ~key, 2);
        }
        return few;
    }

    private long countWrong(AtomicBoolean done) {
        long wrong = 0;
        while (!done.get()) {
            AddressPairs of = growing;
            for (int key = 0; key < FEW; key++) {
                wrong += AddressPairs.addressIn(of.get(key)) == ~key ? 0 : 1;
                wrong += of.get(-1 - key) == 0 ? 0 : 1;
            }
        }
        return wrong;
    }
}
