package org.mobileip.scenarios.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.homeagent.Binding;
import org.mobileip.host.HomeTunnel;
import org.mobileip.mobilenode.Attachment;
import org.mobileip.mobilenode.LinkStanding;
import org.mobileip.mobilenode.State;
import org.mobileip.mobilenode.Status;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.sim.machine.Machine;
import org.mobileip.scenarios.sim.machine.Packet;
import org.mobileip.wire.ControlMessage;

/** What is so of a mobile node that roams, whatever happens; and what is so when nothing has happened for a while. */
final class RoamingLaws {

    /** What a node cannot know goes on for no longer than this: requests and replies under way, held up as long as they can be. */
    private static final long UNDER_WAY = 1500 * Wandering.MILLISECOND;

    private static final long OFTEN = 100 * Wandering.MILLISECOND;
    /** The first of two may have waited for an answer to ARP. */
    private static final long BETWEEN_REQUESTS = Wandering.SECOND - Wandering.MILLISECOND;

    /** A renewal every 40 s of each of three links that are used at once, each with one repair: no timer runs wild. */
    private static final int MOST_REQUESTS_A_MINUTE = 12;

    private static final int PORT = 9000;
    private static final int UDP_HEADER = 8;
    private static final int REQUEST = 1;
    private static final int REPLY = 3;
    private static final int LIFETIME = 2;
    private static final int IDENTIFICATION = 12;
    private static final int DATAGRAMS = 3;

    private final Wandering world;
    private final Mishaps mishaps;
    private final boolean usesSeveralLinks;
    private final boolean countsByTime;
    private final Map<Integer, Integer> heardByNode = new HashMap<>();
    private final Map<Integer, Integer> heardByPeer = new HashMap<>();
    private final List<Long> requests = new ArrayList<>();
    private final Map<String, Deque<Long>> lastRequests = new HashMap<>();
    private Optional<NodeProgram.Life> asking = Optional.empty();
    private AgentProgram answering;
    private long newest;
    private long lyingSince = Long.MAX_VALUE;
    private int sent;

    /**
     * Begins to look.
     *
     * @param usesSeveralLinks at once (RFC 7629)
     * @param countsByTime Identifications are timestamps
     */
    RoamingLaws(Wandering world, Mishaps mishaps, boolean usesSeveralLinks, boolean countsByTime) {
        this.world = world;
        this.mishaps = mishaps;
        this.usesSeveralLinks = usesSeveralLinks;
        this.countsByTime = countsByTime;
        answering = world.agent();
        peer().sockets().bindUdp(PORT, (link, frame) -> heardByPeer.merge(number(frame), 1, Integer::sum));
        world.machine.sockets().bindUdp(PORT, (link, frame) -> heardByNode.merge(number(frame), 1, Integer::sum));
        for (String each : world.plant.interfaceNames().keySet()) {
            world.nic(each).tap((frame, outbound) -> nodeSendsOrHears(each, frame, outbound));
        }
        world.plant
                .cable(Wandering.AGENT, Wandering.HOME_LINK)
                .orElseThrow()
                .tap((frame, outbound) -> agentSends(frame, outbound));
        world.timeline.in(OFTEN, this::lookForLies);
    }

    private Machine peer() {
        return world.plant.machineOf("cn");
    }

    private static int number(byte[] frame) {
        return Packet.i32(frame, Packet.payload(frame) + UDP_HEADER);
    }

    private static int type(byte[] frame) {
        return frame[Packet.payload(frame) + UDP_HEADER];
    }

    /** A node that calls itself registered is, and to {@code wait} that is the whole truth. */
    private void lookForLies() {
        boolean isLying = !mishaps.isTruthUnknowable() && isLying(world.status());
        lyingSince = isLying ? Math.min(lyingSince, world.timeline.nanos()) : Long.MAX_VALUE;
        assertThat(isLying && world.timeline.nanos() - lyingSince > UNDER_WAY)
                .as("calls itself registered and is not")
                .isFalse();
        world.timeline.in(OFTEN, this::lookForLies);
    }

    private boolean isLying(Status status) {
        return status.registered()
                && status.attachment() instanceof Attachment.Away away
                && world.bindings().stream().noneMatch(each -> each.careOf().equals(away.careOf()));
    }

    /** RFC 5944 §3.6.3: no two requests within a second, but that a reply came in between (§3.6.2.3) or another process asks. */
    private void nodeSendsOrHears(String network, byte[] frame, boolean outbound) {
        if (!outbound && Packet.isFromUdpPort(frame, ControlMessage.PORT) && type(frame) == REPLY) {
            lastRequests.clear();
        }
        if (outbound && Packet.isToUdpPort(frame, ControlMessage.PORT) && type(frame) == REQUEST) {
            requests.add(world.timeline.nanos());
            if (!world.node().life().equals(asking) || network.equals(Wandering.SERVED)) {
                lastRequests.clear();
            }
            asking = world.node().life();
            boolean isFarewell = Packet.u16(frame, Packet.payload(frame) + UDP_HEADER + LIFETIME) == 0;
            if (!isFarewell) {
                pace(network + " " + new Ipv4(Packet.source(frame)));
            }
        }
    }

    /** Where several links are used at once, one may be asked by as one beside, and as the main one right after that. */
    private void pace(String from) {
        Deque<Long> last = lastRequests.computeIfAbsent(from, first -> new ArrayDeque<>());
        last.removeIf(each -> world.timeline.nanos() - each >= BETWEEN_REQUESTS);
        assertThat(last.size())
                .as("requests within a second by %s", from)
                .isLessThanOrEqualTo(usesSeveralLinks ? 1 : 0);
        last.add(world.timeline.nanos());
    }

    /** RFC 5944 §5.7.1: what is accepted is newer than all that was, as long as the home agent remembers. */
    private void agentSends(byte[] frame, boolean outbound) {
        boolean isAcceptance = outbound
                && Packet.isFromUdpPort(frame, ControlMessage.PORT)
                && type(frame) == REPLY
                && frame[Packet.payload(frame) + UDP_HEADER + 1] == 0;
        if (isAcceptance && countsByTime) {
            int at = Packet.payload(frame) + UDP_HEADER + IDENTIFICATION;
            long accepted = ((long) Packet.i32(frame, at) << 32) | (Packet.i32(frame, at + 4) & 0xffff_ffffL);
            boolean isForgotten = answering != world.agent();
            answering = world.agent();
            assertThat(isForgotten || Long.compareUnsigned(accepted, newest) >= 0)
                    .as("accepted in order")
                    .isTrue();
            newest = accepted;
        }
    }

    /** When nothing has happened for a while. */
    void hold() {
        Status status = world.status();
        boolean staysOff = mishaps.isParked() && !(status.attachment() instanceof Attachment.AtHome);
        if (staysOff || world.usable(mishaps.settings()).isEmpty()) {
            assertThat(status.state()).as("without a way").isEqualTo(State.DISCONNECTED);
            assertThat(status.registered()).as("registered without a way").isFalse();
            assertThat(world.bindings()).as("left behind").isEmpty();
        } else {
            assertThat(status.state()).as("with a way").isIn(State.HOME, State.AWAY);
            lookAtBindings(status);
            lookAtTraffic();
        }
        long minuteAgo = world.timeline.nanos() - 60 * Wandering.SECOND;
        assertThat(requests.stream().filter(each -> each > minuteAgo).count())
                .as("requests in a minute")
                .isLessThanOrEqualTo(MOST_REQUESTS_A_MINUTE);
    }

    private void lookAtBindings(Status status) {
        if (!(status.attachment() instanceof Attachment.Away away)) {
            assertThat(world.bindings()).as("of a node at home").isEmpty();
            assertThat(status.tunnel()).as("of a node at home").isEmpty();
            return;
        }
        assertThat(status.registered()).as("registered").isTrue();
        List<Binding> bindings = world.bindings();
        assertThat(bindings)
                .as("the home agent's to %s", away.careOf())
                .filteredOn(each -> each.careOf().equals(away.careOf()))
                .hasSize(1);
        if (!usesSeveralLinks) {
            assertThat(bindings).as("the home agent's").hasSize(1);
        }
        if (away instanceof Attachment.Served) {
            assertThat(status.tunnel()).as("where a foreign agent has it").isEmpty();
        } else {
            bindings.stream()
                    .filter(each -> each.careOf().equals(away.careOf()))
                    .forEach(made -> lookAtTunnel(status.tunnel().orElseThrow(), made));
        }
    }

    private static void lookAtTunnel(HomeTunnel ours, Binding theirs) {
        assertThat(ours.careOf()).as("the tunnel's end").isEqualTo(theirs.careOf());
        assertThat(ours.encapsulation()).as("encapsulation").isEqualTo(theirs.encapsulation());
        assertThat(ours.isInUdp()).as("within UDP").isEqualTo(theirs.udp().isPresent());
    }

    /** Each datagram arrives, and once. */
    private void lookAtTraffic() {
        int first = sent + 1;
        for (int i = 0; i < DATAGRAMS; i++) {
            sent++;
            Octets number = Octets.ofHex("%08x".formatted(sent));
            Endpoint node = new Endpoint(Wandering.HOME, PORT);
            Endpoint peer = new Endpoint(Wandering.PEER, PORT);
            peer().sockets().sendUdp(peer, node, number, 0, 0);
            world.machine.sockets().sendUdp(node, peer, number, 0, 0);
            world.run(300 * Wandering.MILLISECOND);
        }
        world.run(Wandering.SECOND);
        for (int i = first; i <= sent; i++) {
            assertThat(heardByNode.getOrDefault(i, 0)).as("to the node").isEqualTo(1);
            assertThat(heardByPeer.getOrDefault(i, 0)).as("from the node").isEqualTo(1);
        }
    }

    /** When whatever was doubted has been given another chance. */
    void theBestLinkIsUsed() {
        List<String> usable = world.usable(mishaps.settings());
        if (mishaps.isParked() || usable.isEmpty()) {
            return;
        }
        List<LinkStanding> used =
                world.status().links().stream().filter(LinkStanding::isUsed).toList();
        assertThat(used).as("links in use").hasSize(1);
        boolean isAskedFor = used.get(0).why().equals("asked for by move");
        String best = isAskedFor ? mishaps.moved().orElse("none") : usable.get(0);
        assertThat(used.get(0).interfaceName()).as("the best of %s", usable).isEqualTo(best);
    }
}
