package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.CAFE_LINK;
import static org.mobileip.mobilenode.Lab.only;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Identifications rise over clock steps, moves and restarts: RFC 5944 §5.7.1. */
class RestartTest {

    private static Memory kept(List<Effect> effects) {
        List<Effect.Remember> all = only(Effect.Remember.class, effects);
        return all.get(all.size() - 1).memory();
    }

    @Test
    void wantsTheIdentificationToBeKeptBeforeTheRequestIsSent() {
        Lab lab = new Lab();
        lab.start();
        List<Effect> effects = lab.arriveAtCafe();
        List<Class<?>> kinds = new ArrayList<>();
        effects.forEach(effect -> kinds.add(effect.getClass()));
        assertThat(kinds.indexOf(Effect.Remember.class)).isLessThan(kinds.indexOf(Effect.SendRequest.class));
        assertThat(kept(effects).newest().orElseThrow().bits())
                .isEqualTo(lab.request().identification());
    }

    @Test
    void asksWithANewerOneAfterARestartWhateverTheClockSays() {
        for (String clock : List.of(
                "2026-11-24T03:59:58Z", "2026-11-24T04:00:00Z", "2020-01-01T00:00:00Z", "1970-01-01T00:00:00Z")) {
            Lab before = new Lab();
            before.start();
            Memory memory = kept(before.arriveAtCafe());
            Lab after = new Lab(Lab.settings(true), memory);
            after.setClock(Instant.parse(clock));
            after.start();
            after.arriveAtCafe();
            assertThat(after.request().identification())
                    .as(clock)
                    .isGreaterThan(before.request().identification());
        }
    }

    @Test
    void risesOverClockStepsMovesAndRestarts() {
        long seed = Long.getLong("mobileip.seed", new Random().nextLong());
        System.err.println("RestartTest: -Dmobileip.seed=" + seed + " repeats this");
        Random random = new Random(seed);
        for (int run = 0; run < 50; run++) {
            rises(random);
        }
    }

    private static void rises(Random random) {
        Lab lab = new Lab();
        lab.start();
        long last = Long.MIN_VALUE;
        Memory memory = Memory.EMPTY;
        for (int step = 0; step < 40; step++) {
            switch (random.nextInt(6)) {
                case 0 -> lab.setClock(lab.moment().timeOfDay().plusSeconds(random.nextInt(7201) - 3600));
                case 1 -> lab.linkDown(CAFE_LINK);
                case 2 -> {
                    Instant clock = lab.moment().timeOfDay();
                    lab = new Lab(Lab.settings(true), memory);
                    lab.setClock(clock.minusSeconds(random.nextInt(5)));
                    lab.start();
                }
                case 3 -> lab.pass(Duration.ofMillis(random.nextInt(3000)));
                case 4 -> lab.arriveAtOffice();
                default -> lab.arriveAtCafe();
            }
            lab.setNoise(random.nextInt());
            List<Effect> effects = new ArrayList<>(lab.lastEffects);
            effects.addAll(lab.deadline());
            lab.lastEffects.clear();
            for (PlainHomeAgent.Request request : lab.requests(effects)) {
                assertThat(request.identification()).isGreaterThan(last);
                last = request.identification();
            }
            if (!only(Effect.Remember.class, effects).isEmpty()) {
                memory = kept(effects);
            }
        }
    }
}
