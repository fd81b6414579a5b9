package org.mobileip.scenarios.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Stream;

/** Puts the datagrams and segments of streams together from where they left and where they arrived. */
final class FlowCollector {

    private static final int UDP_HEADER = 8;
    private static final int STREAM_HEADER = 12;
    private static final int MOST_BUCKETS = 100_000;

    private final Scenario scenario;
    private final Map<Key, Map<Integer, Draft>> drafts = new LinkedHashMap<>();
    private final Map<Key, List<Long>> buckets = new LinkedHashMap<>();

    FlowCollector(Scenario scenario) {
        this.scenario = scenario;
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
        if (number >= scenario.streams().size()
                || scenario.streams().get(number).kind() != Stream.Kind.UDP
                || !isBetween(scenario.streams().get(number), packet)) {
            return;
        }
        Stream stream = scenario.streams().get(number);
        Direction direction = passing.octets().u8(label + 6) == 1 ? Direction.UP : Direction.DOWN;
        Draft draft = drafts.computeIfAbsent(new Key(number, direction), any -> new TreeMap<>())
                .computeIfAbsent(passing.octets().i32(label + 8), any -> new Draft());
        boolean forward = direction == scenario.forward(stream);
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
        if (scenario.mobile(passing.node()).isPresent() && draft.network.isEmpty()) {
            draft.network = passing.network();
        }
    }

    /** Counts payload that arrives; a segment that is sent again counts again. */
    void segment(PacketReader.Passing passing, InnerPacket packet) {
        if (passing.outbound() || passing.at() < 0 || passing.octets().size() < packet.payload() + 13) {
            return;
        }
        int payload = packet.length() - (passing.octets().u8(packet.payload() + 12) >>> 4) * 4;
        for (int number = 0; number < scenario.streams().size(); number++) {
            Stream stream = scenario.streams().get(number);
            if (payload > 0 && stream.kind() == Stream.Kind.TCP && isBetween(stream, packet)) {
                directionTo(stream, passing.node())
                        .ifPresent(direction ->
                                count(new Key(scenario.streams().indexOf(stream), direction), passing, payload));
                return;
            }
        }
    }

    private Optional<Direction> directionTo(Stream stream, String receiver) {
        Direction forward = scenario.forward(stream);
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

    private boolean isBetween(Stream stream, InnerPacket packet) {
        Optional<Ipv4> from = addressOf(stream.from());
        Optional<Ipv4> to = addressOf(stream.to());
        Optional<Ipv4> source = Optional.of(packet.source());
        Optional<Ipv4> destination = Optional.of(packet.destination());
        return (source.equals(from) && destination.equals(to)) || (source.equals(to) && destination.equals(from));
    }

    private Optional<Ipv4> addressOf(String node) {
        return addressOf(scenario, node);
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
            bySequence.forEach((sequence, draft) ->
                    trips.add(new Packets.Trip(sequence, sentAt(draft), draft.network, draft.arrivals, draft.frame)));
            flows.add(new Packets.Flow(scenario.streams().get(key.stream()), key.direction(), trips));
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
                bulk.add(new Packets.Bulk(scenario.streams().get(key.stream()), key.direction(), octets)));
        return bulk;
    }
}
