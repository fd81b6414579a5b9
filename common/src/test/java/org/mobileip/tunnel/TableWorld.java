package org.mobileip.tunnel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.GreKeys;
import org.mobileip.net.HomeBroadcasts;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;
import org.mobileip.testing.ManualTicker;

/** The worlds that the rows of {@code packets.txt} begin with, as its first lines describe them. */
public final class TableWorld {

    private static final Ipv4 HOME_AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 MOBILE_NODE = Ipv4.parse("10.10.0.57");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 OVERLAP = Ipv4.parse("198.51.100.44");
    private static final HomeBroadcasts BROADCASTS = new HomeBroadcasts(Ipv4.parse("10.10.0.255"), HOME_AGENT);

    private TableWorld() {}

    /** Links to these take packets of 1000 octets. */
    static boolean isBehindNarrowLink(Ipv4 exit) {
        return List.of("203.0.113.66", "203.0.113.67", "203.0.113.68").contains(exit.toString());
    }

    static TunnelEnd of(String side) {
        return switch (side) {
            case "ha" -> homeAgent();
            case "mn" -> mobileNode(Encapsulation.IPIP, Optional.empty());
            case "mg" -> mobileNode(Encapsulation.GRE, Optional.empty());
            case "mm" -> mobileNode(Encapsulation.MINIMAL, Optional.empty());
            case "mb" -> mobileNode(Encapsulation.IPIP, Optional.of(BROADCASTS));
            case "mf" -> served();
            case "fa" -> foreignAgent();
            case "bd" -> passing("192.0.2.44 ipip direct");
            case "bg" -> passing("192.0.2.44 gre direct");
            case "bm" -> passing("192.0.2.44 minimal direct");
            case "fi" -> passing("192.0.2.1 ipip agent");
            case "fg" -> passing("192.0.2.1 gre agent");
            case "fm" -> passing("192.0.2.1 minimal agent");
            case "b2" -> passing("192.0.2.44 ipip direct", "192.0.2.1 ipip agent");
            case "bn" -> passing("203.0.113.66 ipip direct");
            case "fn" -> passing("203.0.113.66 ipip agent");
            case "mu" -> withinUdp();
            case "no" -> new MobileNodeEnd(new ManualTicker(), 1);
            default -> throw new AssertionError(side);
        };
    }

    /** Who is told of tunnels: an end, or a dataplane. */
    public interface Forwarding {
        void forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> paths);

        /** As {@link HomeAgentEnd#agree}. */
        default void agree(Ipv4 home, Ipv4 careOf, Optional<GreKeys> keys) {}
    }

    private static TunnelEnd homeAgent() {
        HomeAgentEnd end = new HomeAgentEnd(new ManualTicker(), 1);
        tellHomeAgentsTunnels(new Forwarding() {
            @Override
            public void forward(Ipv4 home, Ipv4 localEnd, List<TunnelPath> paths) {
                end.forward(home, localEnd, paths);
            }

            @Override
            public void agree(Ipv4 home, Ipv4 careOf, Optional<GreKeys> keys) {
                end.agree(home, careOf, keys);
            }
        });
        return end;
    }

    /** Tells of the home agent's tunnels. */
    public static void tellHomeAgentsTunnels(Forwarding end) {
        forward(end, "10.10.0.57", "10.10.0.1", "192.0.2.44 ipip");
        forward(end, "10.10.0.58", "10.10.0.1", "192.0.2.45 ipip", "198.51.100.45 ipip");
        forward(end, "10.10.0.59", "10.10.0.1", "192.0.2.44 ipip");
        forward(end, "10.10.0.60", "10.10.0.2", "203.0.113.60 ipip");
        forward(end, "10.10.0.61", "10.10.0.1", "10.10.0.61 ipip");
        forward(end, "10.10.0.62", "10.10.0.1", "10.10.0.1 ipip");
        forward(end, "10.10.0.63", "10.10.0.1", "198.51.100.63 gre");
        forward(end, "10.10.0.64", "10.10.0.1", "198.51.100.64 minimal");
        forward(end, "10.10.0.65", "10.10.0.1", "198.51.100.65 minimal", "203.0.113.65 gre");
        forward(end, "10.10.0.66", "10.10.0.1", "203.0.113.66 ipip");
        forward(end, "10.10.0.67", "10.10.0.1", "203.0.113.67 gre");
        forward(end, "10.10.0.68", "10.10.0.1", "203.0.113.68 minimal");
        end.agree(
                Ipv4.parse("10.10.0.70"),
                Ipv4.parse("198.51.100.70"),
                Optional.of(new GreKeys(0x01020304, 0x0a0b0c0d)));
        forward(end, "10.10.0.70", "10.10.0.1", "198.51.100.70 gre");
        forward(end, "10.10.0.69", "10.10.0.1", "203.0.113.66 ipip", "198.51.100.69 ipip");
        forward(end, "10.10.0.80", "10.10.0.1", "203.0.113.77 ipip 41023");
        forward(end, "10.10.0.81", "10.10.0.1", "203.0.113.77 gre 41024");
        forward(end, "10.10.0.82", "10.10.0.1", "203.0.113.77 minimal 41025");
        forward(end, "10.10.0.83", "10.10.0.1", "203.0.113.77 ipip ?");
        forward(end, "10.10.0.84", "10.10.0.1", "203.0.113.66 ipip 41027");
    }

    private static void forward(Forwarding end, String home, String localEnd, String... to) {
        List<TunnelPath> paths = new ArrayList<>();
        for (String each : to) {
            String[] words = each.split(" ", -1);
            Encapsulation encapsulation = Encapsulation.ofWord(words[1]).orElseThrow();
            TunnelPath path = new TunnelPath(Ipv4.parse(words[0]), encapsulation, true, false);
            paths.add(words.length < 3 ? path : path.within(udpEnd(words[2])));
        }
        end.forward(Ipv4.parse(home), Ipv4.parse(localEnd), paths);
    }

    private static UdpEnd udpEnd(String port) {
        return port.equals("?") ? UdpEnd.halfBound() : UdpEnd.at(Integer.parseInt(port));
    }

    private static TunnelEnd withinUdp() {
        MobileNodeEnd end = new MobileNodeEnd(new ManualTicker(), 1);
        TunnelTerms.Udp udp =
                new TunnelTerms.Udp(OptionalInt.of(40057), TunnelTerms.Udp.Agreement.WITHIN, Set.of(OVERLAP));
        end.tunnel(CAFE, HOME_AGENT, MOBILE_NODE, List.of(CAFE, OVERLAP), TunnelTerms.PLAIN.within(udp));
        return end;
    }

    /** A home agent of which one node wants broadcasts, and another one none. */
    private static TunnelEnd passing(String... to) {
        HomeAgentEnd end = new HomeAgentEnd(new ManualTicker(), 1);
        List<TunnelPath> paths = new ArrayList<>();
        for (String each : to) {
            String[] words = each.split(" ", -1);
            Encapsulation encapsulation = Encapsulation.ofWord(words[1]).orElseThrow();
            paths.add(new TunnelPath(Ipv4.parse(words[0]), encapsulation, words[2].equals("direct"), true));
        }
        end.forward(MOBILE_NODE, HOME_AGENT, paths);
        forward(end::forward, "10.10.0.58", "10.10.0.1", "192.0.2.45 ipip");
        return end;
    }

    /** A mobile node that a foreign agent serves. */
    private static TunnelEnd served() {
        MobileNodeEnd end = new MobileNodeEnd(new ManualTicker(), 1);
        end.tunnel(
                MOBILE_NODE,
                HOME_AGENT,
                MOBILE_NODE,
                List.of(MOBILE_NODE),
                terms(Encapsulation.IPIP, Optional.of(BROADCASTS)));
        return end;
    }

    private static TunnelEnd foreignAgent() {
        ForeignAgentEnd end = new ForeignAgentEnd(new ManualTicker(), 1);
        Ipv4 careOf = Ipv4.parse("192.0.2.1");
        end.serve(MOBILE_NODE, careOf, HOME_AGENT, Encapsulation.IPIP, true, Optional.of(careOf));
        end.serve(Ipv4.parse("10.10.0.63"), careOf, HOME_AGENT, Encapsulation.GRE, true, Optional.empty());
        end.serve(Ipv4.parse("10.10.0.64"), careOf, HOME_AGENT, Encapsulation.MINIMAL, true, Optional.empty());
        end.serve(Ipv4.parse("10.10.0.58"), careOf, HOME_AGENT, Encapsulation.IPIP, false, Optional.empty());
        return end;
    }

    private static TunnelEnd mobileNode(Encapsulation encapsulation, Optional<HomeBroadcasts> broadcast) {
        MobileNodeEnd end = new MobileNodeEnd(new ManualTicker(), 1);
        List<Ipv4> receivesAt = broadcast.isPresent() ? List.of(CAFE, OVERLAP, MOBILE_NODE) : List.of(CAFE, OVERLAP);
        end.tunnel(CAFE, HOME_AGENT, MOBILE_NODE, receivesAt, terms(encapsulation, broadcast));
        return end;
    }

    private static TunnelTerms terms(Encapsulation encapsulation, Optional<HomeBroadcasts> broadcast) {
        return new TunnelTerms(encapsulation, broadcast, List.of(), TunnelTerms.Udp.NONE);
    }
}
