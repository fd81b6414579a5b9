package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.testing.ManualTicker;

/** What the table cannot say: time, and many datagrams at once. */
class ReassemblyTest {

    private static final int MORE = 0x2000;
    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("172.16.0.9");

    private final ManualTicker ticker = new ManualTicker();
    private final HomeAgentEnd agent = new HomeAgentEnd(ticker, 1);
    private final PureDataplane dataplane = new PureDataplane(agent);

    @Test
    void aDatagramThatDoesNotBecomeWholeInTimeIsGivenUp() {
        node(1);
        assertThat(dataplane.outOf(first(1, 1))).containsExactly("held");
        ticker.advance(Reassembly.LIFETIME.minusNanos(1));
        assertThat(dataplane.outOf(first(1, 2))).containsExactly("held");
        ticker.advance(java.time.Duration.ofNanos(1));
        assertThat(dataplane.outOf(last(1, 1))).containsExactly("held", "reassembly_timeout");
        assertThat(dataplane.outOf(last(1, 2))).containsExactly(inner(1).toString());
    }

    @Test
    void oneSenderWithManyUnfinishedDatagramsLosesItsOldestAndNobodyElses() {
        node(1);
        node(2);
        assertThat(dataplane.outOf(first(2, 1))).containsExactly("held");
        for (int id = 1; id <= Reassembly.MOST_OF_ONE; id++) {
            ticker.advance(java.time.Duration.ofMillis(1));
            assertThat(dataplane.outOf(first(1, id))).containsExactly("held");
        }
        assertThat(dataplane.outOf(first(1, 100))).containsExactly("held", "reassembly_full");
        assertThat(dataplane.outOf(last(1, 2))).containsExactly(inner(1).toString());
        assertThat(dataplane.outOf(last(2, 1))).containsExactly(inner(2).toString());
    }

    @Test
    void aFloodOfFirstFragmentsKeepsNoMoreThanItsBound() {
        for (int node = 1; node <= 100; node++) {
            node(node);
        }
        long dropped = 0;
        for (int i = 0; i < 100_000; i++) {
            dropped += dataplane.outOf(first(1 + i % 100, i / 100)).size() - 1;
        }
        assertThat(dropped).isEqualTo(100_000 - Reassembly.MOST);
    }

    @Test
    void legalTrafficPassesAFloodOfAnotherSender() {
        node(1);
        node(2);
        for (int i = 1; i < 2_000; i++) {
            dataplane.outOf(first(1, i));
            assertThat(dataplane.outOf(first(2, i)).get(0)).isEqualTo("held");
            dataplane.outOf(first(1, i + 30_000));
            assertThat(dataplane.outOf(last(2, i))).contains(inner(2).toString());
        }
    }

    @Test
    void anyOrderOfAnyPiecesGivesTheSameDatagram() {
        node(1);
        Random random = new Random(17);
        for (int round = 1; round < 500; round++) {
            Octets payload = inner(1);
            List<Octets> pieces = new ArrayList<>();
            for (int at = 0; at < payload.size(); ) {
                int end = Math.min(payload.size(), at + 8 * (1 + random.nextInt(30)));
                pieces.add(piece(1, round, at, payload.slice(at, end), end < payload.size()));
                at = end;
            }
            Collections.shuffle(pieces, random);
            List<String> last = List.of();
            for (Octets piece : pieces) {
                assertThat(last).doesNotContain(payload.toString());
                last = dataplane.outOf(piece);
            }
            assertThat(last).containsExactly(payload.toString());
        }
    }

    @Test
    void randomFragmentsNeverMakeTheCountsWrong() {
        node(1);
        Random random = new Random(19);
        for (int i = 0; i < 100_000; i++) {
            int offset = random.nextInt(40) * 8;
            Octets payload = Octets.of(new byte[random.nextInt(60)]);
            dataplane.outOf(piece(1, random.nextInt(20), offset, payload, random.nextBoolean()));
        }
        ticker.advance(Reassembly.LIFETIME);
        dataplane.outOf(first(1, 999));
        ticker.advance(Reassembly.LIFETIME);
        dataplane.outOf(piece(1, 1000, 0, Octets.of(new byte[1]), true));
        assertThat(dataplane.unaccounted()).isZero();
    }

    private void node(int number) {
        agent.forward(home(number), AGENT, List.of(TunnelPath.to(careOf(number))));
    }

    private static Ipv4 home(int number) {
        return new Ipv4(0x0a0a0100 + number);
    }

    private static Ipv4 careOf(int number) {
        return new Ipv4(0xc0000200 + number);
    }

    private static Octets inner(int number) {
        return Datagrams.udp(number, 0, home(number), CORRESPONDENT, 500);
    }

    private static Octets first(int node, int id) {
        return piece(node, id, 0, inner(node).slice(0, 400), true);
    }

    private static Octets last(int node, int id) {
        return piece(node, id, 400, inner(node).slice(400), false);
    }

    private static Octets piece(int node, int id, int offset, Octets payload, boolean isMore) {
        return Datagrams.ipv4(id, (isMore ? MORE : 0) | offset / 8, 4, careOf(node), AGENT, payload);
    }
}
