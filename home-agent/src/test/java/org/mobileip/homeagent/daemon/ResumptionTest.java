package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mobileip.homeagent.Event;
import org.mobileip.homeagent.KeptBinding;
import org.mobileip.homeagent.store.Contents;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MessageString;

class ResumptionTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Tick START = new Tick(1_000_000_000L);
    private static final Endpoint SOMEWHERE = new Endpoint(Ipv4.parse("192.0.2.44"), 434);
    private static final Octets FLOWS = Octets.ofHex("9a020008010101010000");

    /** Node 3 is at two places, the others at one. */
    private final List<KeptBinding> bindings =
            List.of(binding(1, 1), binding(2, 2), binding(3, 3), binding(4, 4), binding(3, 5), binding(5, 6));

    private final Resumption resumption =
            new Resumption(new Contents(9, bindings, Map.of(), Map.of(home(3), FLOWS)), START, NOON.plusSeconds(60));

    private static Ipv4 home(int node) {
        return new Ipv4(0x0a0a0000 + node);
    }

    private static KeptBinding binding(int node, int place) {
        return new KeptBinding(
                home(node),
                new Ipv4(0xc0000200 + place),
                NOON.plusSeconds(place),
                NOON.plusSeconds(place),
                new Lifetime(600),
                SOMEWHERE,
                SOMEWHERE,
                Octets.EMPTY,
                Octets.EMPTY);
    }

    /** A request as RFC 5944 §3.3 has it, as far as it matters here. */
    private static Event request(Ipv4 home) {
        Octets head = Octets.ofHex("01 22 0258 %08x 0a0a0001 c0000201 0000000000000000".formatted(home.bits()));
        return new Event.Received(new Datagram(SOMEWHERE, SOMEWHERE, 1, NOON, head));
    }

    private static List<KeptBinding> restored(List<Event> events) {
        List<KeptBinding> restored = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.Restored it) {
                restored.add(it.binding());
            }
        }
        return restored;
    }

    @Test
    void makesAllOfThemInTheirOrderSomeAtATime() {
        assertThat(restored(resumption.next(4, START))).isEqualTo(bindings.subList(0, 4));
        assertThat(resumption.isOver()).isFalse();
        assertThat(restored(resumption.next(4, START))).isEqualTo(bindings.subList(4, 6));
        assertThat(resumption.isOver()).isTrue();
        assertThat(resumption.last()).containsExactly(new Event.FlowsRestored(home(3), FLOWS));
    }

    @Test
    void whatARequestIsAboutComesBeforeItAndOnlyOnce() {
        Event asked = request(home(3));
        List<Event> events = resumption.before(asked, START);
        assertThat(restored(events)).containsExactly(bindings.get(2), bindings.get(4));
        assertThat(events).last().isEqualTo(asked);
        assertThat(resumption.before(asked, START)).containsExactly(asked);
        assertThat(restored(resumption.next(6, START)))
                .containsExactly(bindings.get(0), bindings.get(1), bindings.get(3), bindings.get(5));
    }

    @Test
    void whoeverIsNotKeptIsServedAtOnce() {
        Event asked = request(home(77));
        assertThat(resumption.before(asked, START)).containsExactly(asked);
    }

    /** RFC 5944 §3.3, RFC 2794: any address from a pool, but none that is another's. */
    @Test
    void whoLeavesHisHomeAddressOpenWaitsUntilAllAreThere() {
        Event asked = request(Ipv4.UNSPECIFIED);
        assertThat(resumption.before(asked, START)).isEmpty();
        resumption.next(6, START);
        assertThat(resumption.last()).last().isEqualTo(asked);
    }

    @Test
    void noMoreWaitThanASocketHolds() {
        for (int i = 0; i < Resumption.MOST_POSTPONED + 10; i++) {
            resumption.before(request(Ipv4.UNSPECIFIED), START);
        }
        assertThat(resumption.last()).hasSize(1 + Resumption.MOST_POSTPONED);
    }

    @Test
    void whatIsTooShortToSayWhoItIsAboutGoesToTheEngine() {
        Event stump = new Event.Received(new Datagram(SOMEWHERE, SOMEWHERE, 1, NOON, Octets.ofHex("01")));
        assertThat(resumption.before(stump, START)).containsExactly(stump);
    }

    @Test
    void wordsForANodeWaitForItsBindingAndADropForAll() {
        Event tell = new Event.Tell(NOON, home(2), MessageString.ofHomeAgent("hello"));
        assertThat(restored(resumption.before(tell, START))).containsExactly(bindings.get(1));
        Event drop = new Event.Drop(NOON, "laptop", Optional.empty());
        assertThat(restored(resumption.before(drop, START))).hasSize(5);
        assertThat(resumption.isOver()).isTrue();
    }

    /** So that a lifetime ends when it ends, however late its binding is made again. */
    @Test
    void theTimeOfDayGoesOnMeanwhile() {
        Tick later = new Tick(START.nanos() + 2_500_000_000L);
        assertThat(resumption.next(1, later))
                .containsExactly(
                        new Event.Restored(bindings.get(0), NOON.plusSeconds(60).plusMillis(2500)));
    }
}
