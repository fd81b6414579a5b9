package org.mobileip.scenarios.traffic;

import static org.mobileip.testing.NetnsSupport.ip;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.PollSet;
import org.mobileip.host.linux.ProbeSocket;
import org.mobileip.host.linux.VirtualLinks;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Stream;

/** Two namespaces and the wire between them: cn 10.10.0.200 on eth0, mn 10.10.0.57 on eth0. */
public final class Wire implements AutoCloseable {

    public static final Ipv4 CORRESPONDENT = Ipv4.parse("10.10.0.200");
    public static final Ipv4 NODE = Ipv4.parse("10.10.0.57");

    private final NetworkNamespace correspondent = NetworkNamespace.create("cn");
    private final NetworkNamespace node = NetworkNamespace.create("mn");

    public Wire() {
        ip(correspondent, "link add eth0 type veth peer name eth0 netns " + node.path());
        ip(correspondent, "address add 10.10.0.200/24 dev eth0");
        ip(node, "address add 10.10.0.57/24 dev eth0");
        ip(correspondent, "link set eth0 up");
        ip(node, "link set eth0 up");
        takeOffloadsOff(correspondent);
        takeOffloadsOff(node);
        awaitCarrier();
    }

    /** The kernel needs some milliseconds until a new pair carries anything. */
    private void awaitCarrier() {
        NativeBuffer octet = NativeBuffer.allocate(1);
        Endpoint from = new Endpoint(CORRESPONDENT, 9);
        Endpoint to = new Endpoint(NODE, 9);
        try (ProbeSocket sending = correspondent.call(() -> ProbeSocket.udp(from, 1 << 16));
                ProbeSocket receiving = node.call(() -> ProbeSocket.udp(to, 1 << 16))) {
            PollSet arrival = new PollSet(receiving.fd());
            do {
                sending.send(octet, 0, 1, to);
            } while (!arrival.await(20));
        }
    }

    private static void takeOffloadsOff(NetworkNamespace namespace) {
        try (VirtualLinks links = new VirtualLinks(namespace)) {
            links.takeOffloadsOff("eth0");
        }
    }

    public NetworkNamespace correspondent() {
        return correspondent;
    }

    public NetworkNamespace node() {
        return node;
    }

    /** Where the nodes called cn and mn are. */
    public Place place(String name) {
        return name.equals("mn") ? new Place(node, NODE) : new Place(correspondent, CORRESPONDENT);
    }

    /** A script with these streams between cn and mn, of 60 s. */
    public static Scenario scenario(Stream... streams) {
        Ipv4Prefix prefix = Ipv4Prefix.parse("10.10.0.0/24");
        return new Scenario(
                "wire",
                "wire",
                "",
                List.of(),
                List.of(),
                OptionalInt.empty(),
                List.of(new Scenario.Network(1, "home", prefix, Scenario.LinkQuality.UNIMPAIRED, false, false)),
                List.of(),
                List.of(new Scenario.MobileNode(2, "mn", NODE, List.of(), List.of())),
                List.of(new Scenario.HostNode(3, "cn", "home", CORRESPONDENT)),
                List.of(streams),
                List.of(new Scenario.TimedAction(9, Duration.ofSeconds(60), new Action.End())),
                List.of());
    }

    /** {@code stream voice udp cn <-> mn every MICROS size SIZE}. */
    public static Stream voice(long micros, int size) {
        return new Stream(
                4,
                "voice",
                Stream.Kind.UDP,
                "cn",
                "mn",
                true,
                Optional.of(Duration.ofNanos(micros * 1000)),
                OptionalInt.of(size),
                Optional.empty());
    }

    @Override
    public void close() {
        node.close();
        correspondent.close();
    }
}
