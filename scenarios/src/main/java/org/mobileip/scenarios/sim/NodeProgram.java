package org.mobileip.scenarios.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.host.Link;
import org.mobileip.host.NetworkChange;
import org.mobileip.mobilenode.Effect;
import org.mobileip.mobilenode.Event;
import org.mobileip.mobilenode.HostPlan;
import org.mobileip.mobilenode.Memory;
import org.mobileip.mobilenode.MobileNode;
import org.mobileip.mobilenode.Settings;
import org.mobileip.mobilenode.daemon.EffectRunner;
import org.mobileip.mobilenode.daemon.EngineSettings;
import org.mobileip.mobilenode.daemon.LinkSettings;
import org.mobileip.mobilenode.daemon.NodeDriver;
import org.mobileip.mobilenode.daemon.Outlets;
import org.mobileip.mobilenode.daemon.UndoFile;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.sim.machine.Alarm;
import org.mobileip.scenarios.sim.machine.Machine;
import org.mobileip.scenarios.sim.machine.Nic;
import org.mobileip.scenarios.sim.machine.Packet;
import org.mobileip.scenarios.sim.machine.TunnelPort;
import org.mobileip.wire.AgentAdvertisement;
import org.mobileip.wire.AgentSolicitation;
import org.mobileip.wire.ArpPacket;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.Ipv4Header;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.UdpHeader;

/** A mobile node on a simulated machine: its engine and driver are those of the daemon. */
final class NodeProgram extends Program<NodeProgram.Life> {

    private static final MacAddress ALL_ROUTERS_MAC = MacAddress.parse("01:00:5e:00:00:02");
    private static final int FIRST_PORT = 32_768;
    private static final int PORTS = 28_000;
    private static final int HEADER = 20;

    private final MobileNodeConfig config;
    private final Settings settings;
    private final UndoFile undo = UndoFile.none();
    private final SettingsOfLinks links = new SettingsOfLinks();
    private Memory memory = Memory.EMPTY;

    /** From a start to an end: whatever a process has, and loses. */
    final class Life implements Program.Life, Outlets, EffectRunner.Outside {
        final TunnelPort dataplane;
        final NodeDriver driver;
        final int port = FIRST_PORT + random.nextInt(PORTS);
        final int agentPort = port + 1;
        final Alarm alarm;
        final Machine.FrameListener frames = this::frame;
        final Consumer<List<NetworkChange>> changes = this::changed;
        final Runnable wakingUp;
        private boolean hasEnded;
        private boolean isLeaving;

        Life() {
            NodeDriver.Kernel kernel = new NodeDriver.Kernel(machine.network(), links, undo);
            NodeDriver.removeLeftovers(kernel, log::write);
            Encapsulation encapsulation = config.tunnel().encapsulation().orElse(Encapsulation.IPIP);
            dataplane = TunnelPort.ofMobileNode(
                    machine,
                    new TunnelPort.Options(
                            config.tunnel().interfaceName(),
                            Link.ETHERNET_MTU - encapsulation.overhead(),
                            HostPlan.MARK,
                            config.tunnel().mssClamp(),
                            random.nextInt(),
                            config.tunnel()
                                            .encapsulation()
                                            .filter(wanted -> wanted != Encapsulation.UDP)
                                            .isPresent()
                                    ? List.of()
                                    : List.of(port, agentPort)));
            NodeDriver.Time time =
                    new NodeDriver.Time(machine.timeline(), machine.awake(), machine::timeOfDay, random::nextInt);
            driver = new NodeDriver(settings, memory, time, kernel, this, this, log::write);
            alarm = new Alarm(machine.timeline(), () -> act(driver::deadlineReached));
            wakingUp = () -> act(driver::catchUp);
        }

        @Override
        public void begin() {
            machine.sockets()
                    .bindUdp(
                            port,
                            (link, frame) -> act(() ->
                                    driver.datagramArrived(machine.sockets().datagram(link, frame))));
            machine.sockets().bindUdp(agentPort, (link, frame) -> {});
            machine.sockets()
                    .bindUdp(
                            ControlMessage.PORT,
                            (link, frame) -> act(() ->
                                    driver.datagramArrived(machine.sockets().datagram(link, frame))));
            machine.sockets().bindEcho(Effect.Probe.IDENTIFIER, (link, frame) -> echo(frame));
            machine.listen(frames);
            machine.watch(changes);
            machine.onWakingUp(wakingUp);
            act(driver::start);
        }

        private void act(Runnable what) {
            if (hasEnded || machine.isAsleep()) {
                return;
            }
            what.run();
            alarm.set(driver.nextDeadline());
            if (driver.isDone()) {
                end();
            }
        }

        private void changed(List<NetworkChange> all) {
            act(() -> driver.networkChanged(all));
        }

        /** Below IP, for there may be no address: what foreign agents tell, and what they answer. */
        private void frame(Nic nic, byte[] frame) {
            if (Packet.isIcmp(frame)) {
                advertisement(frame)
                        .ifPresent(heard -> act(() -> driver.advertisementHeard(
                                nic.index(), new Ipv4(Packet.source(frame)), Packet.sender(frame), heard)));
            } else if (Packet.isToUdpPort(frame, agentPort)
                    && Packet.isFromUdpPort(frame, ControlMessage.PORT)
                    && !Packet.isTunnelData(frame)) {
                act(() -> driver.datagramArrived(machine.sockets().datagram(nic.index(), frame)));
            }
        }

        private void echo(byte[] frame) {
            Octets datagram = Packet.datagram(frame);
            act(() -> driver.echoArrived(
                    new Ipv4(Packet.source(frame)), new Ipv4(Packet.destination(frame)), datagram.slice(HEADER)));
        }

        private static Optional<AgentAdvertisement> advertisement(byte[] frame) {
            try {
                Octets datagram = Packet.datagram(frame);
                Ipv4Header header = Ipv4Header.decode(datagram);
                return Optional.of(AgentAdvertisement.decode(header.payloadOf(datagram)));
            } catch (MalformedMessageException notForUs) {
                return Optional.empty();
            }
        }

        @Override
        public TunnelPort dataplane() {
            return dataplane;
        }

        @Override
        public void send(Effect.SendRequest request) {
            machine.sockets()
                    .sendUdp(
                            new Endpoint(request.from(), port),
                            request.to(),
                            request.payload(),
                            HostPlan.MARK,
                            request.linkIndex());
        }

        @Override
        public void send(Effect.SendThroughAgent request) {
            Endpoint from = new Endpoint(request.from(), agentPort);
            Octets datagram = UdpHeader.datagram(from, request.to(), request.payload());
            Ipv4Header header = Ipv4Header.of(
                            Ipv4Header.UDP, request.from(), request.to().address(), datagram.size())
                    .withTimeToLive(request.timeToLive());
            machine.nic(request.linkIndex())
                    .ifPresent(nic -> machine.sendDatagram(
                            nic, request.agent(), header.encode().plus(datagram)));
        }

        @Override
        public void send(Effect.SendKeepalive keepalive) {
            machine.sockets()
                    .sendUdp(
                            new Endpoint(keepalive.from(), keepalive.isThroughAgent() ? agentPort : port),
                            keepalive.to(),
                            keepalive.payload(),
                            HostPlan.MARK,
                            keepalive.linkIndex());
        }

        @Override
        public void send(Effect.Acknowledge acknowledgement) {
            machine.sockets()
                    .sendUdp(
                            new Endpoint(acknowledgement.from(), ControlMessage.PORT),
                            acknowledgement.to(),
                            acknowledgement.payload(),
                            HostPlan.MARK,
                            acknowledgement.linkIndex());
        }

        @Override
        public void send(Effect.Probe probe) {
            machine.sockets().sendIcmp(probe.from(), probe.to(), probe.message(), HostPlan.MARK, probe.linkIndex());
        }

        @Override
        public void announce(int linkIndex, MacAddress mac, Ipv4 address) {
            machine.nic(linkIndex).ifPresent(nic -> {
                machine.sendArp(
                        nic,
                        MacAddress.BROADCAST,
                        ArpPacket.gratuitousRequest(mac, address).encode());
                machine.sendArp(
                        nic,
                        MacAddress.BROADCAST,
                        ArpPacket.gratuitousReply(mac, address).encode());
            });
        }

        @Override
        public void solicit(int linkIndex, Ipv4 source) {
            Octets message = new AgentSolicitation().encode();
            Ipv4Header header = Ipv4Header.of(Ipv4Header.ICMP, source, AgentSolicitation.ALL_ROUTERS, message.size())
                    .withTimeToLive(1);
            machine.nic(linkIndex)
                    .ifPresent(nic -> machine.sendDatagram(
                            nic, ALL_ROUTERS_MAC, header.encode().plus(message)));
        }

        /** No script gives a home agent a name. */
        @Override
        public void lookUp(String name) {
            machine.timeline().in(0, () -> act(() -> driver.lookedUp(name, List.of())));
        }

        @Override
        public void remember(Memory newer) {
            memory = newer;
        }

        @Override
        public void leave() {
            isLeaving = true;
            act(driver::stop);
        }

        private void end() {
            driver.cleanUp();
            die();
            forget();
        }

        @Override
        public void die() {
            hasEnded = true;
            alarm.set(Long.MAX_VALUE);
            machine.sockets().closeUdp(port);
            machine.sockets().closeUdp(agentPort);
            machine.sockets().closeUdp(ControlMessage.PORT);
            machine.listenNoMore(frames);
            machine.unwatch(changes);
            machine.onWakingUpNoMore(wakingUp);
            dataplane.close();
        }
    }

    /** What /proc/sys has of the machine's links. */
    private final class SettingsOfLinks implements LinkSettings {
        private final Map<String, Integer> others = new HashMap<>();

        @Override
        public int get(String interfaceName, Setting setting) {
            return switch (setting) {
                case ARP_IGNORE -> machine.setting(interfaceName, Machine.ARP_IGNORE);
                case ARP_ANNOUNCE -> machine.setting(interfaceName, Machine.ARP_ANNOUNCE);
                case FORWARDING -> machine.setting(interfaceName, Machine.FORWARDING);
                case ACCEPT_REDIRECTS -> others.getOrDefault(interfaceName, 0);
            };
        }

        @Override
        public void set(String interfaceName, Setting setting, int value) {
            switch (setting) {
                case ARP_IGNORE -> machine.set(interfaceName, Machine.ARP_IGNORE, value);
                case ARP_ANNOUNCE -> machine.set(interfaceName, Machine.ARP_ANNOUNCE, value);
                case FORWARDING -> machine.set(interfaceName, Machine.FORWARDING, value);
                case ACCEPT_REDIRECTS -> others.put(interfaceName, value);
            }
        }
    }

    /**
     * One that does not run yet.
     *
     * @param seed of what a process takes from chance
     */
    NodeProgram(Machine machine, MobileNodeConfig config, long seed) {
        super(machine, "mobile-node", seed);
        this.config = config;
        this.settings = EngineSettings.of(config);
    }

    @Override
    Life create() {
        return new Life();
    }

    /** Whether it has been asked to end, and is about to. */
    boolean isLeaving() {
        return life().filter(now -> now.isLeaving).isPresent();
    }

    /** The engine; empty where none runs. */
    Optional<MobileNode> engine() {
        return life().map(now -> now.driver.engine());
    }

    /** Asks it to use that interface; false: it cannot, now. */
    boolean move(String interfaceName) {
        Optional<Life> able =
                life().filter(now -> now.driver.engine().whyNot(interfaceName).isEmpty());
        able.ifPresent(now -> now.act(() -> now.driver.command(new Event.Move(now.driver.moment(), interfaceName))));
        return able.isPresent();
    }

    /** Goes by other settings from now on. */
    void reload(Settings other) {
        life().ifPresent(now -> now.act(() -> now.driver.reload(other, "other settings")));
    }

    /** Deregisters, and stays so until told to move. */
    void park() {
        life().ifPresent(now -> now.act(() -> now.driver.command(new Event.Home(now.driver.moment()))));
    }
}
