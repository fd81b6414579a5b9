package org.mobileip.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AddressIndexTest {

    private final AddressIndex index = new AddressIndex();

    private static Map<Integer, Integer> all(AddressIndex of) {
        Map<Integer, Integer> all = new HashMap<>();
        of.forEach((address, number) -> assertThat(all.put(address, number))
                .as("seen twice: " + address)
                .isNull());
        return all;
    }

    /** Few addresses meet each other all the time; many make it grow and shrink. */
    @TestFactory
    Stream<DynamicTest> saysWhatAHashMapSays() {
        return Stream.of(3, 40, 5000, 200_000)
                .map(addresses -> DynamicTest.dynamicTest(addresses + " addresses", () -> play(addresses)));
    }

    private static void play(int addresses) {
        Random random = new Random(addresses);
        AddressIndex played = new AddressIndex();
        Map<Integer, Integer> model = new HashMap<>();
        for (int step = 0; step < 300_000; step++) {
            int address = 0x0a000000 + random.nextInt(addresses);
            boolean isGrowing = step / 60_000 % 2 == 0;
            if (random.nextInt(10) < (isGrowing ? 2 : 8)) {
                played.remove(address);
                model.remove(address);
            } else {
                int number = random.nextInt() | 1;
                played.put(address, number);
                model.put(address, number);
            }
            int asked = 0x0a000000 + random.nextInt(addresses);
            if (played.get(asked) != model.getOrDefault(asked, 0) || played.size() != model.size()) {
                throw new AssertionError("step " + step + ", address " + asked);
            }
        }
        assertThat(all(played)).isEqualTo(model);
    }

    @Test
    void everyAddressCanBeInIt() {
        index.put(0, 7);
        index.put(-1, 8);
        index.put(Integer.MIN_VALUE, -9);
        assertThat(index.get(0)).isEqualTo(7);
        assertThat(all(index)).isEqualTo(Map.of(0, 7, -1, 8, Integer.MIN_VALUE, -9));
        index.remove(0);
        assertThat(index.get(0)).isZero();
    }

    @Test
    void zeroIsNoNumber() {
        assertThatThrownBy(() -> index.put(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
