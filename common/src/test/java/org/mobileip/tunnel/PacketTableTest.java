package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** The pure packet path against the table. The world it begins with is described at the top of {@code packets.txt}. */
class PacketTableTest {

    private static final Ipv4 HOME_AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 MOBILE_NODE = Ipv4.parse("10.10.0.57");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(70_000);
    private final PacketBuffer packet = new PacketBuffer(buffer);
    private final PathCounters counters = new PathCounters();

    static List<PacketTable.Row> rows() {
        return PacketTable.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void becomesOfEachPacketWhatTheTableSays(PacketTable.Row row) {
        TunnelEnd end = end(row.direction().substring(0, 2));
        List<String> results =
                row.direction().endsWith("out") ? encapsulated(end, row.in()) : decapsulated(end, row.in());

        assertThat(results).hasSameSizeAs(row.results());
        for (int i = 0; i < results.size(); i++) {
            String result = results.get(i);
            String expected = row.results().get(i);
            assertThat(
                            isReason(expected)
                                    ? result.equals(expected)
                                    : !isReason(result) && PacketTable.matches(expected, Octets.ofHex(result)))
                    .as("%s%nis  %s%nnot %s", row, result, expected)
                    .isTrue();
        }
        assertThat(forwardedAndDropped()).isEqualTo(counters.received());
    }

    @Test
    void theTableAsksForEveryReasonThatAPacketCanBeTheCauseOf() {
        Set<String> words = new HashSet<>();
        Arrays.stream(DropReason.values()).map(DropReason::word).forEach(words::add);
        words.removeAll(Set.of(
                "offload_unknown",
                "exceeds_path_mtu",
                "send_queue_full",
                "send_failed",
                "delivery_failed",
                "internal_error"));
        Set<String> asked = new HashSet<>();
        rows().forEach(row ->
                row.results().stream().filter(PacketTableTest::isReason).forEach(asked::add));
        assertThat(asked).isEqualTo(words);
    }

    private static TunnelEnd end(String side) {
        return switch (side) {
            case "ha" -> homeAgent();
            case "mn" -> mobileNode();
            case "no" -> new MobileNodeEnd();
            default -> throw new AssertionError(side);
        };
    }

    private static TunnelEnd homeAgent() {
        HomeAgentEnd end = new HomeAgentEnd();
        end.forward(MOBILE_NODE, HOME_AGENT, List.of(CAFE));
        end.forward(
                Ipv4.parse("10.10.0.58"), HOME_AGENT, List.of(Ipv4.parse("192.0.2.45"), Ipv4.parse("198.51.100.45")));
        end.forward(Ipv4.parse("10.10.0.59"), HOME_AGENT, List.of(CAFE));
        end.forward(Ipv4.parse("10.10.0.60"), Ipv4.parse("10.10.0.2"), List.of(Ipv4.parse("203.0.113.60")));
        end.forward(Ipv4.parse("10.10.0.61"), HOME_AGENT, List.of(Ipv4.parse("10.10.0.61")));
        end.forward(Ipv4.parse("10.10.0.62"), HOME_AGENT, List.of(HOME_AGENT));
        return end;
    }

    private static TunnelEnd mobileNode() {
        MobileNodeEnd end = new MobileNodeEnd();
        end.tunnel(CAFE, HOME_AGENT, MOBILE_NODE, List.of(CAFE, Ipv4.parse("198.51.100.44")));
        return end;
    }

    private List<String> encapsulated(TunnelEnd end, Octets datagram) {
        counters.received(1);
        put(datagram);
        Optional<DropReason> refused = end.route(packet);
        if (refused.isPresent()) {
            return List.of(dropped(refused.get()));
        }
        counters.received(packet.flow().copies() - 1);
        List<String> results = new ArrayList<>();
        for (int copy = 0; copy < packet.flow().copies(); copy++) {
            results.add(IpInIp.encapsulate(packet, copy).map(this::dropped).orElseGet(this::sent));
        }
        return results;
    }

    private List<String> decapsulated(TunnelEnd end, Octets outer) {
        counters.received(1);
        put(outer);
        return List.of(end.admit(packet).map(this::dropped).orElseGet(this::delivered));
    }

    private void put(Octets datagram) {
        buffer.put(100, datagram.toArray());
        packet.window(100, datagram.size());
    }

    private String dropped(DropReason reason) {
        counters.dropped(reason);
        return reason.word();
    }

    private String sent() {
        counters.forwarded().encapsulated(packet.length());
        return octets(packet.start() - IpInIp.OVERHEAD, packet.length() + IpInIp.OVERHEAD);
    }

    private String delivered() {
        counters.forwarded().decapsulated(packet.length());
        return octets(packet.start(), packet.length());
    }

    private String octets(int from, int count) {
        return Octets.of(buffer.slice(from, count)).toString();
    }

    private long forwardedAndDropped() {
        TreeMap<String, Long> drops = new TreeMap<>();
        counters.addDropsTo(drops);
        return counters.forwarded().encapsulatedPackets()
                + counters.forwarded().decapsulatedPackets()
                + drops.values().stream().mapToLong(Long::longValue).sum();
    }

    private static boolean isReason(String result) {
        return result.matches(".*[_g-z].*") && !result.contains("iiii");
    }
}
