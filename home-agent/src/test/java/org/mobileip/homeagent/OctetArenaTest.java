package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OctetArenaTest {

    private final OctetArena arena = new OctetArena();

    @Test
    void noTwoRunsShareAnOctet() {
        Random random = new Random(11);
        Map<Integer, byte[]> held = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            if (held.size() > 500 || (!held.isEmpty() && random.nextInt(3) == 0)) {
                int run = held.keySet().iterator().next();
                arena.free(run, held.remove(run).length);
            } else {
                byte[] octets = new byte[1 + random.nextInt(random.nextInt(50) == 0 ? OctetArena.LONGEST : 200)];
                random.nextBytes(octets);
                int run = arena.take(octets.length);
                assertThat(run).isNotZero();
                arena.chunk(run).put(OctetArena.offset(run), octets);
                assertThat(held.put(run, octets)).as("taken twice").isNull();
            }
        }
        held.forEach((run, octets) -> {
            byte[] found = new byte[octets.length];
            arena.chunk(run).get(OctetArena.offset(run), found);
            assertThat(found).isEqualTo(octets);
        });
    }

    @Test
    void whatIsFreedIsUsedAgainForTheSameSize() {
        Set<Integer> first = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            first.add(arena.take(90));
        }
        first.forEach(run -> arena.free(run, 90));
        assertThat(first)
                .contains(arena.take(92))
                .doesNotContain(arena.take(93))
                .contains(arena.take(89));
    }
}
