package org.mobileip.scenarios.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.discovery.DiscoveryPackets;
import org.mobileip.homeagent.Effect;
import org.mobileip.homeagent.Event;
import org.mobileip.homeagent.HomeAgent;
import org.mobileip.homeagent.NodeIdentity;
import org.mobileip.homeagent.daemon.AgentDriver;
import org.mobileip.homeagent.daemon.EngineSettings;
import org.mobileip.homeagent.daemon.HomeLinkDriver;
import org.mobileip.homeagent.daemon.Journal;
import org.mobileip.homeagent.daemon.Tunnels;
import org.mobileip.homeagent.store.MemoryStore;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
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
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.Identification;

/** A home agent on a simulated machine: its engine and driver are those of the daemon. */
final class AgentProgram extends Program<AgentProgram.Life> {

    private static final String TUNNEL = "mipha0";

    private final HomeAgentConfig config;
    private final MemoryStore disk = new MemoryStore();

    /** When nodes were dropped that have not registered since, in nanoseconds. */
    private final Map<String, Long> dropped = new HashMap<>();

    /** From a start to an end: whatever a process has, and loses. */
    final class Life implements Program.Life, HomeLinkDriver.Outlets {
        final TunnelPort dataplane;
        final Tunnels tunnels;
        final Optional<Nic> homeNic;
        final AgentDriver driver;
        final Alarm alarm;
        final Machine.FrameListener frames = this::frame;
        final Consumer<List<NetworkChange>> changes = this::changed;
        private boolean hasEnded;

        Life() {
            Tunnels.removeStale(machine.network());
            Journal journal = new Journal(machine.timeline(), machine::timeOfDay, log::write);
            int mtu = config.tunnel().mtu().orElse(usualMtu(config.tunnel().encapsulation()));
            dataplane = TunnelPort.ofHomeAgent(
                    machine,
                    new TunnelPort.Options(
                            TUNNEL,
                            mtu,
                            0,
                            config.tunnel().mssClamp(),
                            random.nextInt(),
                            config.tunnel().encapsulation().contains(Encapsulation.UDP)
                                    ? List.of(ControlMessage.PORT)
                                    : List.of()));
            tunnels = new Tunnels(
                    dataplane,
                    machine.network(),
                    config.address(),
                    isOurs(config.address()),
                    config.tunnel().mtu());
            homeNic = config.homeInterface().flatMap(AgentProgram.this::nic);
            if (homeNic.isEmpty()) {
                tunnels.leadAll(config.network());
            }
            tunnels.routeHome(
                    homeNic.map(nic -> OptionalInt.of(nic.index())).orElse(OptionalInt.empty()), config.nodes());
            Optional<HomeLinkDriver> homeLink =
                    homeNic.map(nic -> new HomeLinkDriver(nic.mac(), config.address(), this, journal));
            HomeAgent agent = new HomeAgent(
                    EngineSettings.of(config),
                    disk.readAll().newest(),
                    nonces(),
                    machine.timeline().now());
            driver = new AgentDriver(agent, this::send, tunnels, homeLink, disk, journal, machine.timeline());
            alarm = new Alarm(machine.timeline(), () -> handle(new Event.DeadlineCame()));
            homeLinkDriver = homeLink;
            journal.started(config, dataplane.name());
        }

        private final Optional<HomeLinkDriver> homeLinkDriver;

        @Override
        public TunnelPort dataplane() {
            return dataplane;
        }

        @Override
        public void begin() {
            machine.sockets()
                    .bindUdp(
                            ControlMessage.PORT,
                            (link, frame) ->
                                    handle(new Event.Received(machine.sockets().datagram(link, frame))));
            machine.listen(frames);
            machine.watch(changes);
            tellOurAddresses();
            driver.resume(disk.readAll(), machine.timeOfDay());
            alarm.set(driver.nextDeadline());
        }

        private void handle(Event event) {
            if (!hasEnded) {
                driver.handle(event);
                alarm.set(driver.nextDeadline());
            }
        }

        private void changed(List<NetworkChange> all) {
            boolean ofAddresses = all.stream()
                    .anyMatch(change -> change instanceof NetworkChange.AddressAdded
                            || change instanceof NetworkChange.AddressRemoved);
            if (ofAddresses) {
                tellOurAddresses();
            }
        }

        private void tellOurAddresses() {
            Set<Ipv4> ours = new HashSet<>();
            for (LinkAddress address : machine.network().addresses()) {
                ours.add(address.address().address());
            }
            handle(new Event.OurAddresses(ours));
        }

        private void send(Effect.Send send) {
            machine.sockets()
                    .sendUdp(
                            new Endpoint(send.source(), ControlMessage.PORT),
                            send.to(),
                            send.octets(),
                            0,
                            send.onto().orElse(0));
        }

        private void frame(Nic nic, byte[] frame) {
            if (homeNic.filter(nic::equals).isEmpty() || homeLinkDriver.isEmpty()) {
                return;
            }
            if (Packet.isArp(frame)) {
                homeLinkDriver.get().arpArrived(machine.timeline().now(), Packet.sender(frame), Octets.of(frame));
                alarm.set(driver.nextDeadline());
            } else if (Packet.isIcmp(frame) && DiscoveryPackets.isSolicitation(Packet.datagram(frame))) {
                handle(new Event.Solicited());
            }
        }

        @Override
        public void sendArp(MacAddress to, Octets frame) {
            homeNic.ifPresent(nic -> machine.sendFrame(nic, frame));
        }

        @Override
        public void sendDatagram(MacAddress to, Octets datagram) {
            homeNic.ifPresent(nic -> machine.sendDatagram(nic, to, datagram));
        }

        @Override
        public Optional<MacAddress> neighbour(Ipv4 address) {
            return homeNic.flatMap(nic -> machine.network().neighbour(nic.index(), address));
        }

        @Override
        public void leave() {
            tunnels.close();
            die();
            forget();
            log.write(Level.INFO, "home-agent-stopped");
        }

        @Override
        public void die() {
            hasEnded = true;
            alarm.set(Long.MAX_VALUE);
            machine.sockets().closeUdp(ControlMessage.PORT);
            machine.listenNoMore(frames);
            machine.unwatch(changes);
            dataplane.close();
        }
    }

    /**
     * One that does not run yet.
     *
     * @param seed of what a process takes from chance
     */
    AgentProgram(Machine machine, HomeAgentConfig config, long seed) {
        super(machine, "home-agent", seed);
        this.config = config;
    }

    private static int usualMtu(Set<Encapsulation> granted) {
        int least = granted.stream().mapToInt(Encapsulation::overhead).min().orElse(Encapsulation.IPIP.overhead());
        return Link.ETHERNET_MTU - least;
    }

    private boolean isOurs(Ipv4 address) {
        return machine.network().addresses().stream()
                .anyMatch(each -> each.address().address().equals(address));
    }

    private Optional<Nic> nic(String name) {
        return machine.network().links().stream()
                .filter(link -> link.name().equals(name))
                .findFirst()
                .flatMap(link -> machine.nic(link.index()));
    }

    @Override
    Life create() {
        return new Life();
    }

    /**
     * Whether that Identification of a home address, or a newer one, is on the disk. Nodes that are known by other things than
     * their address are not found by it.
     */
    boolean remembers(Ipv4 home, long identification) {
        Map<NodeIdentity, Identification> newest = disk.readAll().newest();
        Identification stored = newest.get(new NodeIdentity.OfAddress(home));
        return stored == null
                ? newest.keySet().stream().anyMatch(identity -> !(identity instanceof NodeIdentity.OfAddress))
                : Long.compareUnsigned(stored.bits(), identification) >= 0;
    }

    /** Ends the bindings of a node; false: there are none, or no program runs. */
    boolean drop(String node) {
        Optional<Life> able = life().filter(now -> now.driver.agent().bindings().stream()
                .anyMatch(binding -> binding.node().equals(node)));
        able.ifPresent(now -> {
            now.handle(new Event.Drop(machine.timeOfDay(), node, Optional.empty()));
            dropped.put(node, machine.timeline().nanos());
        });
        return able.isPresent();
    }

    /** Whether it has dropped that node, which has not registered since. */
    boolean hasDropped(String node) {
        return hasDropped(node, Long.MAX_VALUE);
    }

    /** The same of the last {@code nanos}. */
    boolean hasDropped(String node, long nanos) {
        dropped.keySet().removeIf(name -> life().stream()
                .flatMap(now -> now.driver.agent().bindings().stream())
                .anyMatch(binding -> binding.node().equals(name)));
        Long when = dropped.get(node);
        return when != null && machine.timeline().nanos() - when < nanos;
    }

    /** The engine; empty where none runs. */
    Optional<HomeAgent> engine() {
        return life().map(now -> now.driver.agent());
    }
}
