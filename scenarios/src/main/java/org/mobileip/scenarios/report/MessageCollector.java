package org.mobileip.scenarios.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;

/** Puts the messages of a ladder together: where each left, and where the same octets arrived. */
final class MessageCollector {

    private static final int MOST = 20_000;
    private static final int REMEMBERED = 256;
    private static final int UDP_HEADER = 8;

    private final Set<String> homeAgents;
    private final Set<String> mobiles;
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<Octets, Draft> waiting = new HashMap<>();
    private final Map<String, String> tunnelTo = new HashMap<>();
    private final Map<Octets, PacketReader.Passing> leftAgent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Octets, PacketReader.Passing> eldest) {
            return size() > REMEMBERED;
        }
    };

    MessageCollector(Scenario scenario) {
        this.homeAgents = scenario.homeAgents().stream()
                .map(Scenario.HomeAgentNode::name)
                .collect(Collectors.toUnmodifiableSet());
        this.mobiles =
                scenario.mobiles().stream().map(Scenario.MobileNode::name).collect(Collectors.toUnmodifiableSet());
    }

    /** A message as far as it is known. */
    private static final class Draft {
        final Packets.Kind kind;
        final PacketReader.Passing sent;
        final String text;
        Optional<PacketReader.Passing> received = Optional.empty();

        Draft(Packets.Kind kind, PacketReader.Passing sent, String text) {
            this.kind = kind;
            this.sent = sent;
            this.text = text;
        }
    }

    /** Whether this is a registration message. */
    boolean registration(PacketReader.Passing passing, InnerPacket packet) {
        Octets octets = passing.octets();
        boolean isControl = octets.u16(packet.payload()) == ControlMessage.PORT
                || octets.u16(packet.payload() + 2) == ControlMessage.PORT;
        if (!isControl) {
            return false;
        }
        int end = Math.min(octets.size(), packet.payload() + octets.u16(packet.payload() + 4));
        Octets message = octets.slice(packet.payload() + UDP_HEADER, Math.max(end, packet.payload() + UDP_HEADER));
        if (!passing.outbound()) {
            arrived(passing, message);
            return true;
        }
        try {
            sent(passing, message, ControlMessage.decode(message));
        } catch (MalformedMessageException notOne) {
            // Somebody wrote rubbish on purpose: the log tells how it was discarded.
        }
        return true;
    }

    private void sent(PacketReader.Passing passing, Octets octets, ControlMessage message) {
        Draft draft;
        if (message instanceof RegistrationRequest request) {
            String what = request.lifetime().isZero() ? "deregistration" : "lifetime " + request.lifetime();
            draft = new Draft(Packets.Kind.REQUEST, passing, what + ", " + request.flags());
        } else if (message instanceof RegistrationReply reply) {
            boolean accepted = reply.code().isAccepted();
            String what = accepted
                    ? "code " + reply.code().value() + ", " + reply.lifetime()
                    : reply.code().toString();
            draft = new Draft(accepted ? Packets.Kind.REPLY : Packets.Kind.DENIAL, passing, what);
        } else {
            return;
        }
        add(draft);
        waiting.put(octets, draft);
    }

    private void arrived(PacketReader.Passing passing, Octets octets) {
        Draft draft = waiting.get(octets);
        if (draft != null && draft.received.isEmpty() && !draft.sent.node().equals(passing.node())) {
            draft.received = Optional.of(passing);
        }
    }

    void announced(PacketReader.Passing passing, Ipv4 address) {
        add(new Draft(Packets.Kind.ANNOUNCEMENT, passing, "gratuitous ARP for " + address));
    }

    void solicited(PacketReader.Passing passing) {
        add(new Draft(Packets.Kind.SOLICITATION, passing, "agent solicitation"));
    }

    /** The first packet that comes to a mobile node through a tunnel by another network than the one before. */
    void tunnelled(PacketReader.Passing passing, InnerPacket packet) {
        int header = packet.payload() - 20;
        if (header < 0) {
            return;
        }
        Octets inner = passing.octets().slice(header, packet.payload() + 8);
        if (passing.outbound() && homeAgents.contains(passing.node())) {
            leftAgent.put(inner, passing);
        } else if (!passing.outbound() && mobiles.contains(passing.node())) {
            String before = tunnelTo.put(passing.node(), passing.network());
            if (!passing.network().equals(before)) {
                Draft draft = new Draft(
                        Packets.Kind.TUNNELLED,
                        leftAgent.getOrDefault(inner, passing),
                        "first packet by " + passing.network());
                draft.received = Optional.of(passing);
                add(draft);
            }
        }
    }

    private void add(Draft draft) {
        if (drafts.size() < MOST) {
            drafts.add(draft);
        }
    }

    List<Packets.Message> inOrder() {
        return drafts.stream()
                .map(MessageCollector::message)
                .sorted(Comparator.comparingDouble(message -> message.sent().at()))
                .toList();
    }

    private static Packets.Message message(Draft draft) {
        return new Packets.Message(
                draft.kind,
                draft.sent.node(),
                draft.received.map(PacketReader.Passing::node),
                draft.sent.seen(),
                draft.received.map(PacketReader.Passing::seen),
                draft.text);
    }
}
