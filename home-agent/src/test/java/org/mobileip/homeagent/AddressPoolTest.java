package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;

class AddressPoolTest {

    private static final long SEED = Long.getLong("mobileip.seed", System.nanoTime());

    private final AddressPool pool = pool("10.0.0.10", "10.0.0.13");

    @Test
    void givesTheLowestThatNobodyHadYet() {
        assertThat(pool.candidate(Optional.empty())).contains(address(10));
        assertThat(pool.candidate(Optional.empty())).as("nothing was taken").contains(address(10));
        pool.take(address(10));
        assertThat(pool.candidate(Optional.empty())).contains(address(11));
    }

    @Test
    void skipsWhatBelongsToSomebodyElse() {
        AddressPool reserved =
                new AddressPool(new AddressRange(address(10), address(13)), address -> address.bits() % 2 == 0);
        assertThat(reserved.candidate(Optional.empty())).contains(address(11));
        assertThat(reserved.contains(address(10))).isFalse();
        assertThat(reserved.isFree(address(12))).isFalse();
        assertThat(reserved.candidate(Optional.of(address(12)))).contains(address(11));
        reserved.take(address(11));
        reserved.take(address(13));
        assertThat(reserved.candidate(Optional.empty())).isEmpty();
    }

    @Test
    void givesWhatOneHadBeforeIfThatIsFree() {
        assertThat(pool.candidate(Optional.of(address(12)))).contains(address(12));
        pool.take(address(12));
        assertThat(pool.candidate(Optional.of(address(12)))).contains(address(10));
        assertThat(pool.candidate(Optional.of(address(14)))).contains(address(10));
    }

    @Test
    void givesWhatHasBeenFreeForTheLongestOnceAllWereTaken() {
        for (int i = 10; i <= 13; i++) {
            pool.take(address(i));
        }
        assertThat(pool.candidate(Optional.empty())).isEmpty();
        pool.giveBack(address(12));
        pool.giveBack(address(10));
        assertThat(pool.candidate(Optional.empty())).contains(address(12));
        pool.take(address(12));
        assertThat(pool.candidate(Optional.empty())).contains(address(10));
    }

    @Test
    void prefersWhatNobodyHadToWhatSomebodyHad() {
        pool.take(address(10));
        pool.giveBack(address(10));
        assertThat(pool.candidate(Optional.empty())).contains(address(11));
    }

    @Test
    void takesNothingBackThatWasNotGiven() {
        pool.giveBack(address(11));
        for (int i = 10; i <= 13; i++) {
            pool.take(address(i));
        }
        pool.giveBack(address(99));
        assertThat(pool.candidate(Optional.empty())).isEmpty();
    }

    @Test
    void reachesTheVeryLastAddressThereIs() {
        AddressPool end = pool("255.255.255.254", "255.255.255.255");
        end.take(Ipv4.parse("255.255.255.254"));
        assertThat(end.candidate(Optional.empty())).contains(Ipv4.BROADCAST);
        end.take(Ipv4.BROADCAST);
        assertThat(end.candidate(Optional.empty())).isEmpty();
    }

    /** Against a model that is a plain map: no address has two holders, and none is refused while one is free. */
    @Test
    void neverGivesAnAddressToTwo() {
        System.out.println("AddressPoolTest: -Dmobileip.seed=" + SEED + " repeats this");
        Random random = new Random(SEED);
        AddressPool busy = pool("10.0.0.1", "10.0.0.20");
        Map<Integer, Ipv4> held = new HashMap<>();
        Map<Integer, Ipv4> before = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            int node = random.nextInt(30);
            Ipv4 has = held.remove(node);
            if (has != null) {
                busy.giveBack(has);
                continue;
            }
            Optional<Ipv4> given = busy.candidate(Optional.ofNullable(before.get(node)));
            assertThat(given.isPresent()).isEqualTo(held.size() < 20);
            if (given.isPresent()) {
                assertThat(held).doesNotContainValue(given.get());
                boolean oldIsFree = before.containsKey(node) && !held.containsValue(before.get(node));
                assertThat(!oldIsFree || given.get().equals(before.get(node))).isTrue();
                busy.take(given.get());
                held.put(node, given.get());
                before.put(node, given.get());
            }
        }
        assertThat(new HashSet<>(held.values())).hasSameSizeAs(held.values());
    }

    private static AddressPool pool(String first, String last) {
        return new AddressPool(new AddressRange(Ipv4.parse(first), Ipv4.parse(last)), address -> false);
    }

    private static Ipv4 address(int last) {
        return Ipv4.parse("10.0.0." + last);
    }
}
