package org.mobileip.scenarios.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import org.mobileip.host.Dataplane;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.linux.UdpSocket;
import org.mobileip.host.linux.bpf.BpfDataplane;
import org.mobileip.host.linux.fast.FastDataplane;
import org.mobileip.host.linux.kernel.KernelDataplane;
import org.mobileip.host.linux.kernel.KernelHomeDataplane;
import org.mobileip.host.linux.tun.TunDataplane;
import org.mobileip.host.linux.tun.TunOptions;
import org.mobileip.host.linux.tun.UdpTunnelPorts;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;

/**
 * A tunnel by one of our dataplanes, in this process.
 *
 * @param opening how home agent and mobile node open it
 * @param others how many other home addresses the home agent has tunnels for
 * @param isInUdp whether it is within UDP, as behind a NAT (RFC 3519); there is none here
 * @param queues of the TUN devices
 */
record OurTunnel(Opening opening, int others, boolean isInUdp, int queues) implements Subject.Making {

    /** A kernel that has tunnels of its own is kept from answering. */
    static final Opening TUN = new Opening(
            (tun, options) -> FastDataplane.ofHomeAgent(List.of(), tun, options),
            (tun, options) -> FastDataplane.ofMobileNode(List.of(), tun, options));

    static final Opening BPF = new Opening(BpfDataplane::ofHomeAgent, BpfDataplane::ofMobileNode);
    static final Opening KERNEL = new Opening(KernelDataplane::ofHomeAgent, KernelHomeDataplane::ofMobileNode);

    private static final int AGENTS_PORT = 434;
    private static final int NODES_PORT = 40_434;
    private static final int UNUSED_PORT = 40_435;
    private static final int FIRST_OTHER_HOME = Ipv4.parse("10.9.16.0").bits();
    private static final int FIRST_OTHER_CARE_OF = Ipv4.parse("100.64.0.0").bits();

    /** How both ends put a dataplane before tun. */
    record Opening(
            BiFunction<TunDataplane, TunOptions, Dataplane> homeAgent,
            BiFunction<TunDataplane, TunOptions, Dataplane> mobileNode) {}

    /** One tunnel, nothing special. */
    static OurTunnel plain(Opening opening) {
        return new OurTunnel(opening, 0, false, 1);
    }

    private Dataplane opened(
            BiFunction<TunDataplane, TunOptions, Dataplane> before, TunDataplane tun, TunOptions options) {
        try {
            options.udpPorts().own().ifPresent(port -> {
                UdpSocket socket = UdpSocket.bind(new Endpoint(Ipv4.UNSPECIFIED, port), UdpSocket.Options.PLAIN);
                tun.closes(socket);
                tun.sendUdpBeside(socket.fd());
            });
            return before.apply(tun, options);
        } catch (RuntimeException refused) {
            tun.close();
            throw refused;
        }
    }

    private Dataplane ofHomeAgent() {
        UdpTunnelPorts ports = isInUdp ? UdpTunnelPorts.ofHomeAgent(AGENTS_PORT) : UdpTunnelPorts.NONE;
        TunOptions options = options("mipha%d", ports);
        return opened(opening.homeAgent, TunDataplane.forHomeAgent(options), options);
    }

    private Dataplane ofMobileNode() {
        UdpTunnelPorts ports = isInUdp ? UdpTunnelPorts.ofMobileNode(NODES_PORT, UNUSED_PORT) : UdpTunnelPorts.NONE;
        TunOptions options = options("mip%d", ports);
        return opened(opening.mobileNode, TunDataplane.forMobileNode(options), options);
    }

    @Override
    public Subject.Use make(BenchLab lab) {
        Dataplane agent = lab.agent().call(this::ofHomeAgent);
        try {
            Dataplane node = lab.node().call(this::ofMobileNode);
            connect(lab, agent, node);
            return () -> {
                lab.routePlainly();
                node.close();
                agent.close();
            };
        } catch (RuntimeException refused) {
            agent.close();
            throw refused;
        }
    }

    private void connect(BenchLab lab, Dataplane agent, Dataplane node) {
        agent.forward(BenchLab.HOME, BenchLab.AGENT, List.of(path(BenchLab.CARE_OF)));
        for (int i = 0; i < others; i++) {
            Ipv4 careOf = new Ipv4(FIRST_OTHER_CARE_OF + i);
            agent.forward(new Ipv4(FIRST_OTHER_HOME + i), BenchLab.AGENT, List.of(path(careOf)));
        }
        HomeTunnel.Way way = isInUdp ? HomeTunnel.Way.UDP : HomeTunnel.Way.IP;
        node.tunnelHome(Optional.of(new HomeTunnel(
                BenchLab.CARE_OF, BenchLab.AGENT, BenchLab.HOME, List.of(), HomeTunnel.Terms.PLAIN.by(way))));
        lab.routeInto(agent.interfaceIndex(), node.interfaceIndex());
    }

    private TunnelPath path(Ipv4 careOf) {
        TunnelPath plain = TunnelPath.to(careOf);
        return isInUdp ? plain.within(UdpEnd.at(NODES_PORT)) : plain;
    }

    private TunOptions options(String interfaceName, UdpTunnelPorts ports) {
        TunOptions options = new TunOptions(
                interfaceName,
                TunOptions.usualMtu(Set.of(isInUdp ? Encapsulation.UDP : Encapsulation.IPIP)),
                OptionalInt.empty(),
                isInUdp ? Set.of(Encapsulation.IPIP, Encapsulation.UDP) : Set.of(Encapsulation.IPIP),
                ports,
                false,
                fault -> {
                    throw new AssertionError(fault);
                });
        return options.withQueues(queues);
    }
}
