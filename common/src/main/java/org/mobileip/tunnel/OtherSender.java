package org.mobileip.tunnel;

import org.mobileip.net.Ipv4;

/**
 * Who sends packets through the tunnels of a {@link TunnelEnd} without asking it: the kernel, for a dataplane that leaves the
 * plain case to it. ICMP errors about them come here all the same. For the threads that hear of errors and that send.
 */
public interface OtherSender {

    /** Every packet is sent by the end itself. */
    OtherSender NOBODY = new OtherSender() {
        @Override
        public boolean hasSent(Ipv4 exit, long sample) {
            return false;
        }

        @Override
        public void learn(Ipv4 exit) {
            // nobody to tell
        }
    };

    /**
     * Whether a packet to {@code exit} was sent a short while ago that is the quoted one.
     *
     * @param sample a 1 and the 16 bits of its outer Identification, then the second word behind its outer header: of IP in
     *     IP, the Identification, flags and fragment offset of the inner datagram
     */
    boolean hasSent(Ipv4 exit, long sample);

    /** What is known of the way to {@code exit} has changed; whoever sent the packet is told of it only after this. */
    void learn(Ipv4 exit);
}
