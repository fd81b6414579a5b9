package org.mobileip.tunnel;

/**
 * What is done about the size of the TCP segments that go through tunnels.
 *
 * @param isOn whether the maximum segment size in a SYN is lowered to what fits
 * @param interfaceMtu the longest datagram that the tunnel's interface takes, in octets
 */
public record SegmentLimit(boolean isOn, int interfaceMtu) {

    /** Nothing: the path tells who sends too much. */
    public static final SegmentLimit NONE = new SegmentLimit(false, PacketBuffer.LONGEST);

    void apply(PacketBuffer datagram, Flow flow, boolean checksumIsComplete) {
        if (isOn) {
            int mtu = Math.min(interfaceMtu, flow.mtu());
            MssClamp.clamp(datagram, mtu - MssClamp.HEADERS, checksumIsComplete);
        }
    }
}
