package org.mobileip.host.linux.tun;

import java.util.Optional;
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
        try {
            while (next < count) {
                int result = network.send(next, count - next);
                int sent = Math.max(0, result);
                for (int i = next; i < next + sent; i++) {
                    ingress.sent(flows[i], octets[i]);
                }
                next += sent;
                if (sent == 0) {
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

    private void refused(int index, DropReason reason, TunnelIngress ingress) {
        packet.window(starts[index], lengths[index]);
        ingress.refused(packet, flows[index], paths[index], octets[index], reason);
    }
}
