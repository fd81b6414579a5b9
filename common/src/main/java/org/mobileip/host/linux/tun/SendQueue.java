package org.mobileip.host.linux.tun;

import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.net.Ipv4;
import org.mobileip.tunnel.DropReason;
import org.mobileip.tunnel.Flow;
import org.mobileip.tunnel.FlowPath;
import org.mobileip.tunnel.PacketBuffer;
import org.mobileip.tunnel.TunnelIngress;

/** Outer packets that wait in one buffer to be sent with one call, and whose they are. For one thread. */
final class SendQueue {

    private final PacketPorts.Batch network;
    private final NativeBuffer buffer;
    private final PacketBuffer packet;
    private final int alone;
    private final int[] starts;
    private final int[] lengths;
    private final int[] octets;
    private final Flow[] flows;
    private final FlowPath[] paths;
    private int count;
    private boolean isFlushing;

    /** Empty: each packet is one of a batch. */
    private volatile Optional<UdpRuns> runs = Optional.empty();

    /** @param buffer what all packets are in */
    SendQueue(PacketPorts.Batch network, NativeBuffer buffer) {
        this.network = network;
        this.buffer = buffer;
        this.packet = new PacketBuffer(buffer.inNetworkOrder());
        this.alone = network.capacity() - 1;
        this.starts = new int[alone];
        this.lengths = new int[alone];
        this.octets = new int[alone];
        this.flows = new Flow[alone];
        this.paths = new FlowPath[alone];
    }

    /** Lets the kernel cut what goes into one tunnel within UDP, from now on; for any thread. */
    void sendsRunsBy(PacketPorts.Segments segments, Consumer<Throwable> onFault) {
        runs = Optional.of(new UdpRuns(segments, buffer, onFault));
    }

    boolean isFull() {
        return count == alone;
    }

    /** One more; as {@link TunnelIngress.Outlet#keep}. */
    void add(PacketBuffer outer, Flow flow, FlowPath path, int inner) {
        network.set(count, buffer, outer.start(), outer.length(), path.address(), path.link());
        starts[count] = outer.start();
        lengths[count] = outer.length();
        octets[count] = inner;
        flows[count] = flow;
        paths[count] = path;
        count++;
    }

    /**
     * Sends one now; what waits is to be sent before, unless it is among what waits itself.
     *
     * @param link the index of the interface it leaves by; 0: as the routes say
     */
    Optional<DropReason> send(PacketBuffer outer, Ipv4 exit, int link) {
        network.set(alone, buffer, outer.start(), outer.length(), exit, link);
        int result = network.send(alone, 1);
        return result < 0 ? OutboundPath.reason(-result).verdict() : Optional.empty();
    }

    /** Whether what waits is being sent just now: then nothing is added. */
    boolean isFlushing() {
        return isFlushing;
    }

    /** Sends all that waits, and tells {@code ingress} what came of each. */
    void flush(TunnelIngress ingress) {
        if (count == 0 || isFlushing) {
            return;
        }
        int next = 0;
        isFlushing = true;
        Optional<UdpRuns> cut = runs;
        try {
            while (next < count) {
                int run = cut.isPresent() ? runAt(next, cut.get()) : 0;
                if (run > 0 && cut.get().send(starts, lengths, next, run, paths[next].link())) {
                    packet.window(starts[next], lengths[next]);
                    paths[next].beganRunWith(packet);
                    next = sent(next, run, ingress);
                    continue;
                }
                int result = network.send(next, run > 0 ? run : upToNextRun(next, cut) - next);
                if (result > 0) {
                    next = sent(next, result, ingress);
                    if (run > 0) {
                        cut.get().sentOneByOne();
                    }
                } else {
                    refused(next, OutboundPath.reason(-result), ingress);
                    next++;
                }
            }
        } finally {
            for (; next < count; next++) { // a fault
                ingress.counters().dropped(DropReason.INTERNAL_ERROR);
            }
            count = 0;
            isFlushing = false;
        }
    }

    private int sent(int first, int sent, TunnelIngress ingress) {
        for (int i = first; i < first + sent; i++) {
            ingress.sent(flows[i], octets[i]);
        }
        return first + sent;
    }

    private int runAt(int first, UdpRuns cut) {
        int end = first + 1;
        while (end < count && paths[end].link() == paths[first].link()) {
            end++;
        }
        return cut.find(starts, lengths, first, end - first);
    }

    private int upToNextRun(int first, Optional<UdpRuns> cut) {
        int end = cut.isPresent() ? first + 1 : count;
        while (end < count && runAt(end, cut.get()) == 0) {
            end++;
        }
        return end;
    }

    private void refused(int index, DropReason reason, TunnelIngress ingress) {
        packet.window(starts[index], lengths[index]);
        ingress.refused(packet, flows[index], paths[index], octets[index], reason);
    }
}
