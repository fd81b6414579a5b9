package org.mobileip.host.linux.tun;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.mobileip.host.HomeTunnel;

/**
 * The local ports of tunnels within UDP. The kernel must know each as somebody's, or it answers for it.
 *
 * @param own of the home agent 434; of a mobile node that of its requests to home agents
 * @param throughAgent a mobile node's: that of its requests through foreign agents
 */
public record UdpTunnelPorts(OptionalInt own, OptionalInt throughAgent) {

    /** No tunnels within UDP. */
    public static final UdpTunnelPorts NONE = new UdpTunnelPorts(OptionalInt.empty(), OptionalInt.empty());

    /** Those of a home agent. */
    public static UdpTunnelPorts ofHomeAgent(int port) {
        return new UdpTunnelPorts(OptionalInt.of(port), OptionalInt.empty());
    }

    /** Those of a mobile node. */
    public static UdpTunnelPorts ofMobileNode(int own, int throughAgent) {
        return new UdpTunnelPorts(OptionalInt.of(own), OptionalInt.of(throughAgent));
    }

    /** All there are. */
    public List<Integer> all() {
        return IntStream.concat(own.stream(), throughAgent.stream()).boxed().toList();
    }

    OptionalInt of(HomeTunnel.Way way) {
        return way == HomeTunnel.Way.UDP_AS_THROUGH_AGENT ? throughAgent : own;
    }
}
