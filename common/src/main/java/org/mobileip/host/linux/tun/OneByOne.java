package org.mobileip.host.linux.tun;

import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.net.Ipv4;

/** Ports that take several packets, made of ports that take one. */
final class OneByOne {

    private OneByOne() {}

    /** A batch whose packets are sent one after the other. */
    static PacketPorts.Batch sending(PacketPorts.Sender sender, int capacity) {
        return new Sending(sender, new Packet[capacity]);
    }

    /** Frames that are received one after the other, each in {@code room} octets. */
    static PacketPorts.Frames receiving(PacketPorts.FrameSource source, int capacity, int room) {
        return new Receiving(source, capacity, room);
    }

    private record Packet(NativeBuffer buffer, int offset, int length, Ipv4 destination, int link) {

        int by(PacketPorts.Sender sender) {
            return link == 0
                    ? sender.send(buffer, offset, length, destination)
                    : sender.send(buffer, offset, length, destination, link);
        }
    }

    private static final class Sending implements PacketPorts.Batch {

        private final PacketPorts.Sender sender;
        private final Packet[] packets;

        Sending(PacketPorts.Sender sender, Packet[] packets) {
            this.sender = sender;
            this.packets = packets;
        }

        @Override
        public int capacity() {
            return packets.length;
        }

        @Override
        public void set(int index, NativeBuffer buffer, int offset, int length, Ipv4 destination, int link) {
            packets[index] = new Packet(buffer, offset, length, destination, link);
        }

        @Override
        public int send(int first, int count) {
            for (int i = 0; i < count; i++) {
                int result = packets[first + i].by(sender);
                if (result < 0) {
                    return i == 0 ? result : i;
                }
            }
            return count;
        }
    }

    private static final class Receiving implements PacketPorts.Frames {

        private final PacketPorts.FrameSource source;
        private final int room;
        private final NativeBuffer memory;
        private final int[] lengths;
        private final int[] linkHeaderLengths;

        Receiving(PacketPorts.FrameSource source, int capacity, int room) {
            this.source = source;
            this.room = room;
            this.memory = NativeBuffer.allocate((capacity + 1) * room);
            this.lengths = new int[capacity];
            this.linkHeaderLengths = new int[capacity];
        }

        @Override
        public int capacity() {
            return lengths.length;
        }

        @Override
        public int receive() {
            for (int i = 0; i < lengths.length; i++) {
                lengths[i] = source.read(memory, at(i), room);
                if (lengths[i] < 0) {
                    return i == 0 ? lengths[i] : i;
                }
                linkHeaderLengths[i] = source.linkHeaderLength();
            }
            return lengths.length;
        }

        @Override
        public NativeBuffer memory() {
            return memory;
        }

        @Override
        public int at(int index) {
            return index * room;
        }

        @Override
        public int length(int index) {
            return lengths[index];
        }

        @Override
        public int linkHeaderLength(int index) {
            return linkHeaderLengths[index];
        }
    }
}
