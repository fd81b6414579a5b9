package org.mobileip.host.linux.tun;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.tunnel.HomeAgentEnd;
import org.mobileip.tunnel.PacketTable;
import org.mobileip.tunnel.PacketTableContract;
import org.mobileip.tunnel.PathCounters;
import org.mobileip.tunnel.SegmentLimit;
import org.mobileip.tunnel.TunnelEnd;

/** The tun dataplane's paths against the table, with a kernel and a network that are only remembered. */
class PacketTablePathsTest extends PacketTableContract {

    private static final Octets NO_OFFLOAD = Octets.ofHex("00".repeat(10));
    private static final Octets ETHERNET = Octets.ofHex("02".repeat(12) + "0800");
    private static final List<String> NARROW = List.of("203.0.113.66", "203.0.113.67", "203.0.113.68");

    @Override
    protected Subject subject(TunnelEnd end) {
        return new Paths(end);
    }

    private static final class Paths implements Subject {

        private final FakePorts tun = new FakePorts();
        private final FakePorts network = new FakePorts();
        private final FakePorts icmp = new FakePorts();
        private final FakePorts answers = new FakePorts();
        private final OutboundPath outbound;
        private final InboundPath inbound;
        private final ErrorPath errors;
        private final Optional<BroadcastPath> broadcasts;
        private final FakePorts homeLink = new FakePorts();
        private final SortedMap<String, Long> told = new TreeMap<>();

        Paths(TunnelEnd end) {
            network.linkHeaderLength = ETHERNET.size();
            outbound = new OutboundPath(
                    tun,
                    end,
                    OneByOne.sending(this::send, 9),
                    Paths::linkMtu,
                    ErrorSender.toNetwork(answers::send),
                    SegmentLimit.NONE);
            inbound = new InboundPath(network.frames(), end, tun, SegmentLimit.NONE);
            homeLink.linkHeaderLength = ETHERNET.size();
            broadcasts = end instanceof HomeAgentEnd agent
                    ? Optional.of(new BroadcastPath(homeLink, agent, PacketTable.POLICY, this::send, Paths::linkMtu))
                    : Optional.empty();
            errors = new ErrorPath(icmp, end, ErrorSender.toNetwork(answers::send));
        }

        private int send(NativeBuffer buffer, int offset, int length, Ipv4 destination) {
            return length > linkMtu(destination) ? -Errno.EMSGSIZE : network.send(buffer, offset, length, destination);
        }

        private static int linkMtu(Ipv4 destination) {
            return NARROW.contains(destination.toString()) ? 1000 : 65_535;
        }

        @Override
        public List<String> into(Octets datagram) {
            tun.toRead.add(NO_OFFLOAD.plus(datagram));
            outbound.step();
            return taken(outbound, network, 0);
        }

        @Override
        public List<String> forward(Octets datagram) {
            throw new AssertionError("the kernel does that");
        }

        @Override
        public List<String> outOf(Octets packet) {
            network.toRead.add(NO_OFFLOAD.plus(ETHERNET).plus(packet));
            long before = inbound.counters().received();
            inbound.step();
            List<String> results = taken(inbound, tun, NO_OFFLOAD.size());
            return results.isEmpty() && inbound.counters().received() == before ? List.of("held") : results;
        }

        @Override
        public List<String> broadcast(Octets datagram) {
            homeLink.toRead.add(NO_OFFLOAD.plus(ETHERNET).plus(datagram));
            broadcasts.orElseThrow().step();
            return taken(broadcasts.orElseThrow(), network, 0);
        }

        @Override
        public List<String> error(Octets message) {
            icmp.toRead.add(message);
            errors.step();
            return taken(errors, icmp, 0);
        }

        private List<String> taken(PacketPath path, FakePorts out, int header) {
            List<String> results = new ArrayList<>();
            answers.written.forEach(error -> results.add(PacketTable.answer(error)));
            out.written.forEach(packet -> results.add(packet.slice(header).toString()));
            answers.written.clear();
            out.written.clear();
            SortedMap<String, Long> now = new TreeMap<>();
            path.counters().addDropsTo(now);
            now.forEach((word, count) -> {
                for (long i = told.getOrDefault(word, 0L); i < count; i++) {
                    results.add(word);
                }
            });
            told.putAll(now);
            return results;
        }

        @Override
        public long unaccounted() {
            return unaccounted(outbound.counters())
                    + unaccounted(inbound.counters())
                    + broadcasts.map(path -> unaccounted(path.counters())).orElse(0L);
        }

        private static long unaccounted(PathCounters counters) {
            SortedMap<String, Long> drops = new TreeMap<>();
            counters.addDropsTo(drops);
            return counters.received()
                    - counters.forwarded().encapsulatedPackets()
                    - counters.forwarded().decapsulatedPackets()
                    - drops.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
