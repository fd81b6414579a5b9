package org.mobileip.homeagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.Identification;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.RequestFlags;

class PackedEndsTest {

    private static final long SECOND = 1_000_000_000;
    private static final Ipv4 ADDRESS = Ipv4.parse("192.0.2.44");

    private record End(long nanos, int run) implements Comparable<End> {
        @Override
        public int compareTo(End other) {
            return nanos == other.nanos ? Integer.compare(run, other.run) : Long.compare(nanos, other.nanos);
        }
    }

    private final PackedBindings bindings = new PackedBindings();
    private final PackedEnds ends = new PackedEnds(bindings);
    private final TreeSet<End> model = new TreeSet<>();

    private static Binding ending(long nanos) {
        Endpoint from = new Endpoint(ADDRESS, 434);
        return new Binding(
                "node",
                ADDRESS,
                ADDRESS,
                RequestFlags.DECAPSULATION_BY_MOBILE_NODE,
                Encapsulation.IPIP,
                Optional.empty(),
                new Lifetime(600),
                new Tick(0),
                new Tick(nanos),
                new Identification(1),
                256,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                from,
                ADDRESS,
                Octets.ofHex("00".repeat(46)),
                Octets.ofHex("00".repeat(42)),
                Optional.empty());
    }

    private int add(long nanos) {
        int run = bindings.add(ending(nanos));
        ends.add(run);
        if (nanos != Tick.NEVER.nanos()) {
            model.add(new End(nanos, run));
        }
        return run;
    }

    private void remove(int run) {
        model.remove(new End(bindings.ends(run), run));
        ends.remove(run);
        bindings.free(run);
    }

    private long first() {
        return model.isEmpty() ? Tick.NEVER.nanos() : model.first().nanos();
    }

    /** As long as a lifetime can be, a few seconds, always the same second, and all of that with ever shorter lifetimes. */
    @TestFactory
    Stream<DynamicTest> tellsTheFirstEndToTheNanosecond() {
        return Stream.of(65_534, 7, 1, -40_000)
                .map(longest -> DynamicTest.dynamicTest(longest + " s", () -> new PackedEndsTest().play(longest)));
    }

    private void play(int longest) {
        Random random = new Random(longest);
        List<Integer> runs = new ArrayList<>();
        long now = -3 * SECOND;
        for (int step = 0; step < 60_000; step++) {
            int most = longest > 0 ? longest : Math.max(1, -longest - step);
            if (random.nextInt(1 + step / 20_000) == 0 || runs.isEmpty()) {
                long lifetime = random.nextInt(20) == 0 ? most : 1 + random.nextInt(most);
                runs.add(add(random.nextInt(100) == 0 ? Tick.NEVER.nanos() : now + lifetime * SECOND));
            } else {
                remove(runs.remove(random.nextInt(runs.size())));
            }
            if (random.nextInt(3) == 0) {
                assertThat(ends.next().nanos()).as("step " + step).isEqualTo(first());
            }
            now += random.nextInt(4) == 0 ? random.nextInt(20_000_000) : 0;
            while (first() <= now) {
                int due = ends.first();
                assertThat(bindings.ends(due)).isEqualTo(first());
                remove(due);
                runs.remove((Integer) due);
            }
        }
        while (!model.isEmpty()) {
            assertThat(ends.next().nanos()).isEqualTo(first());
            remove(ends.first());
        }
        assertThat(ends.next()).isEqualTo(Tick.NEVER);
    }

    /** Longer than the wheel is round: nobody can be granted that, but a clock may do it. */
    @Test
    void oneOfALaterRoundIsNotTakenForOneOfThis() {
        add(10 * SECOND);
        add((10 + 65_536) * SECOND);
        add((11 + 3 * 65_536L) * SECOND);
        add(20 * SECOND);
        for (long expected : new long[] {10, 20, 65_546, 196_619}) {
            assertThat(ends.next()).isEqualTo(new Tick(expected * SECOND));
            remove(ends.first());
        }
        assertThat(ends.next()).isEqualTo(Tick.NEVER);
    }

    @Test
    void whatNeverEndsIsNotAmongThem() {
        int run = add(Tick.NEVER.nanos());
        assertThat(ends.next()).isEqualTo(Tick.NEVER);
        ends.remove(run);
        assertThat(ends.next()).isEqualTo(Tick.NEVER);
    }
}
