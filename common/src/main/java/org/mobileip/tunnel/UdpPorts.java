package org.mobileip.tunnel;

import org.jspecify.annotations.Nullable;
import org.mobileip.net.UdpEnd;

/**
 * The ports of one tunnel within UDP. The far one of a half-bound tunnel is told once, by the first keepalive (RFC 3519 §4.6);
 * the thread that decapsulates writes it, any thread reads.
 */
final class UdpPorts {

    /** A port that is not known; nobody has it (RFC 768). */
    private static final int UNKNOWN = 0;

    private final int local;
    private volatile int remote;
    private volatile boolean isToBeTold;

    private UdpPorts(int local, int remote, boolean isToBeTold) {
        this.local = local;
        this.remote = remote;
        this.isToBeTold = isToBeTold;
    }

    /** Those between {@code local} here and {@code remote} there. */
    static UdpPorts between(int local, int remote) {
        return new UdpPorts(local, remote, false);
    }

    /**
     * Those of the home agent to {@code end}.
     *
     * @param before the ones to the same address until now; a half-bound tunnel goes on with their port until it is told
     */
    static UdpPorts of(UdpEnd end, @Nullable UdpPorts before) {
        return end.port().isPresent()
                ? between(InUdp.PORT, end.port().getAsInt())
                : new UdpPorts(InUdp.PORT, before == null ? UNKNOWN : before.remote, true);
    }

    int local() {
        return local;
    }

    int remote() {
        return remote;
    }

    /** Whether packets can be sent. */
    boolean areKnown() {
        return remote != UNKNOWN;
    }

    /** Whether {@code packet} came from the far port to ours; it was taken out of UDP. */
    boolean match(PacketBuffer packet) {
        return packet.udpSource() == remote && packet.udpDestination() == local && areKnown();
    }

    /** Whether the far port is to be told still, to ours. */
    boolean awaitTelling(PacketBuffer packet) {
        return isToBeTold && packet.udpDestination() == local;
    }

    /** The far one is this from now on. */
    void told(int port) {
        remote = port;
        isToBeTold = false;
    }
}
