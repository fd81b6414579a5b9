package org.mobileip.scenarios.sim;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.mobileip.config.ForeignAgentConfig;
import org.mobileip.discovery.DiscoveryPackets;
import org.mobileip.host.Link;
import org.mobileip.host.NetworkChange;
import org.mobileip.net.Datagram;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.foreignagent.Effect;
import org.mobileip.scenarios.foreignagent.Event;
import org.mobileip.scenarios.foreignagent.ForeignAgent;
import org.mobileip.scenarios.foreignagent.daemon.EngineSettings;
import org.mobileip.scenarios.foreignagent.daemon.ForeignAgentDriver;
import org.mobileip.scenarios.foreignagent.daemon.Journal;
import org.mobileip.scenarios.foreignagent.daemon.LinkPackets;
import org.mobileip.scenarios.foreignagent.daemon.Visits;
import org.mobileip.scenarios.sim.machine.Alarm;
import org.mobileip.scenarios.sim.machine.Machine;
import org.mobileip.scenarios.sim.machine.Nic;
import org.mobileip.scenarios.sim.machine.Packet;
import org.mobileip.scenarios.sim.machine.TunnelPort;
import org.mobileip.wire.ControlMessage;

/** A foreign agent on the router of its network: its engine and driver are those of the daemon. */
final class ForeignAgentProgram extends Program<ForeignAgentProgram.Life> {

    private static final String TUNNEL = "mipfa0";

    private final ForeignAgentConfig config;

    /** From a start to an end: whatever a process has, and loses. */
    final class Life implements Program.Life, ForeignAgentDriver.Outlets {
        final Journal journal = new Journal(machine.timeline(), log::write);
        final Nic nic = nic();
        final TunnelPort dataplane;
        final Visits visits;
        final ForeignAgentDriver driver;
        final Alarm alarm;
        final Machine.FrameListener frames = this::frame;
        final Consumer<byte[]> errors = this::error;
        final Consumer<List<NetworkChange>> changes = all -> tellOurAddresses();

        Life() {
            Visits.removeStale(machine.network());
            dataplane = TunnelPort.ofForeignAgent(
                    machine, new TunnelPort.Options(TUNNEL, mtu(), 0, false, random.nextInt()));
            Ipv4 address = config.address().address();
            visits = new Visits(dataplane, machine.network(), link(), address, journal);
            ForeignAgent agent = new ForeignAgent(
                    EngineSettings.of(config), nonces(), machine.timeline().now());
            driver = new ForeignAgentDriver(agent, this, visits, journal, machine.timeline());
            alarm = new Alarm(machine.timeline(), () -> handle(new Event.DeadlineCame()));
            journal.started(config, dataplane.interfaceName());
        }

        @Override
        public TunnelPort dataplane() {
            return dataplane;
        }

        @Override
        public void begin() {
            machine.sockets().bindUdp(ControlMessage.PORT, this::datagram);
            machine.sockets().onError(errors);
            machine.listen(frames);
            machine.watch(changes);
            tellOurAddresses();
        }

        private void handle(Event event) {
            driver.handle(event);
            alarm.set(driver.nextDeadline());
        }

        private void tellOurAddresses() {
            Set<Ipv4> ours = machine.network().addresses().stream()
                    .map(each -> each.address().address())
                    .collect(Collectors.toSet());
            handle(new Event.OurAddresses(ours));
        }

        private void datagram(int linkIndex, byte[] frame) {
            Datagram datagram = machine.sockets().datagram(linkIndex, frame);
            if (!LinkPackets.isRequestOn(nic.index(), datagram)) {
                handle(new Event.Replied(datagram));
            }
        }

        private void error(byte[] frame) {
            LinkPackets.unreachable(config.careOf(), Packet.datagram(frame)).ifPresent(this::handle);
        }

        private void frame(Nic arrival, byte[] frame) {
            if (!arrival.equals(nic)) {
                return;
            }
            if (Packet.isToUdpPort(frame, ControlMessage.PORT)) {
                LinkPackets.request(
                                config.address().address(),
                                nic.index(),
                                machine.timeOfDay(),
                                Packet.sender(frame),
                                Packet.datagram(frame))
                        .ifPresent(this::handle);
            } else if (Packet.isIcmp(frame) && DiscoveryPackets.isSolicitation(Packet.datagram(frame))) {
                handle(new Event.Solicited());
            }
        }

        @Override
        public void relay(Effect.Relay relay) {
            Endpoint from = new Endpoint(relay.source(), ControlMessage.PORT);
            machine.sockets().sendUdp(from, relay.to(), relay.octets(), 0, 0);
        }

        @Override
        public void answer(Effect.Answer answer) {
            machine.sendDatagram(nic, answer.mac(), LinkPackets.datagram(answer));
        }

        @Override
        public void advertise(Octets message) {
            Ipv4 source = config.address().address();
            machine.sendDatagram(
                    nic, DiscoveryPackets.ALL_SYSTEMS_MAC, DiscoveryPackets.advertisement(source, message));
        }

        @Override
        public void leave() {
            visits.close();
            die();
            forget();
            journal.stopped();
        }

        @Override
        public void die() {
            alarm.set(Long.MAX_VALUE);
            machine.sockets().closeUdp(ControlMessage.PORT);
            machine.sockets().onErrorNoMore(errors);
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
    ForeignAgentProgram(Machine machine, ForeignAgentConfig config, long seed) {
        super(machine, "foreign-agent", seed);
        this.config = config;
    }

    private int mtu() {
        int least = config.tunnel().encapsulation().stream()
                .mapToInt(Encapsulation::overhead)
                .min()
                .orElse(Encapsulation.IPIP.overhead());
        return config.tunnel().mtu().orElse(Link.ETHERNET_MTU - Math.min(least, Encapsulation.IPIP.overhead()));
    }

    private Link link() {
        return machine.network().links().stream()
                .filter(link -> link.name().equals(config.visitedInterface()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no interface " + config.visitedInterface() + " on " + machine));
    }

    private Nic nic() {
        return machine.nic(link().index())
                .orElseThrow(() -> new AssertionError("no card " + config.visitedInterface()));
    }

    @Override
    Life create() {
        return new Life();
    }
}
