package org.mobileip.scenarios.sim.machine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.host.Route;
import org.mobileip.net.Endpoint;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/**
 * Two hosts and a router between them:
 *
 * <pre>
 *   left 10.0.1.2 --- 10.0.1.1 router 10.0.2.1 --- 10.0.2.2 right
 * </pre>
 */
final class Lab {

    static final Ipv4 LEFT = Ipv4.parse("10.0.1.2");
    static final Ipv4 RIGHT = Ipv4.parse("10.0.2.2");
    static final Ipv4 INSIDE = Ipv4.parse("10.0.1.1");
    static final Ipv4 OUTSIDE = Ipv4.parse("10.0.2.1");

    final Timeline timeline = new Timeline();
    final Machine left = new Machine("left", timeline, Instant.EPOCH, false);
    final Machine router = new Machine("router", timeline, Instant.EPOCH, true);
    final Machine right = new Machine("right", timeline, Instant.EPOCH, false);
    final Segment leftSegment = new Segment();
    final Segment rightSegment = new Segment();
    final Nic leftNic = card(left, 1, leftSegment, "10.0.1.2/24");
    final Nic inside = card(router, 2, leftSegment, "10.0.1.1/24");
    final Nic outside = card(router, 3, rightSegment, "10.0.2.1/24");
    final Nic rightNic = card(right, 4, rightSegment, "10.0.2.2/24");

    /** Every frame that reached a machine by these cards, in its order. */
    final List<byte[]> atLeft = new ArrayList<>();

    final List<byte[]> atRight = new ArrayList<>();

    Lab() {
        defaultRoute(left, leftNic, INSIDE);
        defaultRoute(right, rightNic, OUTSIDE);
        leftNic.tap((frame, outbound) -> keep(atLeft, frame, outbound));
        rightNic.tap((frame, outbound) -> keep(atRight, frame, outbound));
    }

    private static void keep(List<byte[]> frames, byte[] frame, boolean outbound) {
        if (!outbound) {
            frames.add(frame.clone());
        }
    }

    private static Nic card(Machine machine, int number, Segment segment, String address) {
        Nic nic = machine.addNic("eth" + number, new MacAddress(0x0200_0000_0000L + number), 1500, segment, number);
        nic.setCarrier(true);
        machine.network().addAddress(nic.index(), InterfaceAddress.parse(address));
        return nic;
    }

    private static void defaultRoute(Machine machine, Nic nic, Ipv4 gateway) {
        machine.network()
                .putRoute(new Route(
                        Ipv4Prefix.ALL, Optional.of(gateway), nic.index(), Optional.empty(), Route.TABLE_MAIN, 4, 0));
    }

    /** Lets {@code seconds} pass. */
    void run(int seconds) {
        long until = timeline.nanos() + seconds * 1_000_000_000L;
        while (timeline.step(until)) {
            // It happens.
        }
    }

    /** A UDP datagram with {@code length} octets of payload, all zero. */
    boolean send(Machine from, int fromPort, Ipv4 to, int toPort, int length) {
        return from.sockets()
                .sendUdp(
                        new Endpoint(Ipv4.UNSPECIFIED, fromPort),
                        new Endpoint(to, toPort),
                        Octets.of(new byte[length]),
                        0,
                        0);
    }

    /** Who sent the datagrams that arrive at that port. */
    static List<Endpoint> senders(Machine machine, int port) {
        List<Endpoint> senders = new ArrayList<>();
        machine.sockets()
                .bindUdp(
                        port,
                        (link, frame) -> senders.add(
                                machine.sockets().datagram(link, frame).from()));
        return senders;
    }

    /** The IPv4 datagrams among {@code frames}, in hexadecimal digits. */
    static List<String> datagrams(List<byte[]> frames) {
        return frames.stream()
                .filter(Packet::isIpv4)
                .map(frame -> Packet.datagram(frame).toString())
                .toList();
    }
}
