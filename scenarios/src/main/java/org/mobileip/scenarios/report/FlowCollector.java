package org.mobileip.scenarios.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Stream;

/** Puts the datagrams and segments of streams together from where they left and where they arrived. */
final class FlowCollector {

    private static final int UDP_HEADER = 8;
    private static final int STREAM_HEADER = 12;
    private static final int MOST_BUCKETS = 100_000;

    private final List<Ends> streams;
    private final Set<String> mobiles;
    private final Map<Key, Map<Integer, Draft>> drafts = new LinkedHashMap<>();
    private final Map<Key, List<Long>> buckets = new LinkedHashMap<>();

    FlowCollector(Scenario scenario) {
        streams = scenario.streams().stream()
                .map(stream -> new Ends(
                        stream,
                        scenario.forward(stream),
                        addressOf(scenario, stream.from()),
                        addressOf(scenario, stream.to())))
                .toList();
        mobiles = scenario.mobiles().stream().map(Scenario.MobileNode::name).collect(Collectors.toSet());
    }

    /** A stream with what is asked of it for every frame. */
    private record Ends(Stream stream, Direction forward, Optional<Ipv4> from, Optional<Ipv4> to) {
        boolean isOf(InnerPacket packet) {
            return (isAt(from, packet.source()) && isAt(to, packet.destination()))
                    || (isAt(to, packet.source()) && isAt(from, packet.destination()));
        }

        private static boolean isAt(Optional<Ipv4> end, Ipv4 address) {
            return end.isPresent() && end.get().equals(address);
        }
    }

    private record Key(int stream, Direction direction) {}

    /** A datagram as far as it is known. */
    private static final class Draft {
        double sent = Double.NaN;
        String network = "";
        final List<Double> arrivals = new ArrayList<>();
        int frame;
    }

    /** The payload of a stream's datagram begins with run, stream, direction and sequence number. */
    void datagram(PacketReader.Passing passing, InnerPacket packet) {
        int label = packet.payload() + UDP_HEADER;
        if (passing.octets().size() < label + STREAM_HEADER || packet.length() < UDP_HEADER + STREAM_HEADER) {
            return;
        }
        int number = passing.octets().u16(label + 4);
        if (number >= streams.size()
                || streams.get(number).stream().kind() != Stream.Kind.UDP
                || !streams.get(number).isOf(packet)) {
            return;
        }
        Stream stream = streams.get(number).stream();
        Direction direction = passing.octets().u8(label + 6) == 1 ? Direction.UP : Direction.DOWN;
        Draft draft = drafts.computeIfAbsent(new Key(number, direction), any -> new HashMap<>())
                .computeIfAbsent(passing.octets().i32(label + 8), any -> new Draft());
        boolean forward = direction == streams.get(number).forward();
        note(draft, passing, forward ? stream.from() : stream.to(), forward ? stream.to() : stream.from());
    }

    private void note(Draft draft, PacketReader.Passing passing, String sender, String receiver) {
        if (passing.outbound() && passing.node().equals(sender)) {
            draft.sent = Double.isNaN(draft.sent) ? passing.at() : draft.sent;
        } else if (!passing.outbound() && passing.node().equals(receiver)) {
            draft.frame = draft.arrivals.isEmpty() ? passing.frame() : draft.frame;
            draft.arrivals.add(passing.at());
        } else {
            return;
        }
        if (draft.network.isEmpty() && mobiles.contains(passing.node())) {
            draft.network = passing.network();
        }
    }

    /** Counts payload that arrives; a segment that is sent again counts again. */
    void segment(PacketReader.Passing passing, InnerPacket packet) {
        if (passing.outbound() || passing.at() < 0 || passing.octets().size() < packet.payload() + 13) {
            return;
        }
        int payload = packet.length() - (passing.octets().u8(packet.payload() + 12) >>> 4) * 4;
        for (int number = 0; number < streams.size(); number++) {
            Ends ends = streams.get(number);
            if (payload > 0 && ends.stream().kind() == Stream.Kind.TCP && ends.isOf(packet)) {
                Optional<Direction> direction = directionTo(ends, passing.node());
                if (direction.isPresent()) {
                    count(new Key(number, direction.get()), passing, payload);
                }
                return;
            }
        }
    }

    private static Optional<Direction> directionTo(Ends ends, String receiver) {
        Direction forward = ends.forward();
        Stream stream = ends.stream();
        if (receiver.equals(stream.to())) {
            return Optional.of(forward);
        }
        return receiver.equals(stream.from()) ? Optional.of(forward.opposite()) : Optional.empty();
    }

    private void count(Key key, PacketReader.Passing passing, int payload) {
        List<Long> counted = buckets.computeIfAbsent(key, any -> new ArrayList<>());
        int bucket = (int) Math.min(passing.at() / Packets.Bulk.STEP, MOST_BUCKETS);
        while (counted.size() <= bucket) {
            counted.add(0L);
        }
        counted.set(bucket, counted.get(bucket) + payload);
    }

    /** The lasting address of a node. */
    static Optional<Ipv4> addressOf(Scenario scenario, String node) {
        return scenario.mobile(node)
                .map(Scenario.MobileNode::home)
                .or(() -> scenario.host(node).map(Scenario.HostNode::address))
                .or(() -> scenario.homeAgent(node).map(Scenario.HomeAgentNode::address));
    }

    List<Packets.Flow> flows() {
        List<Packets.Flow> flows = new ArrayList<>();
        drafts.forEach((key, bySequence) -> {
            List<Packets.Trip> trips = new ArrayList<>();
            new TreeMap<>(bySequence)
                    .forEach((sequence, draft) -> trips.add(
                            new Packets.Trip(sequence, sentAt(draft), draft.network, draft.arrivals, draft.frame)));
            flows.add(new Packets.Flow(streams.get(key.stream()).stream(), key.direction(), trips));
        });
        return flows;
    }

    /** A capture that lost the departure still has the arrival. */
    private static double sentAt(Draft draft) {
        return Double.isNaN(draft.sent) ? draft.arrivals.get(0) : draft.sent;
    }

    List<Packets.Bulk> bulk() {
        List<Packets.Bulk> bulk = new ArrayList<>();
        buckets.forEach((key, octets) ->
                bulk.add(new Packets.Bulk(streams.get(key.stream()).stream(), key.direction(), octets)));
        return bulk;
    }
}
