package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.testing.ManualTicker;

/** Who gets a broadcast of the home network, and how many of them; its octets are the business of {@code packets.txt}. */
class BroadcastIngressTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.0.0.1");
    private static final Ipv4 HOST = Ipv4.parse("10.0.0.2");
    private static final Ipv4Prefix NETWORK = Ipv4Prefix.parse("10.0.0.0/8");
    private static final Ipv4 EVERYBODY = NETWORK.broadcast();
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 OTHER_HOME = Ipv4.parse("10.10.0.58");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 TRAIN = Ipv4.parse("198.51.100.45");
    private static final Ipv4 GROUP = Ipv4.parse("239.1.2.3");
    private static final Ipv4 OTHER_GROUP = Ipv4.parse("239.1.2.4");

    private final ManualTicker ticker = new ManualTicker();
    private final HomeAgentEnd agent = new HomeAgentEnd(ticker, 1);
    private final PacketBuffer packet = Datagrams.buffer();
    private final Map<Ipv4, Integer> sent = new HashMap<>();

    private BroadcastIngress passing(int perSecond) {
        BroadcastPolicy policy = new BroadcastPolicy(NETWORK, true, true, Set.of(), perSecond);
        return new BroadcastIngress(agent, policy, new BroadcastIngress.Outlet() {
            @Override
            public Optional<DropReason> send(PacketBuffer outer, Ipv4 exit) {
                sent.merge(exit, 1, Integer::sum);
                return Optional.empty();
            }

            @Override
            public int linkMtu(Ipv4 exit) {
                return 1500;
            }
        });
    }

    private void listens(Ipv4 home, Ipv4 careOf, boolean toBroadcasts) {
        agent.forward(home, AGENT, List.of(new TunnelPath(careOf, Encapsulation.IPIP, true, toBroadcasts)));
    }

    private int passed(BroadcastIngress ingress, Ipv4 to) {
        int before = total();
        ingress.take(Datagrams.datagram(packet, HOST, to));
        return total() - before;
    }

    private int total() {
        return sent.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static long dropped(BroadcastIngress ingress, DropReason reason) {
        return drops(ingress).getOrDefault(reason.word(), 0L);
    }

    private static Map<String, Long> drops(BroadcastIngress ingress) {
        TreeMap<String, Long> drops = new TreeMap<>();
        ingress.counters().addDropsTo(drops);
        return drops;
    }

    private static void everyPacketHasItsFate(BroadcastIngress ingress) {
        long dropped =
                drops(ingress).values().stream().mapToLong(Long::longValue).sum();
        assertThat(ingress.counters().received())
                .isEqualTo(ingress.counters().forwarded().encapsulatedPackets() + dropped);
    }

    @Test
    void onlyWhoAskedForBroadcastsGetsThem() {
        BroadcastIngress ingress = passing(1000);
        listens(HOME, CAFE, true);
        listens(OTHER_HOME, TRAIN, false);
        assertThat(passed(ingress, EVERYBODY)).isEqualTo(1);
        assertThat(passed(ingress, Ipv4.BROADCAST)).isEqualTo(1);
        assertThat(sent).containsOnlyKeys(CAFE);
        listens(HOME, CAFE, false);
        assertThat(passed(ingress, EVERYBODY)).isZero();
        listens(HOME, CAFE, true);
        agent.stop(HOME);
        assertThat(passed(ingress, EVERYBODY)).isZero();
        assertThat(ingress.counters().received()).isEqualTo(2);
    }

    @Test
    void theCountersOfANodeHaveItsBroadcastsToo() {
        BroadcastIngress ingress = passing(1000);
        listens(HOME, CAFE, true);
        passed(ingress, EVERYBODY);
        passed(ingress, EVERYBODY);
        FlowCounters node = agent.counters(HOME).orElseThrow();
        assertThat(node.encapsulatedPackets()).isEqualTo(2);
        assertThat(node.encapsulatedOctets()).isEqualTo(40);
    }

    /** T17. 10⁵ nodes want 1,000 broadcasts a second: 10⁸ copies a second, of which the budget allows 500. */
    @Test
    void aBombOfBroadcastsToAHundredThousandNodesStaysWithinItsBudget() {
        int nodes = 100_000;
        int budget = 500;
        BroadcastIngress ingress = passing(budget);
        for (int node = 0; node < nodes; node++) {
            listens(new Ipv4(HOME.bits() + node), new Ipv4(CAFE.bits() + node), true);
        }
        int seconds = 10;
        for (int broadcast = 0; broadcast < 1000 * seconds; broadcast++) {
            passed(ingress, EVERYBODY);
            ticker.advance(Duration.ofMillis(1));
        }
        assertThat(total()).isBetween(budget * seconds, budget * (seconds + 1));
        assertThat(dropped(ingress, DropReason.BROADCAST_BUDGET)).isEqualTo(1000L * seconds * nodes - total());
        assertThat(ingress.counters().received()).isEqualTo(1000L * seconds * nodes);
        everyPacketHasItsFate(ingress);
    }

    @Test
    void whereTheBudgetIsShortItIsNotAlwaysTheSameNodesThatGoShort() {
        int nodes = 200;
        BroadcastIngress ingress = passing(10);
        for (int node = 0; node < nodes; node++) {
            listens(new Ipv4(HOME.bits() + node), new Ipv4(CAFE.bits() + node), true);
        }
        for (int second = 0; second < 300; second++) {
            passed(ingress, EVERYBODY);
            ticker.advance(Duration.ofSeconds(1));
        }
        assertThat(sent.keySet()).hasSize(nodes);
        everyPacketHasItsFate(ingress);
    }

    @Test
    void aQuietSecondIsEnoughForAsManyAtOnce() {
        BroadcastIngress ingress = passing(2);
        listens(HOME, CAFE, true);
        listens(OTHER_HOME, TRAIN, true);
        assertThat(passed(ingress, EVERYBODY)).isEqualTo(2);
        assertThat(passed(ingress, EVERYBODY)).isZero();
        ticker.advance(Duration.ofMillis(500));
        assertThat(passed(ingress, EVERYBODY)).isEqualTo(1);
        assertThat(dropped(ingress, DropReason.BROADCAST_BUDGET)).isEqualTo(3);
        ticker.advance(Duration.ofSeconds(1));
        assertThat(passed(ingress, EVERYBODY)).isEqualTo(2);
        everyPacketHasItsFate(ingress);
    }

    /** Messages by scapy.contrib.igmp and igmpv3; the IP header is written here. */
    private void says(Ipv4 home, Ipv4 careOf, String igmp) {
        Octets inner = Datagrams.ipv4(1, 0, 2, home, GROUP, Octets.ofHex(igmp));
        Octets outer = Datagrams.ipv4(1, 0, 4, careOf, AGENT, inner);
        PacketBuffer buffer = new PacketBuffer(ByteBuffer.wrap(outer.toArray()));
        buffer.window(0, outer.size());
        assertThat(agent.admit(buffer)).isEmpty();
    }

    @Test
    void aGroupIsPassedOnToWhoHasJoinedItThroughTheTunnelUntilItLeaves() {
        BroadcastIngress ingress = passing(1000);
        listens(HOME, CAFE, true);
        listens(OTHER_HOME, TRAIN, true);
        assertThat(passed(ingress, GROUP)).isZero();
        says(HOME, CAFE, "1600f8faef010203"); // version 2: joined 239.1.2.3
        assertThat(passed(ingress, GROUP)).isEqualTo(1);
        assertThat(passed(ingress, OTHER_GROUP)).isZero();
        assertThat(sent).containsOnlyKeys(CAFE);
        says(OTHER_HOME, TRAIN, "2200e8f90000000104000000ef010203"); // version 3: any source of 239.1.2.3
        assertThat(passed(ingress, GROUP)).isEqualTo(2);
        says(HOME, CAFE, "1700f7faef010203"); // version 2: left 239.1.2.3
        assertThat(passed(ingress, GROUP)).isEqualTo(1);
        says(OTHER_HOME, TRAIN, "2200e9f90000000103000000ef010203"); // version 3: no source of 239.1.2.3
        assertThat(passed(ingress, GROUP)).isZero();
        everyPacketHasItsFate(ingress);
    }

    @Test
    void membershipsLiveThroughAMoveAndEndWithTheBinding() {
        BroadcastIngress ingress = passing(1000);
        listens(HOME, CAFE, true);
        says(HOME, CAFE, "1200fcfaef010203"); // version 1
        listens(HOME, TRAIN, true);
        assertThat(passed(ingress, GROUP)).isEqualTo(1);
        assertThat(sent).containsOnlyKeys(TRAIN);
        agent.stop(HOME);
        listens(HOME, TRAIN, true);
        assertThat(passed(ingress, GROUP)).isZero();
    }

    @Test
    void aReportThatIsUnsoundOrNotAboutAGroupIsNotHeard() {
        BroadcastIngress ingress = passing(1000);
        listens(HOME, CAFE, true);
        for (String unsound : List.of(
                "1600f8fbef010203", // checksum
                "1600f8faef0102", // cut short
                "2200e8f80000000104000001ef010203", // a source that is not there
                "1100fdfaef010203", // a query
                "1600def60a0a00ff")) { // joined 10.10.0.255
            says(HOME, CAFE, unsound);
        }
        assertThat(passed(ingress, GROUP)).isZero();
        says(HOME, CAFE, "2200e8f80000000204000000ef010203"); // two records, of which there is one
        assertThat(passed(ingress, GROUP)).isEqualTo(1);
    }

    @Test
    void aNodeKeepsNoMoreGroupsThanItMay() {
        Memberships memberships = new Memberships();
        Set<Integer> joined = new HashSet<>();
        for (int i = 0; i < 10 * Memberships.MOST_OF_A_NODE; i++) {
            int group = GROUP.bits() + i;
            int sum = 0x1600 + (group >>> 16) + (group & 0xffff);
            int checksum = ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
            Octets report = Octets.ofHex(String.format("1600%04x%08x", checksum, group));
            Octets datagram = Datagrams.ipv4(1, 0, 2, HOME, GROUP, report);
            PacketBuffer buffer = new PacketBuffer(ByteBuffer.wrap(datagram.toArray()));
            buffer.window(0, datagram.size());
            memberships.heard(HOME.bits(), buffer);
            if (memberships.has(HOME.bits(), group)) {
                joined.add(group);
            }
        }
        assertThat(joined).hasSize(Memberships.MOST_OF_A_NODE);
    }
}
