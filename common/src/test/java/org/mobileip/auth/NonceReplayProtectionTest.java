package org.mobileip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.wire.Identification;

/** RFC 5944 §5.7.2, from the home agent's side. */
class NonceReplayProtectionTest {

    private static final long SEED = Long.getLong("mobileip.seed", System.nanoTime());

    private final NonceReplayProtection node = new NonceReplayProtection(new NonceSource(Key.of(new byte[16])));

    @Test
    void acceptsNothingBeforeItGaveANonceAway() {
        assertThat(node.accepts(Identification.of(0, 1))).isFalse();
        assertThat(node.accepts(Identification.of(-1, 1))).isFalse();
    }

    @Test
    void keepsTheLowOrderHalfAndPutsANonceAboveIt() {
        Identification replied = node.offer(Identification.of(0, 0x01020304));
        assertThat(replied.low()).isEqualTo(0x01020304);
        assertThat(node.accepts(Identification.of(replied.high(), 7))).isTrue();
        Identification next = node.renew(Identification.of(replied.high(), -5));
        assertThat(next.low()).isEqualTo(-5);
        assertThat(next.high()).isNotEqualTo(replied.high());
    }

    @Test
    void acceptsANonceOnce() {
        int first = node.offer(Identification.of(0, 1)).high();
        int second = node.renew(Identification.of(first, 2)).high();
        assertThat(node.accepts(Identification.of(first, 3))).isFalse();
        assertThat(node.accepts(Identification.of(second, 3))).isTrue();
    }

    @Test
    void letsWhoReplaysOldRequestsNotSpoilTheNodesOwnNonce() {
        int first = node.offer(Identification.of(0, 1)).high();
        int own = node.renew(Identification.of(first, 2)).high();
        for (int i = 0; i < 1000; i++) {
            node.offer(Identification.of(first, 2));
        }
        assertThat(node.accepts(Identification.of(own, 3))).isTrue();
    }

    @Test
    void keepsTheLastFourNoncesOfRepliesToBadRequests() {
        List<Integer> offered = new ArrayList<>();
        for (int i = 0; i < NonceReplayProtection.MOST_OFFERED + 2; i++) {
            offered.add(node.offer(Identification.of(0, i)).high());
        }
        assertThat(offered.stream().map(nonce -> node.accepts(Identification.of(nonce, 9))))
                .containsExactly(false, false, true, true, true, true);
    }

    @Test
    void keepsTheLastFourBesideTheNodesOwn() {
        int own = node.renew(Identification.of(0, 1)).high();
        List<Integer> offered = new ArrayList<>(List.of(own));
        for (int i = 0; i < NonceReplayProtection.MOST_OFFERED + 1; i++) {
            offered.add(node.offer(Identification.of(0, i)).high());
        }
        assertThat(offered.stream().map(nonce -> node.accepts(Identification.of(nonce, 9))))
                .containsExactly(true, false, true, true, true, true);
    }

    @Test
    void makesAllOthersWorthlessWhenOneIsUsed() {
        int first = node.offer(Identification.of(0, 1)).high();
        int second = node.offer(Identification.of(0, 2)).high();
        int own = node.renew(Identification.of(second, 3)).high();
        assertThat(node.accepts(Identification.of(first, 4))).isFalse();
        assertThat(node.accepts(Identification.of(second, 4))).isFalse();
        assertThat(node.accepts(Identification.of(own, 4))).isTrue();
    }

    /** A node that loses replies and an attacker who replays all it ever said: nothing is accepted twice. */
    @Test
    void acceptsEveryRequestOnceAndTheNodeWithinTwoTries() {
        System.out.println("NonceReplayProtectionTest: -Dmobileip.seed=" + SEED + " repeats this");
        Random random = new Random(SEED);
        NonceEcho echo = new NonceEcho();
        Set<Identification> accepted = new HashSet<>();
        List<Identification> overheard = new ArrayList<>();
        for (int round = 0; round < 20_000; round++) {
            int tries = 0;
            boolean done = false;
            while (!done) {
                Identification requested = echo.next(java.time.Instant.EPOCH, random.nextInt());
                overheard.add(requested);
                done = node.accepts(requested);
                assertThat(!done || accepted.add(requested)).isTrue();
                assertThat(tries++).isLessThan(2);
                Identification replied = done ? node.renew(requested) : node.offer(requested);
                assertThat(replied.high()).isNotEqualTo(requested.high());
                if (!done || random.nextInt(4) > 0) {
                    assertThat(echo.hear(requested, replied, !done, java.time.Instant.EPOCH))
                            .isTrue();
                }
            }
            Identification replayed = overheard.get(random.nextInt(overheard.size()));
            if (accepted.contains(replayed)) {
                assertThat(node.accepts(replayed)).isFalse();
                node.offer(replayed);
            }
        }
    }

    /** Python: hmac.new(bytes(16), (n).to_bytes(8, 'little'), 'sha256').digest()[:4] for n of 0, 1 and 256. */
    @Test
    void drawsItsNoncesFromHmacOverACounter() {
        NonceSource source = new NonceSource(Key.of(new byte[16]));
        List<Integer> drawn = new ArrayList<>();
        for (int i = 0; i <= 256; i++) {
            drawn.add(source.next());
        }
        assertThat(List.of(drawn.get(0), drawn.get(1), drawn.get(256)))
                .containsExactly(0xf375180a, 0x45642932, 0x7846448b);
    }
}
