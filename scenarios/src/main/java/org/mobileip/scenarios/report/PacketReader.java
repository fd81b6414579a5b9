package org.mobileip.scenarios.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.capture.PcapngReader;
import org.mobileip.scenarios.language.Scenario;

/** Reads a run's capture: once through the file, with nothing kept but what the page shows. */
final class PacketReader {

    private static final int ETHERTYPE = 12;
    private static final int ARP = 0x0806;
    private static final int ARP_LENGTH = 42;
    private static final int ARP_SENDER = 28;
    private static final int ARP_TARGET = 38;
    private static final int SOLICITATION = 10;
    private static final double NANOS_PER_MILLI = 1e6;

    private final long zero;
    private final FlowCollector flows;
    private final EchoCollector echoes;
    private final MessageCollector messages;

    private PacketReader(Scenario scenario, long zero) {
        this.zero = zero;
        this.flows = new FlowCollector(scenario);
        this.echoes = new EchoCollector(scenario);
        this.messages = new MessageCollector(scenario);
    }

    /**
     * Reads a capture.
     *
     * @param zero the script's beginning by the capture's clock, nanoseconds since 1970
     * @throws IOException when the file cannot be read, or is none of ours
     */
    static Packets read(Path file, Scenario scenario, long zero) throws IOException {
        PacketReader reader = new PacketReader(scenario, zero);
        try (PcapngReader frames = PcapngReader.open(file)) {
            for (Optional<PcapngReader.Numbered> next = frames.next(); next.isPresent(); next = frames.next()) {
                reader.look(next.get());
            }
        }
        return new Packets(
                reader.flows.flows(), reader.flows.bulk(), reader.echoes.inOrder(), reader.messages.inOrder());
    }

    /**
     * A frame at one node's interface.
     *
     * @param at milliseconds of the script
     */
    record Passing(int frame, double at, String node, String network, boolean outbound, Octets octets) {
        Packets.Seen seen() {
            return new Packets.Seen(at, frame, network);
        }
    }

    private void look(PcapngReader.Numbered numbered) {
        int colon = numbered.captured().indexOf(':');
        if (colon < 0) {
            return;
        }
        Passing passing = new Passing(
                numbered.number(),
                (numbered.frame().nanos() - zero) / NANOS_PER_MILLI,
                numbered.captured().substring(0, colon),
                numbered.captured().substring(colon + 1),
                numbered.frame().outbound(),
                numbered.frame().octets());
        Octets octets = passing.octets();
        if (octets.size() >= ARP_LENGTH && octets.u16(ETHERTYPE) == ARP) {
            lookAtArp(passing);
        } else {
            InnerPacket.of(octets).ifPresent(packet -> lookAt(passing, packet));
        }
    }

    private void lookAtArp(Passing passing) {
        Ipv4 sender = passing.octets().ipv4(ARP_SENDER);
        if (passing.outbound() && sender.equals(passing.octets().ipv4(ARP_TARGET))) {
            messages.announced(passing, sender);
        }
    }

    private void lookAt(Passing passing, InnerPacket packet) {
        boolean hasFirstOctets = passing.octets().size() >= packet.payload() + 8;
        if (!hasFirstOctets) {
            return;
        }
        if (packet.tunnelled()) {
            messages.tunnelled(passing, packet);
        }
        if (packet.protocol() == InnerPacket.UDP) {
            if (!messages.registration(passing, packet)) {
                flows.datagram(passing, packet);
            }
        } else if (packet.protocol() == InnerPacket.TCP) {
            flows.segment(passing, packet);
        } else if (packet.protocol() == InnerPacket.ICMP) {
            if (passing.outbound() && passing.octets().u8(packet.payload()) == SOLICITATION) {
                messages.solicited(passing);
            }
            echoes.look(passing, packet);
        }
    }
}
