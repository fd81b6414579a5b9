package org.mobileip.scenarios.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.scenarios.measure.MoveFrames;
import org.mobileip.scenarios.measure.MoveObserved;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.RegistrationRequest;

/**
 * Watches one move, step by step:
 *
 * <pre>
 *   mobile node, new network                           home agent
 *     |-- Registration Request ------------------------->|     requestSent
 *     |<- Registration Reply, accepted ------------------|     replyReceived
 *     |== first datagram from the home address =========>|     installed, where nobody told otherwise
 *     |<= first datagram of a stream, either way ========|     firstPacketByNewPath
 * </pre>
 */
final class MoveWatch {

    private final int number;
    private final MoveBegun begun;
    private final Topology.Mobile mobile;
    private final Topology topology;
    private final Comments comments;
    private final boolean home;
    private OptionalLong addressReady = OptionalLong.empty();
    private OptionalLong requestSent = OptionalLong.empty();
    private OptionalLong replyReceived = OptionalLong.empty();
    private OptionalLong installed = OptionalLong.empty();
    private OptionalLong firstSent = OptionalLong.empty();
    private OptionalLong firstPacket = OptionalLong.empty();
    private final List<FrameId> requestFrames = new ArrayList<>();
    private Optional<FrameId> replyFrame = Optional.empty();
    private Optional<FrameId> firstFrame = Optional.empty();
    private Optional<RegistrationRequest> request = Optional.empty();
    private Optional<Ipv4> exit = Optional.empty();
    private Optional<MacAddress> ownAddress = Optional.empty();
    private int tries;

    /** Watches the move with this number, counted from 1. */
    MoveWatch(int number, MoveBegun begun, Topology.Mobile mobile, Topology topology, Comments comments) {
        this.number = number;
        this.begun = begun;
        this.mobile = mobile;
        this.topology = topology;
        this.comments = comments;
        this.home = mobile.homeNetwork().equals(Optional.of(begun.to()));
    }

    MoveBegun begun() {
        return begun;
    }

    int number() {
        return number;
    }

    void addressReady(long nanos) {
        addressReady = OptionalLong.of(nanos);
    }

    void installed(long nanos) {
        installed = OptionalLong.of(nanos);
    }

    MoveObserved observed() {
        return new MoveObserved(
                begun.planned(),
                begun.startNanos(),
                begun.node(),
                begun.from(),
                begun.to(),
                new MoveObserved.Steps(
                        addressReady,
                        requestSent,
                        replyReceived,
                        installed.isPresent() ? installed : firstSent,
                        firstPacket),
                MoveFrames.NONE);
    }

    /** The home agent tunnels to {@code to} because of {@code accepted}: to its care-of address, or to a NAT before it. */
    void tunnelled(RegistrationRequest accepted, Ipv4 to) {
        if (request.filter(sent -> sent.careOfAddress().equals(accepted.careOfAddress()))
                .isPresent()) {
            exit = Optional.of(to);
        }
    }

    /** The frames that show its steps. */
    MoveSteps steps() {
        return new MoveSteps(requestFrames, replyFrame, firstFrame);
    }

    /** A frame of this node, after the beginning of the move and before that of its next one. */
    void see(Passing frame) {
        if (isInNewNetwork(frame)) {
            if (frame.outbound()) {
                ownAddress = Optional.of(frame.sender());
            }
            if (frame.sighting() instanceof Sighting.Registration registration) {
                seeRegistration(frame, registration);
            } else if (frame.outbound() && leavesByNewPath(frame)) {
                firstSent = firstSent.isPresent() ? firstSent : OptionalLong.of(frame.nanos());
            }
        }
        if (firstPacket.isEmpty() && arrivesByNewPath(frame)) {
            firstPacket = OptionalLong.of(frame.nanos());
            firstFrame = Optional.of(frame.id());
            comments.add(
                    frame.id(),
                    "move " + number + ": first packet " + (home ? "by the home link" : "by the new care-of address"));
        }
    }

    private boolean isInNewNetwork(Passing frame) {
        return frame.at().node().equals(begun.node()) && frame.at().network().equals(begun.to());
    }

    private void seeRegistration(Passing frame, Sighting.Registration registration) {
        if (registration.message() instanceof RegistrationRequest sent && frame.outbound()) {
            if (replyReceived.isEmpty()) {
                tries++;
                requestFrames.add(frame.id());
                comments.add(frame.id(), "move " + number + ": request, try " + tries);
                requestSent = requestSent.isPresent() ? requestSent : OptionalLong.of(frame.nanos());
                request = Optional.of(sent);
            }
        } else if (registration.message() instanceof RegistrationReply reply && !frame.outbound()) {
            seeReply(frame, reply);
        }
    }

    private void seeReply(Passing frame, RegistrationReply reply) {
        if (requestSent.isEmpty() || replyReceived.isPresent()) {
            return;
        }
        if (reply.code().isAccepted()) {
            replyReceived = OptionalLong.of(frame.nanos());
            replyFrame = Optional.of(frame.id());
            comments.add(frame.id(), "move " + number + ": reply, accepted, lifetime " + reply.lifetime());
        } else {
            comments.add(frame.id(), "move " + number + ": reply, denied with code " + reply.code());
        }
    }

    /** Whether the node sends this from its home address in the way it should now. */
    private boolean leavesByNewPath(Passing frame) {
        if (frame.sighting() instanceof Sighting.Tunnelled packet) {
            return mobile.owns(packet.innerFrom()) && isCareOf(packet.from());
        }
        boolean plainIsRight =
                home || request.filter(MoveWatch::leavesTunnelToOthers).isPresent();
        return plainIsRight && frame.sighting() instanceof Sighting.Plain packet && mobile.owns(packet.from());
    }

    /** Whether it does not encapsulate itself: it asked for no reverse tunnel, or a foreign agent is its end. */
    private static boolean leavesTunnelToOthers(RegistrationRequest sent) {
        return !sent.flags().reverseTunneling() || !sent.flags().decapsulationByMobileNode();
    }

    private boolean arrivesByNewPath(Passing frame) {
        if (frame.outbound()) {
            return false;
        }
        if (frame.sighting() instanceof Sighting.Tunnelled packet) {
            return tunnelledByNewPath(frame, packet);
        }
        if (frame.sighting() instanceof Sighting.Plain packet) {
            boolean down = isInNewNetwork(frame) && isOfStream(packet.to(), packet.from());
            return down || (home && isOverHomeLink(frame) && isOfStream(packet.from(), packet.to()));
        }
        return false;
    }

    private boolean tunnelledByNewPath(Passing frame, Sighting.Tunnelled packet) {
        boolean down = isInNewNetwork(frame) && isOfStream(packet.innerTo(), packet.innerFrom());
        boolean up = topology.isHomeAgent(frame.at())
                && isCareOf(packet.from())
                && isOfStream(packet.innerFrom(), packet.innerTo());
        return down || up;
    }

    /** Whether it came straight from the node's own interface: not through the home agent, as what it tunnelled before. */
    private boolean isOverHomeLink(Passing frame) {
        return ownAddress.equals(Optional.of(frame.sender()));
    }

    private boolean isOfStream(Ipv4 ofMobile, Ipv4 peer) {
        return mobile.owns(ofMobile) && topology.streamEnds().contains(peer);
    }

    private boolean isCareOf(Ipv4 address) {
        return request.filter(sent -> sent.careOfAddress().equals(address)).isPresent()
                || exit.equals(Optional.of(address));
    }
}
