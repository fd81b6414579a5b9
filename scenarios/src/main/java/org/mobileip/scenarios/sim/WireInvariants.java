package org.mobileip.scenarios.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.sim.machine.Nic;
import org.mobileip.scenarios.sim.machine.Packet;
import org.mobileip.scenarios.sim.machine.Timeline;
import org.mobileip.wire.ArpPacket;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.MalformedMessageException;

/**
 * What must never be on a wire:
 *
 * <ul>
 *   <li>I7: more in denials than in the requests that were denied: nobody is answered who did not pay for it.
 *   <li>I10: two answers to one question by ARP.
 *   <li>I12: a key.
 * </ul>
 */
final class WireInvariants {

    /** Whoever answers does so at once: later it is another question. */
    private static final long ONE_QUESTION = 2_000_000;

    private static final int UDP_HEADER = 8;
    private static final int REQUEST = 1;
    private static final int REPLY = 3;
    private static final int MOST_STRANGERS = 100_000;

    private final Timeline timeline;
    private final Court court;
    private final List<Octets> secrets;
    private final Map<Asked, Answered> answers = new HashMap<>();

    /** Who asks for whom, in which network. */
    private record Asked(String network, long asker, int address) {}

    private record Answered(long mac, long nanos) {}

    /** @param secrets what nobody may see */
    WireInvariants(Timeline timeline, Court court, List<Octets> secrets) {
        this.timeline = timeline;
        this.court = court;
        this.secrets = List.copyOf(secrets);
    }

    /** Looks at everything that passes there from now on. */
    void watch(Scenario scenario, Plant plant) {
        for (String node : plant.nodeNames()) {
            Map<Integer, Long> owed = new HashMap<>();
            boolean isAgent = scenario.homeAgent(node).isPresent();
            for (Scenario.Network network : scenario.networks()) {
                plant.cable(node, network.name()).ifPresent(nic -> watch(network.name(), nic, isAgent, owed));
            }
        }
    }

    private void watch(String network, Nic nic, boolean isAgent, Map<Integer, Long> owed) {
        nic.tap((frame, outbound) -> {
            if (outbound && Packet.isArp(frame)) {
                lookAtArp(network, frame);
            } else if (isControl(frame)) {
                lookForSecrets(nic, frame);
                if (isAgent) {
                    settle(owed, frame, outbound);
                }
            }
        });
    }

    /** Whether it is a registration message: what else goes by that port is a tunnel's. */
    private static boolean isControl(byte[] frame) {
        boolean isPort =
                Packet.isToUdpPort(frame, ControlMessage.PORT) || Packet.isFromUdpPort(frame, ControlMessage.PORT);
        int at = isPort ? Packet.payload(frame) + UDP_HEADER : 0;
        boolean hasType = isPort && Packet.payloadLength(frame) > UDP_HEADER;
        return hasType && (frame[at] == REQUEST || frame[at] == REPLY);
    }

    private void lookAtArp(String network, byte[] frame) {
        try {
            ArpPacket arp = ArpPacket.decode(Octets.of(frame, Packet.IP, frame.length - Packet.IP));
            boolean isAnswer = !arp.isRequest() && !arp.senderAddress().equals(arp.targetAddress());
            if (isAnswer) {
                Asked asked = new Asked(
                        network, arp.targetMac().bits(), arp.senderAddress().bits());
                Answered now = new Answered(arp.senderMac().bits(), timeline.nanos());
                Answered before = answers.put(asked, now);
                boolean isSame = before == null || before.mac == now.mac || now.nanos - before.nanos > ONE_QUESTION;
                court.check("I10", isSame, () -> arp.senderAddress() + " is answered for by two in " + network);
            }
        } catch (MalformedMessageException unreadable) {
            court.check("I10", false, () -> "ARP that cannot be read: " + unreadable.getMessage());
        }
    }

    private void lookForSecrets(Nic nic, byte[] frame) {
        Octets datagram = Octets.of(frame, Packet.payload(frame), Packet.payloadLength(frame));
        String shown = datagram.toString();
        court.check(
                "I12",
                secrets.stream().noneMatch(secret -> shown.contains(secret.toString())),
                () -> "a key passes " + nic.name());
    }

    /** Of a home agent: to each address, no more goes in denials than has come in requests. */
    private void settle(Map<Integer, Long> owed, byte[] frame, boolean outbound) {
        int at = Packet.payload(frame) + UDP_HEADER;
        int length = Packet.payloadLength(frame) - UDP_HEADER;
        int type = length > 1 ? frame[at] : 0;
        if (!outbound && type == REQUEST && owed.size() < MOST_STRANGERS) {
            owed.put(Packet.source(frame), owed.getOrDefault(Packet.source(frame), 0L) + length);
        } else if (outbound && type == REPLY && (frame[at + 1] & 0xff) > 1) {
            int to = Packet.destination(frame);
            long left = owed.getOrDefault(to, 0L) - length;
            owed.put(to, left);
            court.check("I7", left >= 0, () -> new Ipv4(to) + " is sent " + -left + " octets more than it has sent");
        }
    }
}
