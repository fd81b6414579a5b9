package org.mobileip.host.linux.tun;

import org.mobileip.host.linux.FrameBatch;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.PacketBatch;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.Pieces;
import org.mobileip.host.linux.RawSocket;
import org.mobileip.host.linux.RouteMtu;
import org.mobileip.host.linux.TunDevice;
import org.mobileip.net.Ipv4;

/**
 * One queue of the TUN device, and the sockets by which what waits there goes and what is written there comes: what two threads need, one
 * each way, that ask nobody else.
 *
 * @param tun the queue
 * @param packets hears the share of the tunnels' packets that is to be written to it
 * @param raw sends what was read from it
 * @param routes says how long that may be
 */
record TunLane(TunDevice tun, PacketSocket packets, RawSocket raw, RouteMtu routes) {

    /** Frames that are received with one call. */
    private static final int BATCH = 64;

    /** Packets that are sent with one call: what becomes of two of the longest datagrams that the kernel leaves uncut. */
    private static final int SENT = 96;

    /** Many frames with one call. */
    PacketPorts.Frames frames() {
        FrameBatch batch = new FrameBatch(BATCH, InboundPath.ROOM, 2 * InboundPath.ROOM);
        return new PacketPorts.Frames() {
            @Override
            public int capacity() {
                return batch.capacity();
            }

            @Override
            public int receive() {
                return packets.receive(batch);
            }

            @Override
            public NativeBuffer memory() {
                return batch.frames();
            }

            @Override
            public int at(int index) {
                return batch.at(index);
            }

            @Override
            public int length(int index) {
                return batch.length(index);
            }

            @Override
            public int linkHeaderLength(int index) {
                return batch.linkHeaderLength(index);
            }
        };
    }

    /** Many packets to the network with one call. */
    PacketPorts.Batch network() {
        PacketBatch batch = new PacketBatch(SENT);
        return new PacketPorts.Batch() {
            @Override
            public int capacity() {
                return batch.capacity();
            }

            @Override
            public void set(int index, NativeBuffer buffer, int offset, int length, Ipv4 destination, int link) {
                batch.set(index, buffer, offset, length, destination, link);
            }

            @Override
            public int send(int first, int count) {
                return raw.send(batch, first, count);
            }
        };
    }

    /** As the routes say, or by a link of the caller's choice. */
    PacketPorts.LinkMtu linkMtu() {
        return new PacketPorts.LinkMtu() {
            @Override
            public int to(Ipv4 destination) {
                return routes.to(destination);
            }

            @Override
            public int to(Ipv4 destination, int link) {
                return routes.to(destination, link);
            }
        };
    }

    /** To the TUN device. */
    PacketPorts.GatheringSink kernel() {
        Pieces pieces = new Pieces(BATCH);
        return new PacketPorts.GatheringSink() {
            @Override
            public boolean takesUdpRuns() {
                return tun.takesUdpRuns();
            }

            @Override
            public int write(NativeBuffer buffer, int offset, int length) {
                return tun.write(buffer, offset, length);
            }

            @Override
            public int write(NativeBuffer buffer, int[] offsets, int[] lengths, int count) {
                pieces.clear();
                for (int i = 0; i < count; i++) {
                    pieces.add(buffer, offsets[i], lengths[i]);
                }
                return tun.write(pieces);
            }
        };
    }
}
