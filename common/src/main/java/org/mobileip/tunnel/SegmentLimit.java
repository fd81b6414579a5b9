package org.mobileip.tunnel;

/**
 * What is done about the size of what goes through tunnels.
 *
 * @param isOn whether the maximum segment size in a SYN is lowered to what fits
 * @param interfaceMtu the longest datagram that the tunnel's interface takes, in octets
 * @param cutsAll whether a datagram that does not fit is cut though it has DF, in place of an answer to its sender
 */
public record SegmentLimit(boolean isOn, int interfaceMtu, boolean cutsAll) {

    /** Nothing: the path tells who sends too much. */
    public static final SegmentLimit NONE = new SegmentLimit(false, PacketBuffer.LONGEST);

    /** Where DF is heeded. */
    public SegmentLimit(boolean isOn, int interfaceMtu) {
        this(isOn, interfaceMtu, false);
    }

    void apply(PacketBuffer datagram, Flow flow, boolean checksumIsComplete) {
        if (isOn) {
            int mtu = Math.min(interfaceMtu, flow.mtu());
            MssClamp.clamp(datagram, mtu - MssClamp.HEADERS, checksumIsComplete);
        }
    }
}
