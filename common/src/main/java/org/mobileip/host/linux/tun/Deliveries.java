package org.mobileip.host.linux.tun;

import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.TunDevice;
import org.mobileip.tunnel.DropReason;
import org.mobileip.tunnel.Flow;
import org.mobileip.tunnel.PacketBuffer;
import org.mobileip.tunnel.SegmentRun;
import org.mobileip.tunnel.TunnelEgress;

/**
 * Datagrams on their way to the TUN device: each is written as it comes, but for TCP segments in a row and UDP datagrams of one flow
 * ({@link SegmentRun}), which wait for the next, until {@link #flush}, and are written as one. Within a connection nothing overtakes. For one thread.
 */
final class Deliveries {

    private static final int HEADER = TunDevice.VNET_HEADER_SIZE;
    private static final int CONNECTIONS = 8;

    private final PacketPorts.GatheringSink tun;
    private final NativeBuffer memory;
    private final TunnelEgress egress;
    private final VnetHeader written;
    private final Run[] runs = new Run[CONNECTIONS];
    private int open;
    private boolean isGone;

    /**
     * A way to {@code tun}.
     *
     * @param memory where all datagrams are, each with room for a virtio-net header before it
     * @param most how many may come between two {@link #flush}
     */
    Deliveries(PacketPorts.GatheringSink tun, NativeBuffer memory, int most, TunnelEgress egress) {
        this.tun = tun;
        this.memory = memory;
        this.egress = egress;
        this.written = new VnetHeader(memory.inNativeOrder());
        for (int i = 0; i < CONNECTIONS; i++) {
            runs[i] = new Run(memory, most);
        }
    }

    /** Segments that wait. */
    private static final class Run {

        final SegmentRun segments;
        final Flow[] flows;
        final int[] octets;
        final int[] offsets;
        final int[] lengths;

        Run(NativeBuffer memory, int most) {
            segments = new SegmentRun(new PacketBuffer(memory.inNetworkOrder()));
            flows = new Flow[most];
            octets = new int[most];
            offsets = new int[most];
            lengths = new int[most];
        }

        void begin(PacketBuffer datagram) {
            segments.begin(datagram);
            remember(0, datagram);
            offsets[0] = datagram.start() - HEADER;
            lengths[0] = HEADER + datagram.length();
        }

        boolean add(PacketBuffer datagram) {
            int index = segments.segments();
            if (index == flows.length || !segments.add(datagram)) {
                return false;
            }
            remember(index, datagram);
            offsets[index] = datagram.start() + segments.headers();
            lengths[index] = datagram.length() - segments.headers();
            return true;
        }

        private void remember(int index, PacketBuffer datagram) {
            flows[index] = datagram.flow();
            octets[index] = datagram.length();
        }
    }

    /** Whether the TUN device is no more. */
    boolean isGone() {
        return isGone;
    }

    /**
     * Takes one datagram.
     *
     * @param vnet what came with the frame that it was in
     * @param stripped how many octets of the frame were before it
     */
    void take(PacketBuffer datagram, VnetHeader vnet, int stripped) {
        if (datagram.isFromUdp()) {
            vnet.forgetChecksumWithin(stripped);
        }
        int before = find(datagram);
        if (vnet.hasWork() || !SegmentRun.suits(datagram, tun.takesUdpRuns())) {
            closeBefore(datagram);
            writeAlone(datagram, vnet, stripped);
        } else if (before < open && runs[before].add(datagram)) {
            closeIfFull(before);
        } else {
            close(before);
            begin(datagram);
        }
    }

    /** The index of the run that must be written before {@code datagram}; as many as are open: there is none. */
    private int find(PacketBuffer datagram) {
        int index = 0;
        while (index < open && !runs[index].segments.mustPrecede(datagram)) {
            index++;
        }
        return index;
    }

    /** A fragment may be of any connection between two hosts: more than one run may have to go first. */
    private void closeBefore(PacketBuffer datagram) {
        for (int index = open - 1; index >= 0; index--) {
            if (runs[index].segments.mustPrecede(datagram)) {
                close(index);
            }
        }
    }

    private void begin(PacketBuffer datagram) {
        if (open == CONNECTIONS) {
            close(0);
        }
        runs[open++].begin(datagram);
        closeIfFull(open - 1);
    }

    private void closeIfFull(int index) {
        if (runs[index].segments.isClosed()) {
            close(index);
        }
    }

    /** Writes all that waits. */
    void flush() {
        while (open > 0) {
            close(open - 1);
        }
    }

    private void close(int index) {
        if (index < open) {
            Run run = runs[index];
            open--;
            runs[index] = runs[open];
            runs[open] = run;
            write(run);
        }
    }

    private void write(Run run) {
        int count = run.segments.segments();
        DropReason reason = DropReason.INTERNAL_ERROR;
        int result = -1;
        try {
            result = count == 1 ? writeOne(run) : writeMany(run, count);
            reason = DropReason.DELIVERY_FAILED;
        } finally {
            for (int i = 0; i < count; i++) {
                settle(result, run.flows[i], 1, run.octets[i], reason);
            }
        }
    }

    private int writeOne(Run run) {
        written.writeEmpty(run.offsets[0]);
        return tun.write(memory, run.offsets[0], run.lengths[0]);
    }

    private int writeMany(Run run, int count) {
        SegmentRun segments = run.segments;
        int checksum = segments.finish();
        written.writeRun(
                run.offsets[0],
                segments.isTcp(),
                segments.headers(),
                segments.segmentSize(),
                PacketBuffer.HEADER,
                checksum - PacketBuffer.HEADER);
        return tun.write(memory, run.offsets, run.lengths, count);
    }

    private void writeAlone(PacketBuffer datagram, VnetHeader vnet, int stripped) {
        int at = datagram.start() - HEADER;
        if (!vnet.move(at, stripped, datagram.length())) {
            egress.dropped(datagram, DropReason.OFFLOAD_UNKNOWN);
            return;
        }
        DropReason reason = DropReason.INTERNAL_ERROR;
        int result = -1;
        try {
            result = tun.write(memory, at, HEADER + datagram.length());
            reason = DropReason.DELIVERY_FAILED;
        } finally {
            settle(result, datagram.flow(), datagram.packets(), datagram.octetsInAll(), reason);
        }
    }

    private void settle(int result, Flow flow, int packets, int octets, DropReason reason) {
        if (result >= 0) {
            egress.delivered(flow, packets, octets);
        } else {
            egress.dropped(packets, reason);
            isGone |= result == -Errno.EBADFD;
        }
    }
}
