package org.mobileip.host.linux.tun;

import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.net.Ipv4;

/** Where packets are read and written, so that a path can be run in memory too. All return a length or a negated errno. */
final class PacketPorts {

    private PacketPorts() {}

    /** Reads one packet. */
    interface Source {
        int read(NativeBuffer buffer, int offset, int length);
    }

    /** Reads one frame of the link. */
    interface FrameSource extends Source {
        /** Octets of link header at the beginning of the frame read last. */
        int linkHeaderLength();
    }

    /** Receives several frames with one call. */
    interface Frames {
        /** How many it holds. */
        int capacity();

        /** How many were received, 1 or more, or a negated errno. */
        int receive();

        /** The memory that they are in; from {@link #at} of the {@link #capacity} on it is the path's own. */
        NativeBuffer memory();

        /** Where frame {@code index} begins. */
        int at(int index);

        /** How many octets frame {@code index} has. */
        int length(int index);

        /** Octets of link header at the beginning of it. */
        int linkHeaderLength(int index);
    }

    /** Writes one packet to the kernel. */
    interface Sink {
        int write(NativeBuffer buffer, int offset, int length);
    }

    /** Writes one packet to the kernel that is in several places. */
    interface GatheringSink extends Sink {
        /** Whether one packet that is written may be many UDP datagrams. */
        default boolean takesUdpRuns() {
            return false;
        }

        /** The {@code count} pieces of {@code buffer}, one behind the other. */
        int write(NativeBuffer buffer, int[] offsets, int[] lengths, int count);
    }

    /** Sends one packet to the network. */
    interface Sender {
        int send(NativeBuffer buffer, int offset, int length, Ipv4 destination);

        /** The same by the interface with that index, whatever the routes say. */
        default int send(NativeBuffer buffer, int offset, int length, Ipv4 destination, int link) {
            throw new UnsupportedOperationException("one way out");
        }
    }

    /** Sends several packets with one call. */
    interface Batch {
        /** How many it holds. */
        int capacity();

        /**
         * What packet {@code index} is.
         *
         * @param link the index of the interface it leaves by, whatever the routes say; 0: as they say
         */
        void set(int index, NativeBuffer buffer, int offset, int length, Ipv4 destination, int link);

        /** Sends {@code count} from {@code first} on: how many, or a negated errno for the first. */
        int send(int first, int count);
    }

    /** Sends packets of one tunnel within UDP, all as long as the first but the last, with one call that leaves the headers to the kernel. */
    interface Segments {
        /** The local port. */
        int port();

        /** Begins anew. */
        void clear();

        /** One more, without its outer headers: its UDP payload. */
        void add(NativeBuffer buffer, int offset, int length);

        /** Sends them with this header: how many octets, or a negated errno for all. */
        int send(int source, int destination, int destinationPort, int typeOfService, int timeToLive, int link);
    }

    /** Knows how long packets to an address may be, in octets. */
    interface LinkMtu {
        int to(Ipv4 destination);

        /** The same by the interface with that index, whatever the routes say. */
        default int to(Ipv4 destination, int link) {
            throw new UnsupportedOperationException("one way out");
        }
    }
}
