package org.mobileip.mobilenode.daemon;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.mobileip.config.DataplaneChoice;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.host.Dataplane;
import org.mobileip.host.HostException;
import org.mobileip.host.Link;
import org.mobileip.host.linux.SocketFilter;
import org.mobileip.host.linux.UdpSocket;
import org.mobileip.host.linux.fast.FastDataplane;
import org.mobileip.host.linux.tun.TunDataplane;
import org.mobileip.host.linux.tun.TunOptions;
import org.mobileip.host.linux.tun.UdpTunnelPorts;
import org.mobileip.mobilenode.Effect;
import org.mobileip.mobilenode.HostPlan;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.wire.ControlMessage;

/**
 * What the daemon sends and receives by.
 *
 * @param dataplane the tunnel
 * @param requests for registration requests and their replies; marked, so that they never enter the tunnel
 * @param agents for the same with foreign agents, below the kernel's routes and ARP
 * @param linkLayer for advertisements and gratuitous ARP
 * @param probes for echo requests by each link; empty: none are sent
 * @param revocations for what a home agent says of itself, to port 434 (RFC 3543 §3.3); empty: another program has that
 */
record Ports(
        Dataplane dataplane,
        UdpSocket requests,
        AgentPort agents,
        LinkLayer linkLayer,
        Optional<ProbePort> probes,
        Optional<UdpSocket> revocations)
        implements Outlets, AutoCloseable {

    private static final Logger LOG = LogManager.getLogger("mobile-node");

    /** The longest datagram that the tunnel takes over Ethernet. */
    static int mtu(MobileNodeConfig config) {
        return TunOptions.usualMtu(Set.of(encapsulation(config)));
    }

    private static Encapsulation encapsulation(MobileNodeConfig config) {
        return config.tunnel().encapsulation().orElse(Encapsulation.IPIP);
    }

    static Ports open(MobileNodeConfig config) {
        UdpSocket requests =
                UdpSocket.bind(new Endpoint(Ipv4.UNSPECIFIED, 0), UdpSocket.Options.PLAIN.withMark(HostPlan.MARK));
        try {
            requests.setFilter(SocketFilter.registrations());
            AgentPort agents = AgentPort.open();
            try {
                return openTunnel(config, requests, agents);
            } catch (RuntimeException refused) {
                agents.close();
                throw refused;
            }
        } catch (RuntimeException refused) {
            requests.close();
            throw refused;
        }
    }

    private static Ports openTunnel(MobileNodeConfig config, UdpSocket requests, AgentPort agents) {
        Dataplane dataplane = openDataplane(
                config.tunnel().dataplane(),
                options(config, UdpTunnelPorts.ofMobileNode(requests.local().port(), agents.port())),
                requests);
        try {
            Optional<ProbePort> probes = config.handover().probe().map(interval -> new ProbePort());
            return new Ports(dataplane, requests, agents, new LinkLayer(), probes, openRevocations());
        } catch (RuntimeException refused) {
            dataplane.close();
            throw refused;
        }
    }

    private static Dataplane openDataplane(DataplaneChoice wanted, TunOptions options, UdpSocket requests) {
        int left = FastDataplane.removeLeftovers();
        if (left > 0) {
            LOG.log(Level.INFO, "leftovers-removed programs-or-devices={}", left);
        }
        TunDataplane tun = TunDataplane.forMobileNode(options);
        if (options.udpPorts().own().isPresent()) {
            tun.sendUdpBeside(requests.fd());
        }
        if (wanted == DataplaneChoice.TUN) {
            tun.because(wanted.asked());
        }
        Dataplane opened = FastDataplane.ofMobileNode(FastDataplane.Faster.among(wanted::mayBe), tun, options);
        LOG.log(
                wanted.isMissedBy(opened.name()) ? Level.WARN : Level.INFO,
                "dataplane name={} asked={} reason=\"{}\"",
                opened.name(),
                wanted.configured(),
                opened.why());
        return opened;
    }

    /** What goes through the tunnel within UDP has the port of the requests (RFC 3519 §4.4). */
    private static TunOptions options(MobileNodeConfig config, UdpTunnelPorts requests) {
        Encapsulation encapsulation = encapsulation(config);
        boolean isNatExpected = config.tunnel().encapsulation().isEmpty() || encapsulation == Encapsulation.UDP;
        return new TunOptions(
                config.tunnel().interfaceName(),
                config.tunnel().cutsAll() ? Link.ETHERNET_MTU : mtu(config),
                OptionalInt.of(HostPlan.MARK),
                EnumSet.of(Encapsulation.IPIP, encapsulation),
                isNatExpected ? requests : UdpTunnelPorts.NONE,
                config.tunnel().mssClamp(),
                config.tunnel().cutsAll(),
                config.tunnel().queues().orElseGet(TunOptions::usualQueues),
                fault -> LOG.error("packet-path-fault reason=\"{}\"", fault.toString(), fault));
    }

    private static Optional<UdpSocket> openRevocations() {
        try {
            Endpoint everywhere = new Endpoint(Ipv4.UNSPECIFIED, ControlMessage.PORT);
            return Optional.of(UdpSocket.bind(everywhere, UdpSocket.Options.PLAIN.withMark(HostPlan.MARK)));
        } catch (HostException taken) {
            LOG.warn("revocations-unheard port=434 reason=\"{}\"", taken.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void send(Effect.Acknowledge acknowledgement) {
        revocations.ifPresent(port -> port.send(
                acknowledgement.from(),
                acknowledgement.to(),
                OptionalInt.of(acknowledgement.linkIndex()),
                acknowledgement.payload()));
    }

    @Override
    public void send(Effect.SendRequest request) {
        requests.send(request.from(), request.to(), OptionalInt.of(request.linkIndex()), request.payload());
    }

    @Override
    public void send(Effect.SendThroughAgent request) {
        agents.send(request);
    }

    @Override
    public void send(Effect.SendKeepalive keepalive) {
        UdpSocket from = keepalive.isThroughAgent() ? agents.kernelPort() : requests;
        from.send(keepalive.from(), keepalive.to(), OptionalInt.of(keepalive.linkIndex()), keepalive.payload());
    }

    @Override
    public void send(Effect.Probe probe) {
        probes.ifPresent(port -> port.send(probe));
    }

    @Override
    public void announce(int linkIndex, MacAddress mac, Ipv4 address) {
        linkLayer.announce(linkIndex, mac, address);
    }

    @Override
    public void solicit(int linkIndex, Ipv4 source) {
        linkLayer.solicit(linkIndex, source);
    }

    @Override
    public void close() {
        revocations.ifPresent(UdpSocket::close);
        probes.ifPresent(ProbePort::close);
        linkLayer.close();
        agents.close();
        requests.close();
        dataplane.close();
    }
}
