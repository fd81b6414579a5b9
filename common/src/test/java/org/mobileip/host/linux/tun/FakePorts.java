package org.mobileip.host.linux.tun;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** Both sides of a path in memory: what is put in is read, what is written is kept, and errors come when told. */
final class FakePorts implements PacketPorts.FrameSource, PacketPorts.GatheringSink {

    final Deque<Octets> toRead = new ArrayDeque<>();
    final List<Octets> written = new ArrayList<>();
    final List<Ipv4> destinations = new ArrayList<>();
    int linkHeaderLength;
    int readError = -Errno.EAGAIN;
    int writeError;
    int linkMtu = 1500;
    boolean takesUdpRuns;

    @Override
    public int read(NativeBuffer buffer, int offset, int length) {
        Octets next = toRead.poll();
        if (next == null) {
            return readError;
        }
        buffer.put(offset, next);
        return next.size();
    }

    @Override
    public int linkHeaderLength() {
        return linkHeaderLength;
    }

    @Override
    public boolean takesUdpRuns() {
        return takesUdpRuns;
    }

    @Override
    public int write(NativeBuffer buffer, int offset, int length) {
        return write(buffer.octets(offset, length));
    }

    @Override
    public int write(NativeBuffer buffer, int[] offsets, int[] lengths, int count) {
        Octets packet = Octets.of(new byte[0]);
        for (int i = 0; i < count; i++) {
            packet = packet.plus(buffer.octets(offsets[i], lengths[i]));
        }
        return write(packet);
    }

    private int write(Octets packet) {
        if (writeError == Integer.MIN_VALUE) {
            throw new IllegalStateException("a fault");
        }
        if (writeError != 0) {
            return writeError;
        }
        written.add(packet);
        return packet.size();
    }

    /** As many as waited are received with one call. */
    PacketPorts.Frames frames() {
        return OneByOne.receiving(this, 8, InboundPath.ROOM);
    }

    int send(NativeBuffer buffer, int offset, int length, Ipv4 destination) {
        destinations.add(destination);
        return write(buffer, offset, length);
    }
}
