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

    /** Writes one packet to the kernel. */
    interface Sink {
        int write(NativeBuffer buffer, int offset, int length);
    }

    /** Sends one packet to the network. */
    interface Sender {
        int send(NativeBuffer buffer, int offset, int length, Ipv4 destination);
    }

    /** Knows how long packets to an address may be, in octets. */
    interface LinkMtu {
        int to(Ipv4 destination);
    }
}
