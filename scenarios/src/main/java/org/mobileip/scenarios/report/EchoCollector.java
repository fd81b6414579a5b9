package org.mobileip.scenarios.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Stream;

/** Puts the echoes of ping streams together: a request where it left, and its answer where it came back. */
final class EchoCollector {

    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8;
    private static final int IDENTIFIER = 4;
    private static final int SEQUENCE = 6;

    private final Scenario scenario;
    private final Map<Key, List<Draft>> echoes = new LinkedHashMap<>();
    private final Map<Key, Map<Integer, Draft>> latest = new HashMap<>();

    EchoCollector(Scenario scenario) {
        this.scenario = scenario;
    }

    /** Who pings, whom, and with which identifier. */
    private record Key(String node, Ipv4 to, int identifier) {}

    /** An echo as far as it is known. */
    private static final class Draft {
        final double sent;
        Optional<Double> answered = Optional.empty();

        Draft(double sent) {
            this.sent = sent;
        }
    }

    /** An ICMP message at one node's interface. */
    void look(PacketReader.Passing passing, InnerPacket packet) {
        int type = passing.octets().u8(packet.payload());
        int identifier = passing.octets().u16(packet.payload() + IDENTIFIER);
        int sequence = passing.octets().u16(packet.payload() + SEQUENCE);
        if (type == ECHO_REQUEST && passing.outbound() && isOf(passing.node(), packet.source())) {
            Key key = new Key(passing.node(), packet.destination(), identifier);
            Draft draft = new Draft(passing.at());
            echoes.computeIfAbsent(key, any -> new ArrayList<>()).add(draft);
            latest.computeIfAbsent(key, any -> new HashMap<>()).put(sequence, draft);
        } else if (type == ECHO_REPLY && !passing.outbound() && isOf(passing.node(), packet.destination())) {
            Draft draft = latest.getOrDefault(new Key(passing.node(), packet.source(), identifier), Map.of())
                    .get(sequence);
            if (draft != null && draft.answered.isEmpty()) {
                draft.answered = Optional.of(passing.at());
            }
        }
    }

    private boolean isOf(String node, Ipv4 address) {
        return addressOf(node).filter(address::equals).isPresent();
    }

    private Optional<Ipv4> addressOf(String node) {
        return FlowCollector.addressOf(scenario, node);
    }

    /** One for each ping stream and direction that was seen, in the order of the script. */
    List<Packets.Echoes> inOrder() {
        List<Packets.Echoes> all = new ArrayList<>();
        Map<Key, List<Draft>> left = new LinkedHashMap<>(echoes);
        for (Stream stream : scenario.streams()) {
            if (stream.kind() == Stream.Kind.PING) {
                take(left, stream.from(), stream.to()).ifPresent(drafts -> all.add(echoes(stream, false, drafts)));
                if (stream.bothWays()) {
                    take(left, stream.to(), stream.from()).ifPresent(drafts -> all.add(echoes(stream, true, drafts)));
                }
            }
        }
        return all;
    }

    private Optional<List<Draft>> take(Map<Key, List<Draft>> left, String from, String to) {
        Optional<Key> found = left.keySet().stream()
                .filter(key -> key.node().equals(from) && isOf(to, key.to()))
                .findFirst();
        return found.map(left::remove);
    }

    private static Packets.Echoes echoes(Stream stream, boolean isBack, List<Draft> drafts) {
        return new Packets.Echoes(
                stream,
                isBack,
                drafts.stream()
                        .map(draft -> new Packets.Echo(draft.sent, draft.answered.map(at -> at - draft.sent)))
                        .toList());
    }
}
