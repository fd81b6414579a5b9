package org.mobileip.host.linux.tun;

import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.mobileip.host.Link;
import org.mobileip.net.Encapsulation;

/**
 * How to open a {@link TunDataplane}.
 *
 * @param interfaceName the TUN device to make, or a pattern like {@code mipha%d} for the first name that is free
 * @param mtu of the TUN device, {@link #usualMtu} over Ethernet
 * @param mark the firewall mark of outer packets (SO_MARK), by which rules keep them out of the TUN device
 * @param encapsulations what may be agreed on
 * @param udpPorts those of tunnels within UDP (RFC 3519)
 * @param clampsSegments whether the maximum segment size in TCP SYNs is lowered to what fits
 * @param cutsAll whether a datagram that does not fit is cut though it has DF; for that {@code mtu} lets it in
 * @param queues of the TUN device, 1 and more: each has two threads, and a flow is in one of them. A foreign agent has one
 * @param onFault hears, on a packet thread, of everything unexpected; it must return soon
 */
public record TunOptions(
        String interfaceName,
        int mtu,
        OptionalInt mark,
        Set<Encapsulation> encapsulations,
        UdpTunnelPorts udpPorts,
        boolean clampsSegments,
        boolean cutsAll,
        int queues,
        Consumer<Throwable> onFault) {

    /** More queues are used only where they are asked for. */
    private static final int MOST_QUEUES_UNASKED = 4;

    public TunOptions {
        encapsulations = Set.copyOf(encapsulations);
        if (queues < 1) {
            throw new IllegalArgumentException(queues + " queues");
        }
    }

    /** The same with so many queues. */
    public TunOptions withQueues(int newQueues) {
        return new TunOptions(
                interfaceName, mtu, mark, encapsulations, udpPorts, clampsSegments, cutsAll, newQueues, onFault);
    }

    /** With one queue, where DF is heeded. */
    public TunOptions(
            String interfaceName,
            int mtu,
            OptionalInt mark,
            Set<Encapsulation> encapsulations,
            UdpTunnelPorts udpPorts,
            boolean clampsSegments,
            Consumer<Throwable> onFault) {
        this(interfaceName, mtu, mark, encapsulations, udpPorts, clampsSegments, false, 1, onFault);
    }

    /** Without tunnels within UDP. */
    public TunOptions(
            String interfaceName,
            int mtu,
            OptionalInt mark,
            Set<Encapsulation> encapsulations,
            boolean clampsSegments,
            Consumer<Throwable> onFault) {
        this(interfaceName, mtu, mark, encapsulations, UdpTunnelPorts.NONE, clampsSegments, onFault);
    }

    /** The longest datagram that one of the tunnels takes over Ethernet, in octets. */
    public static int usualMtu(Set<Encapsulation> encapsulations) {
        return Link.ETHERNET_MTU
                - encapsulations.stream()
                        .mapToInt(Encapsulation::overhead)
                        .min()
                        .orElse(Encapsulation.IPIP.overhead());
    }

    /** How many queues pay on this machine. */
    public static int usualQueues() {
        return usualQueues(Runtime.getRuntime().availableProcessors());
    }

    /**
     * How many queues pay on a machine with so many processors: each has two threads, and whoever sends and receives needs processors
     * too. On two one is best.
     */
    static int usualQueues(int processors) {
        return Math.max(1, Math.min(MOST_QUEUES_UNASKED, processors / 2));
    }
}
