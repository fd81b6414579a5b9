package org.mobileip.scenarios.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mobileip.homeagent.Binding;
import org.mobileip.host.HostNetwork;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.sim.machine.Machine;
import org.mobileip.scenarios.sim.machine.Packet;
import org.mobileip.scenarios.sim.machine.Timeline;
import org.mobileip.scenarios.sim.machine.TunnelPort;
import org.mobileip.wire.ArpPacket;
import org.mobileip.wire.ControlMessage;
import org.mobileip.wire.MalformedMessageException;
import org.mobileip.wire.RegistrationReply;

/**
 * What must never happen, whatever the script does. Looked at with every packet and every {@value #EVERY_MILLIS} ms; the first
 * that does happen is a fault of ours and ends the run, with the seed that brings it about again.
 *
 * <ul>
 *   <li>I1: no binding without the right key.
 *   <li>I2: no Identification is accepted after a newer one.
 *   <li>I3: what is acknowledged is on the disk by then.
 *   <li>I4: nothing is tunnelled more than a second after its binding has ended.
 *   <li>I5: nothing comes out of a tunnel but what the other end may send.
 *   <li>I6: one encapsulation, not two.
 *   <li>I7, I10, I12: see {@link WireInvariants}.
 *   <li>I8: see {@link Reachability}.
 *   <li>I9: nobody answers for a node without a binding.
 *   <li>I11: when the programs have ended, their machines are as they were, but for those that were killed at last.
 *   <li>I13: what waits to happen is bounded, and so are bindings.
 *   <li>I14: packets received are those forwarded and those dropped.
 *   <li>I15: see {@link Truthfulness}.
 * </ul>
 */
final class Invariants {

    private static final long EVERY_MILLIS = 100;
    private static final long OFTEN_MILLIS = 10;
    private static final long NANOS_A_MILLISECOND = 1_000_000L;
    private static final long IN_FLIGHT = 2_000_000_000L;
    private static final long AFTER_ITS_END = 1_000_000_000L;
    /** What our programs put into kernels carries these protocol numbers: home agent, mobile node, foreign agent. */
    private static final Set<Integer> OURS = Set.of(77, 78, 79);

    private static final int UDP_HEADER = 8;
    private static final int MOST_PENDING = 1_000_000;
    private static final int MOST_BINDINGS = 16;

    private final Scenario scenario;
    private final Plant plant;
    private final Programs programs;
    private final Timeline timeline;
    private final Court court;
    private final WireInvariants wires;
    private final Reachability reachability;
    private final Truthfulness truthfulness;
    private final List<Octets> secrets;
    private final Set<Ipv4> withWrongKey;
    private final Map<Ends, Long> active = new HashMap<>();
    private final Map<Integer, Long> lastAt = new HashMap<>();
    private final Map<Ipv4, Long> newest = new HashMap<>();

    /** A binding's. */
    private record Ends(int home, int careOf) {}

    /** @param secrets the keys, which nobody may see */
    Invariants(Scenario scenario, Plant plant, Programs programs, Timeline timeline, long seed, List<Octets> secrets) {
        this.scenario = scenario;
        this.plant = plant;
        this.programs = programs;
        this.timeline = timeline;
        this.secrets = List.copyOf(secrets);
        this.withWrongKey = scenario.mobiles().stream()
                .filter(Reachability::hasWrongKey)
                .map(Scenario.MobileNode::home)
                .collect(Collectors.toUnmodifiableSet());
        this.court = new Court(timeline, seed);
        this.wires = new WireInvariants(timeline, court, secrets);
        this.reachability = new Reachability(scenario, plant, programs, timeline, court);
        this.truthfulness = new Truthfulness(scenario, programs, court);
    }

    /** Begins to look. */
    void begin() {
        wires.watch(scenario, plant);
        for (Scenario.HomeAgentNode node : scenario.homeAgents()) {
            AgentProgram agent = programs.agent(node.name());
            agent.show((outer, inner) -> agentDecapsulates(agent, outer, inner));
            plant.cable(node.name(), node.network())
                    .ifPresent(nic -> nic.tap((frame, outbound) -> agentSends(agent, node, frame, outbound)));
        }
        for (Scenario.MobileNode mobile : scenario.mobiles()) {
            programs.node(mobile.name()).show((outer, inner) -> nodeDecapsulates(mobile, outer, inner));
            scenario.networks().stream()
                    .flatMap(network -> plant.cable(mobile.name(), network.name()).stream())
                    .forEach(nic -> nic.tap((frame, outbound) -> lookForNesting(frame, outbound)));
        }
        programs.foreignAgents()
                .forEach((network, agent) ->
                        agent.show((outer, inner) -> foreignAgentDecapsulates(network, outer, inner)));
        timeline.in(0, this::look);
        timeline.in(0, this::lookOften);
    }

    /** What a node says of itself may be wrong for a round trip. */
    private void lookOften() {
        truthfulness.look();
        timeline.in(OFTEN_MILLIS * NANOS_A_MILLISECOND, this::lookOften);
    }

    private void look() {
        reachability.look();
        check("I13", timeline.pending() <= MOST_PENDING, () -> timeline.pending() + " things wait to happen");
        programs.agents().forEach(this::note);
        programs.agents().forEach(agent -> agent.dataplane().ifPresent(this::count));
        programs.foreignAgents().values().forEach(agent -> agent.dataplane().ifPresent(this::count));
        programs.nodes().forEach(node -> node.dataplane().ifPresent(this::count));
        timeline.in(EVERY_MILLIS * NANOS_A_MILLISECOND, this::look);
    }

    private void count(TunnelPort port) {
        check("I14", port.isAccountedFor(), () -> port.interfaceName() + ": " + port.total());
    }

    /** Remembers the bindings that there are. */
    private void note(AgentProgram agent) {
        List<Binding> all = bindings(agent);
        check("I13", all.size() <= MOST_BINDINGS * scenario.mobiles().size(), () -> all.size() + " bindings");
        for (Binding binding : all) {
            int end = binding.path().careOf().bits(); // a NAT's address, where one is in between
            active.put(new Ends(binding.home().bits(), end), timeline.nanos());
            lastAt.put(end, timeline.nanos());
            check("I1", !withWrongKey.contains(binding.home()), () -> "a binding with a wrong key: " + binding);
        }
    }

    private static List<Binding> bindings(AgentProgram agent) {
        return agent.engine().map(engine -> engine.bindings()).orElse(List.of());
    }

    /** Looks at the bindings only where it does not remember enough. */
    private boolean wasActive(AgentProgram agent, int careOf, long within) {
        if (timeline.nanos() - lastAt(careOf) > within) {
            note(agent);
        }
        return timeline.nanos() - lastAt(careOf) <= within;
    }

    private long lastAt(int careOf) {
        return lastAt.getOrDefault(careOf, Long.MIN_VALUE / 2);
    }

    private long lastOf(Ends ends) {
        return active.getOrDefault(ends, Long.MIN_VALUE / 2);
    }

    private void agentDecapsulates(AgentProgram agent, byte[] outer, byte[] inner) {
        Ends ends = new Ends(homeOf(Packet.source(inner)), Packet.source(outer));
        if (timeline.nanos() - lastOf(ends) > IN_FLIGHT) {
            note(agent);
        }
        check(
                "I5",
                timeline.nanos() - lastOf(ends) <= IN_FLIGHT,
                () -> "a datagram of " + new Ipv4(ends.home) + " came out of a tunnel from " + new Ipv4(ends.careOf));
    }

    private void nodeDecapsulates(Scenario.MobileNode mobile, byte[] outer, byte[] inner) {
        Ipv4 from = new Ipv4(Packet.source(outer));
        Ipv4 to = new Ipv4(Packet.destination(inner));
        boolean isForIt = owns(mobile, to) || !to.isUnicast() || isBroadcastAtHome(mobile, to);
        check(
                "I5",
                isForIt && from.equals(scenario.homeAgentOf(mobile).address()),
                () -> "a datagram for " + to + " came out of a tunnel from " + from + " at " + mobile.name());
    }

    /** The home address, or that of somebody behind the node. */
    private static boolean owns(Scenario.MobileNode mobile, Ipv4 address) {
        return address.equals(mobile.home())
                || mobile.networks().stream().anyMatch(network -> network.contains(address));
    }

    private int homeOf(int address) {
        return scenario.mobiles().stream()
                .filter(mobile -> owns(mobile, new Ipv4(address)))
                .map(mobile -> mobile.home().bits())
                .findFirst()
                .orElse(address);
    }

    private void foreignAgentDecapsulates(String network, byte[] outer, byte[] inner) {
        int from = Packet.source(outer);
        check(
                "I5",
                scenario.mobiles().stream().anyMatch(mobile -> isBetween(mobile, from, inner)),
                () -> "a datagram for " + new Ipv4(Packet.destination(inner)) + " came out of a tunnel from "
                        + new Ipv4(from) + " at the foreign agent of " + network);
    }

    /** From the visitor's own home agent to it, or from itself to be sent back through the tunnel. */
    private boolean isBetween(Scenario.MobileNode mobile, int from, byte[] inner) {
        boolean isFromHome = from == scenario.homeAgentOf(mobile).address().bits()
                && Packet.destination(inner) == mobile.home().bits();
        return isFromHome || (from == mobile.home().bits() && Packet.source(inner) == from);
    }

    private boolean isBroadcastAtHome(Scenario.MobileNode mobile, Ipv4 address) {
        return scenario.homeNetworkOf(mobile)
                .filter(home -> home.prefix().broadcast().equals(address))
                .isPresent();
    }

    private void agentSends(AgentProgram agent, Scenario.HomeAgentNode node, byte[] frame, boolean outbound) {
        if (!outbound) {
            return;
        }
        if (Packet.isArp(frame)) {
            lookAtArp(agent, frame);
        } else if ((Packet.isTunnelled(frame) || isTunnelData(frame))
                && Packet.source(frame) == node.address().bits()) {
            int careOf = Packet.destination(frame);
            check(
                    "I4",
                    wasActive(agent, careOf, AFTER_ITS_END),
                    () -> "a datagram is tunnelled to " + new Ipv4(careOf));
            lookForNesting(frame, true);
        } else if (Packet.isFromUdpPort(frame, ControlMessage.PORT)) {
            lookAtReply(agent, frame);
        }
    }

    private static boolean isTunnelData(byte[] frame) {
        return Packet.isFromUdpPort(frame, ControlMessage.PORT) && Packet.isTunnelData(frame);
    }

    /** RFC 5177 §7: where a foreign agent receives, who is behind a node needs a header that names the node. */
    private boolean isOfRouter(byte[] datagram) {
        Ipv4 from = Octets.of(datagram).ipv4(12);
        Ipv4 to = Octets.of(datagram).ipv4(16);
        return scenario.mobiles().stream()
                .filter(mobile -> !mobile.networks().isEmpty())
                .anyMatch(mobile -> from.equals(mobile.home()) || to.equals(mobile.home()));
    }

    private void lookForNesting(byte[] frame, boolean outbound) {
        if (outbound && Packet.isTunnelled(frame) && Packet.protocol(frame) == Packet.IP_IN_IP) {
            int inner = Packet.payload(frame);
            boolean isWhole = frame.length >= inner + Packet.IP_HEADER;
            int protocol = isWhole ? frame[inner + 9] & 0xff : 0;
            check(
                    "I6",
                    !Packet.isOfTunnel(protocol) || isOfRouter(Arrays.copyOfRange(frame, inner, frame.length)),
                    () -> "a tunnel's packet in a tunnel's packet, protocol " + protocol);
        }
    }

    private void lookAtArp(AgentProgram agent, byte[] frame) {
        try {
            ArpPacket arp = ArpPacket.decode(Octets.of(frame, Packet.IP, frame.length - Packet.IP));
            Ipv4 claimed = arp.senderAddress();
            boolean isHome =
                    scenario.mobiles().stream().anyMatch(mobile -> mobile.home().equals(claimed));
            boolean claims = isHome && arp.senderMac().equals(Packet.sender(frame));
            boolean mayClaim =
                    bindings(agent).stream().anyMatch(binding -> binding.home().equals(claimed));
            check("I9", !claims || mayClaim, () -> claimed + " is answered for without a binding");
        } catch (MalformedMessageException wrong) {
            check("I9", false, () -> "ARP of ours that cannot be read: " + wrong.getMessage());
        }
    }

    private void lookAtReply(AgentProgram agent, byte[] frame) {
        int at = Packet.payload(frame) + UDP_HEADER;
        try {
            ControlMessage message = ControlMessage.decode(Octets.of(frame, at, frame.length - at));
            if (message instanceof RegistrationReply reply && reply.code().isAccepted()) {
                lookAtAccepted(agent, reply);
            }
        } catch (MalformedMessageException notAReply) {
            // What is discarded is the receiver's business.
        }
    }

    private void lookAtAccepted(AgentProgram agent, RegistrationReply reply) {
        boolean isNonce = scenario.mobiles().stream()
                .filter(mobile -> mobile.home().equals(reply.homeAddress()))
                .flatMap(mobile -> mobile.options().stream())
                .anyMatch(option -> option.value().equals("nonce"));
        long accepted = reply.identification().bits();
        long before = newest.getOrDefault(reply.homeAddress(), 0L);
        check(
                "I2",
                isNonce || Long.compareUnsigned(accepted, before) >= 0,
                () -> "an Identification of " + reply.homeAddress() + " was accepted after a newer one");
        newest.put(reply.homeAddress(), accepted);
        check(
                "I3",
                isNonce || agent.remembers(reply.homeAddress(), accepted),
                () -> "an Identification of " + reply.homeAddress() + " is acknowledged and not on the disk");
    }

    /** When all programs have ended. */
    void checkClean() {
        checkSecrets();
        programs.foreignAgents().keySet().forEach(network -> checkClean(network, kernelLeft(plant.routerOf(network))));
        for (String node : programs.names()) {
            if (programs.isDead(node)) {
                continue;
            }
            Machine machine = plant.machineOf(node);
            List<Object> left = kernelLeft(machine);
            scenario.mobile(node).ifPresent(mobile -> machine.network().addresses().stream()
                    .filter(address -> address.address().address().equals(mobile.home()))
                    .forEach(left::add));
            machine.network().links().stream()
                    .map(link -> link.name())
                    .filter(name -> machine.setting(name, Machine.ARP_IGNORE) != 0
                            || machine.setting(name, Machine.ARP_ANNOUNCE) != 0)
                    .forEach(left::add);
            checkClean(node, left);
        }
    }

    private void checkClean(String node, List<Object> left) {
        check("I11", left.isEmpty(), () -> node + " has left " + left);
    }

    private static List<Object> kernelLeft(Machine machine) {
        HostNetwork network = machine.network();
        List<Object> left = new ArrayList<>(network.rules());
        network.routes().stream()
                .filter(route -> OURS.contains(route.protocol()))
                .forEach(left::add);
        network.neighbours().stream()
                .filter(neighbour -> OURS.contains(neighbour.protocol()))
                .forEach(left::add);
        return left;
    }

    /** Of what the programs have written. */
    private void checkSecrets() {
        for (LogBook log : programs.logs()) {
            check("I12", secrets.stream().noneMatch(secret -> log.says(secret.toString())), () -> "a key is in a log");
        }
    }

    private void check(String which, boolean holds, Supplier<String> what) {
        court.check(which, holds, what);
    }
}
