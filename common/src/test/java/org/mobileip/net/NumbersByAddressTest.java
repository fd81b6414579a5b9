package org.mobileip.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class NumbersByAddressTest {

    /** A list of addresses, whose places are the numbers; a place that is free is used again. */
    private static final class Places {
        private final int[] addresses = new int[300_001];
        private final Deque<Integer> free = new ArrayDeque<>();
        private int end = 1;

        private int take(int address) {
            int place = free.isEmpty() ? end++ : free.pop();
            addresses[place] = address;
            return place;
        }

        private void free(int place) {
            addresses[place] = 0xdeadbeef;
            free.push(place);
        }

        private int address(int place) {
            return addresses[place];
        }
    }

    private final Places places = new Places();
    private final NumbersByAddress index = new NumbersByAddress(places::address);

    private static Map<Integer, Integer> all(NumbersByAddress of) {
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
        Places places = new Places();
        NumbersByAddress played = new NumbersByAddress(places::address);
        Map<Integer, Integer> model = new HashMap<>();
        for (int step = 0; step < 300_000; step++) {
            int address = 0x0a000000 + random.nextInt(addresses);
            boolean isGrowing = step / 60_000 % 2 == 0;
            if (random.nextInt(10) < (isGrowing ? 2 : 8)) {
                played.remove(address);
                Integer number = model.remove(address);
                if (number != null) {
                    places.free(number);
                }
            } else if (!model.containsKey(address)) {
                int number = places.take(address);
                played.add(address, number);
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
        for (int address : new int[] {0, -1, Integer.MIN_VALUE}) {
            index.add(address, places.take(address));
        }
        assertThat(index.get(0)).isEqualTo(1);
        assertThat(all(index)).isEqualTo(Map.of(0, 1, -1, 2, Integer.MIN_VALUE, 3));
        index.remove(0);
        assertThat(index.get(0)).isZero();
        assertThat(index.get(-1)).isEqualTo(2);
    }

    @Test
    void zeroIsNoNumber() {
        assertThatThrownBy(() -> index.add(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
