package org.mobileip.homeagent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;
import org.mobileip.time.Deadlines;
import org.mobileip.time.Tick;
import org.mobileip.wire.ArpPacket;
import org.mobileip.wire.EthernetFrame;
import org.mobileip.wire.MalformedMessageException;

/**
 * The home link as seen from ARP: frames in, frames out (RFC 5944 §4.6). While a node is away its home address is defended:
 * whoever asks for it is told our Ethernet address. The change of hands is announced in gratuitous ARP, three times a
 * second apart. When the node is home again, what is announced is the node's own Ethernet address, learnt from its own
 * gratuitous ARP or from the kernel's neighbour table; every frame still has our own Ethernet source, or bridges would learn
 * wrongly. Not for use by several threads; its size is bounded by the number of addresses defended or being announced.
 */
public final class HomeLink {

    static final int ANNOUNCEMENTS = 3;
    static final Duration BETWEEN_ANNOUNCEMENTS = Duration.ofSeconds(1);

    /** A node that comes home claims its address and deregisters; so long may that take. */
    static final Duration TIME_TO_DEREGISTER = Duration.ofSeconds(3);

    /** Somebody on the link says that he has the home address of a node that is away. */
    public record Claim(Ipv4 home, MacAddress claimant) {}

    private final MacAddress ours;
    private final Set<Ipv4> defended = new HashSet<>();
    private final Map<Ipv4, MacAddress> claims = new HashMap<>();
    private final Map<Ipv4, Integer> announcementsLeft = new HashMap<>();
    private final Deadlines<Ipv4> announcements = new Deadlines<>();
    private final Deadlines<Ipv4> suspicions = new Deadlines<>();

    /**
     * A link on which nothing is defended yet.
     *
     * @param ours our Ethernet address on it
     */
    public HomeLink(MacAddress ours) {
        this.ours = ours;
    }

    /** Defends {@code home} from now on, and announces it unless it was defended already. */
    public void attract(Tick now, Ipv4 home) {
        if (defended.add(home)) {
            claims.remove(home);
            announce(now, home);
        }
    }

    /**
     * Defends {@code home} no more.
     *
     * @param nodeIsHome announce the node's own Ethernet address; otherwise nothing is announced
     */
    public void release(Tick now, Ipv4 home, boolean nodeIsHome) {
        defended.remove(home);
        announcements.clear(home);
        suspicions.clear(home);
        if (nodeIsHome) {
            announce(now, home);
        } else {
            forget(home);
        }
    }

    /**
     * Looks at a frame from the link.
     *
     * @return the answer, where it asks for a defended address
     */
    public Optional<Octets> receive(Tick now, Octets frame) {
        try {
            EthernetFrame ethernet = EthernetFrame.decode(frame);
            if (ethernet.type() != EthernetFrame.ARP || ethernet.source().equals(ours)) {
                return Optional.empty();
            }
            ArpPacket arp = ArpPacket.decode(ethernet.payload());
            learn(now, arp);
            return asksForDefended(arp) ? Optional.of(answer(arp)) : Optional.empty();
        } catch (MalformedMessageException notForUs) {
            return Optional.empty();
        }
    }

    /** When {@link #due} or {@link #unexplained} has something to say; {@link Tick#NEVER} if nothing is pending. */
    public Tick nextDeadline() {
        return announcements.next().earlierOf(suspicions.next());
    }

    /** The claims to defended addresses that were not followed by a deregistration: two have the address now. */
    public List<Claim> unexplained(Tick now) {
        List<Claim> unexplained = new ArrayList<>();
        for (Ipv4 home : suspicions.takeDue(now)) {
            Optional.ofNullable(claims.get(home)).ifPresent(mac -> unexplained.add(new Claim(home, mac)));
        }
        return unexplained;
    }

    /**
     * The gratuitous ARP frames whose time has come.
     *
     * @param neighbours what the kernel's neighbour table knows; asked only for a node that is home again
     */
    public List<Octets> due(Tick now, Function<Ipv4, Optional<MacAddress>> neighbours) {
        List<Octets> frames = new ArrayList<>();
        for (Ipv4 home : announcements.takeDue(now)) {
            holder(home, neighbours).ifPresent(mac -> frames.add(gratuitous(home, mac)));
            int left = announcementsLeft.merge(home, -1, Integer::sum);
            if (left > 0) {
                announcements.set(home, now.plus(BETWEEN_ANNOUNCEMENTS));
            } else {
                forget(home);
            }
        }
        return frames;
    }

    private Optional<MacAddress> holder(Ipv4 home, Function<Ipv4, Optional<MacAddress>> neighbours) {
        if (defended.contains(home)) {
            return Optional.of(ours);
        }
        return Optional.ofNullable(claims.get(home))
                .or(() -> neighbours.apply(home))
                .filter(mac -> !mac.isGroup() && !mac.equals(MacAddress.ZERO) && !mac.equals(ours));
    }

    /** Nothing is announced any more; who claims the address matters only while it is defended. */
    private void forget(Ipv4 home) {
        announcementsLeft.remove(home);
        if (!defended.contains(home)) {
            claims.remove(home);
        }
    }

    private void announce(Tick now, Ipv4 home) {
        announcementsLeft.put(home, ANNOUNCEMENTS);
        announcements.set(home, now);
    }

    /** A node that comes home says so before it deregisters: that is where its Ethernet address is known from. */
    private void learn(Tick now, ArpPacket arp) {
        Ipv4 claimed = arp.senderAddress();
        boolean matters = defended.contains(claimed) || announcementsLeft.containsKey(claimed);
        if (matters && !arp.senderMac().isGroup()) {
            claims.put(claimed, arp.senderMac());
            if (defended.contains(claimed) && suspicions.of(claimed).isEmpty()) {
                suspicions.set(claimed, now.plus(TIME_TO_DEREGISTER));
            }
        }
    }

    /** A gratuitous ARP asks nothing: it is the node itself, back on the link before it has deregistered. */
    private boolean asksForDefended(ArpPacket arp) {
        return arp.isRequest()
                && defended.contains(arp.targetAddress())
                && !arp.senderAddress().equals(arp.targetAddress());
    }

    private Octets answer(ArpPacket question) {
        ArpPacket answer =
                ArpPacket.reply(ours, question.targetAddress(), question.senderMac(), question.senderAddress());
        return new EthernetFrame(question.senderMac(), ours, EthernetFrame.ARP, answer.encode()).encode();
    }

    private Octets gratuitous(Ipv4 home, MacAddress holder) {
        ArpPacket announcement = ArpPacket.gratuitousRequest(holder, home);
        return new EthernetFrame(MacAddress.BROADCAST, ours, EthernetFrame.ARP, announcement.encode()).encode();
    }
}
