package org.mobileip.scenarios.capture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.measure.BindingSeen;
import org.mobileip.scenarios.measure.Leak;
import org.mobileip.scenarios.measure.MoveObserved;
import org.mobileip.scenarios.measure.RegistrationSeen;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;

/**
 * Sees all frames of a run in the order of their times and says what the handovers were: the steps of each move, what the home
 * agent promised and whether it kept to it. It judges by packets alone and knows nothing of the programs that sent them; the
 * world adds what no packet shows. Safe for use by several threads; a move must be announced before it is carried out.
 */
public final class Witness implements Captures.Listener {

    private final Topology topology;
    private final RunClock clock;
    private final Comments comments = new Comments();
    private final Requests requests = new Requests();
    private final List<MoveWatch> moves = new ArrayList<>();
    private final Map<String, NodeWatch> mobiles = new LinkedHashMap<>();
    private final Map<Ipv4, NodeWatch> byHomeAddress = new HashMap<>();
    private final List<NodeWatch> withNetworks = new ArrayList<>();
    private final List<RegistrationSeen> registrations = new ArrayList<>();

    public Witness(Topology topology, RunClock clock) {
        this.topology = topology;
        this.clock = clock;
        for (Topology.Mobile mobile : topology.mobiles()) {
            NodeWatch node = new NodeWatch(mobile);
            mobiles.put(mobile.name(), node);
            byHomeAddress.put(mobile.home(), node);
            if (!mobile.networks().isEmpty()) {
                withNetworks.add(node);
            }
        }
    }

    /**
     * A move begins now.
     *
     * @return its number, counted from 1
     * @throws IllegalArgumentException when the node is none of the topology's mobile nodes
     */
    public synchronized int moveBegins(MoveBegun begun) {
        NodeWatch node = mobile(begun.node());
        MoveWatch move = new MoveWatch(moves.size() + 1, begun, node.mobile(), topology, comments);
        moves.add(move);
        node.add(move);
        return move.number();
    }

    /** In the latest move of {@code node} its address in the new network was there at {@code nanos}. */
    public synchronized void addressReady(String node, long nanos) {
        mobile(node).latestMove().ifPresent(move -> move.addressReady(nanos));
    }

    /** In the latest move of {@code node} tunnel and routes were in place at {@code nanos}, as its daemon says. */
    public synchronized void installed(String node, long nanos) {
        mobile(node).latestMove().ifPresent(move -> move.installed(nanos));
    }

    private NodeWatch mobile(String node) {
        return Optional.ofNullable(mobiles.get(node))
                .orElseThrow(() -> new IllegalArgumentException(node + " is no mobile node"));
    }

    /** What has been seen until now of the move with this number. */
    public synchronized MoveObserved move(int number) {
        return moves.get(number - 1).observed();
    }

    /** The remarks on a frame that was seen. */
    public synchronized List<String> commentsOn(FrameId frame) {
        return List.copyOf(comments.all().getOrDefault(frame, List.of()));
    }

    /** What all frames said until now, {@code nanos} on the run's clock. */
    public synchronized Testimony testimony(long nanos) {
        List<BindingSeen> bindings = new ArrayList<>();
        List<Leak> leaks = new ArrayList<>();
        for (NodeWatch node : mobiles.values()) {
            node.bindings().expire(nanos);
            bindings.addAll(node.bindings().bindings());
            leaks.addAll(node.bindings().leaks());
        }
        bindings.sort(Comparator.comparingLong(BindingSeen::nanos));
        leaks.sort(Comparator.comparingLong(Leak::nanos));
        List<MoveObserved> observed = moves.stream().map(MoveWatch::observed).toList();
        List<MoveSteps> steps = moves.stream().map(MoveWatch::steps).toList();
        return new Testimony(observed, registrations, bindings, leaks, comments.all(), steps);
    }

    @Override
    public synchronized void seen(FrameId id, CapturedFrame frame, Sighting sighting) {
        if (sighting instanceof Sighting.Other) {
            return;
        }
        Passing passing =
                new Passing(id, clock.ofWall(frame.nanos()), frame.outbound(), senderOf(frame.octets()), sighting);
        if (sighting instanceof Sighting.Registration registration) {
            seeRegistration(passing, registration);
        } else if (sighting instanceof Sighting.Tunnelled packet) {
            seeTunnelled(passing, packet);
        }
        concerned(passing).flatMap(node -> node.moveAt(passing.nanos())).ifPresent(move -> move.see(passing));
    }

    private static MacAddress senderOf(Octets frame) {
        return new MacAddress((long) frame.u16(6) << 32 | frame.u32(8));
    }

    /** The mobile node that a frame has to do with: the one whose interface it is, or whose address. */
    private Optional<NodeWatch> concerned(Passing frame) {
        NodeWatch own = mobiles.get(frame.at().node());
        if (own != null) {
            return Optional.of(own);
        }
        if (frame.sighting() instanceof Sighting.Tunnelled packet) {
            return ownerOf(packet.innerFrom()).or(() -> ownerOf(packet.innerTo()));
        }
        if (frame.sighting() instanceof Sighting.Plain packet) {
            return ownerOf(packet.from()).or(() -> ownerOf(packet.to()));
        }
        return Optional.empty();
    }

    private Optional<NodeWatch> ownerOf(Ipv4 address) {
        NodeWatch owner = byHomeAddress.get(address);
        for (int i = 0; owner == null && i < withNetworks.size(); i++) {
            owner = withNetworks.get(i).mobile().owns(address) ? withNetworks.get(i) : null;
        }
        return Optional.ofNullable(owner);
    }

    private void seeRegistration(Passing frame, Sighting.Registration registration) {
        if (registration.message() instanceof RegistrationRequest request) {
            requests.add(request);
            boolean arrives = topology.isHomeAgent(frame.at()) && !frame.outbound();
            if (arrives && !request.lifetime().isZero()) {
                ownerOf(request.homeAddress()).ifPresent(node -> node.bindings()
                        .asked(frame.nanos(), request.careOfAddress(), registration.from()));
            }
        } else if (registration.message() instanceof RegistrationReply reply) {
            requests.answeredBy(reply).ifPresent(request -> seeReply(frame, registration, reply, request));
        }
    }

    private void seeReply(
            Passing frame, Sighting.Registration registration, RegistrationReply reply, RegistrationRequest request) {
        if (topology.isHomeAgent(frame.at()) && frame.outbound()) {
            ownerOf(request.homeAddress()).ifPresent(node -> {
                node.bindings().answered(request.careOfAddress());
                if (reply.code().isAccepted()) {
                    node.accepted(frame.nanos(), request, reply, registration.to());
                }
            });
        } else if (mobiles.containsKey(frame.at().node()) && !frame.outbound()) {
            registrations.add(new RegistrationSeen(
                    frame.nanos(),
                    frame.at().node(),
                    topology.nameOf(authorOf(registration, reply)),
                    request.careOfAddress(),
                    reply.code().value()));
        }
    }

    /** Who says so: a foreign agent relays what the home agent says, but for its own denials (RFC 5944 §3.4). */
    private static Ipv4 authorOf(Sighting.Registration registration, RegistrationReply reply) {
        return reply.code().isFromForeignAgent() || reply.homeAgent().isUnspecified()
                ? registration.from()
                : reply.homeAgent();
    }

    private void seeTunnelled(Passing frame, Sighting.Tunnelled packet) {
        if (topology.isHomeAgent(frame.at()) && frame.outbound()) {
            ownerOf(packet.innerTo())
                    .flatMap(node -> node.bindings().tunnels(frame.nanos(), packet.to()))
                    .ifPresent(leak -> comments.add(frame.id(), describe(leak)));
        }
    }

    private static String describe(Leak leak) {
        return String.format(
                Locale.ROOT,
                "leak: to the old care-of address %s of %s, %.3f ms after the reply",
                leak.oldCareOf(),
                leak.node(),
                (leak.nanos() - leak.replyNanos()) / 1e6);
    }
}
