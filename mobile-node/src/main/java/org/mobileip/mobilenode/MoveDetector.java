package org.mobileip.mobilenode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Route;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;

/**
 * Which of the machine's links to be attached to. A link is usable when its name is configured, it is running, it has an
 * address of its own and a route to the home agent; or when it is the home link. Home comes first, then the configured
 * order, then the link in use; those by which nobody answers come last. RFC 5944 leaves the choice open (§2.4.2); link
 * events need no move detection by lifetimes.
 */
final class MoveDetector {

    /** Worse than every rank of one that is not doubted. */
    private static final int DOUBTED = 1 << 20;

    private final Settings settings;

    MoveDetector(Settings settings) {
        this.settings = settings;
    }

    /**
     * What the detector looks at.
     *
     * @param pinned the interface somebody has asked for
     * @param heard where the own home agent is heard now: its address there by link index
     * @param ours addresses that this program has put
     * @param home the home address; empty while none was given
     * @param homeAgents every address of a home agent that is known
     * @param asked the one among them that is asked now; empty while none is known
     * @param doubted by which no home agent has answered of late
     */
    record Situation(
            NetworkView network,
            Attachment current,
            Optional<String> pinned,
            Map<Integer, Ipv4> heard,
            Set<LinkAddress> ours,
            Optional<InterfaceAddress> home,
            Set<Ipv4> homeAgents,
            Optional<Ipv4> asked,
            Set<Attachment> doubted) {}

    /** The best usable point of attachment. */
    Attachment choose(Situation now) {
        Attachment best = best(now);
        return best instanceof Attachment.Nowhere && isStillHome(now) ? now.current : best;
    }

    /** The best usable one if no home agent were heard. */
    Attachment chooseButHome(Situation now) {
        return best(new Situation(
                now.network,
                now.current,
                now.pinned,
                Map.of(),
                now.ours,
                now.home,
                now.homeAgents,
                now.asked,
                now.doubted));
    }

    private Attachment best(Situation now) {
        List<Attachment> usable = new ArrayList<>();
        for (Link link : now.network.links()) {
            candidate(now, link).ifPresent(usable::add);
        }
        Attachment best = new Attachment.Nowhere();
        for (Attachment candidate : usable) {
            if (preference(now, candidate) < preference(now, best)) {
                best = candidate;
            }
        }
        return best;
    }

    /** Whether an attachment is as good as it was: of a visited link, the same care-of address and a route. */
    boolean isUsable(Situation now, Attachment attachment) {
        if (attachment instanceof Attachment.Visiting visiting) {
            return isCareOfAddress(now, visiting.linkIndex(), visiting.careOf())
                    && now.network.isRunning(visiting.linkIndex());
        }
        return attachment instanceof Attachment.AtHome home && now.network.isRunning(home.linkIndex());
    }

    /** What an interface lacks to be attached to; empty: nothing. */
    Optional<String> whyNot(Situation now, String interfaceName) {
        Optional<Link> link = now.network.linkNamed(interfaceName);
        if (link.isEmpty()) {
            return Optional.of("there is no such interface");
        }
        int index = link.get().index();
        if (settings.rank(interfaceName) < 0 || link.get().loopback()) {
            return Optional.of("no [[interface]] of the configuration matches it");
        }
        if (!now.network.isRunning(index)) {
            return Optional.of("it is down or has no carrier");
        }
        if (candidate(now, link.get()).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                now.network.addressesOf(index).isEmpty()
                        ? "it has no address, and the home agent is not heard there"
                        : "no route to the home agent leads through it");
    }

    private Optional<Attachment> candidate(Situation now, Link link) {
        if (link.loopback() || !now.network.isRunning(link.index()) || settings.rank(link.name()) < 0) {
            return Optional.empty();
        }
        Ipv4 router = now.heard.get(link.index());
        if (now.home.isPresent() && (router != null || isHomeByAddress(now, link))) {
            return Optional.of(new Attachment.AtHome(link.index(), link.name(), Optional.ofNullable(router)));
        }
        return careOfAddress(now, link).map(careOf -> new Attachment.Visiting(link.index(), link.name(), careOf));
    }

    private boolean isHomeByAddress(Situation now, Link link) {
        return now.home
                .map(address -> new LinkAddress(link.index(), address))
                .filter(home -> now.network.has(home) && !now.ours.contains(home))
                .isPresent();
    }

    /** The address in use stays in use; else the one the route would choose; else the first. */
    private Optional<Ipv4> careOfAddress(Situation now, Link link) {
        if (now.current instanceof Attachment.Visiting visiting
                && visiting.linkIndex() == link.index()
                && isCareOfAddress(now, link.index(), visiting.careOf())) {
            return Optional.of(visiting.careOf());
        }
        Optional<Ipv4> preferred = wayToHomeAgent(now, link.index()).flatMap(Route::source);
        if (preferred.isPresent() && isCareOfAddress(now, link.index(), preferred.get())) {
            return preferred;
        }
        return now.network.addressesOf(link.index()).stream()
                .filter(address -> isCareOfAddress(now, link.index(), address))
                .findFirst();
    }

    /** Care-of addresses that would make a loop are none: the home address, the home agent's (RFC 2003 §3.2). */
    private boolean isCareOfAddress(Situation now, int linkIndex, Ipv4 address) {
        return address.isUnicast()
                && !isLinkLocal(address)
                && now.home.filter(home -> home.address().equals(address)).isEmpty()
                && !now.homeAgents.contains(address)
                && now.network.addressesOf(linkIndex).contains(address)
                && wayToHomeAgent(now, linkIndex).isPresent();
    }

    /** A route to the home agent; while nobody knows where that is, the default route. */
    private static Optional<Route> wayToHomeAgent(Situation now, int linkIndex) {
        return now.asked.isPresent()
                ? now.network.routeTo(now.asked.get(), linkIndex, HostPlan.PROTOCOL)
                : now.network.defaultRoute(linkIndex, HostPlan.PROTOCOL);
    }

    /** 169.254.0.0/16 (RFC 3927) is of no use beyond its link. */
    private static boolean isLinkLocal(Ipv4 address) {
        return address.bits() >>> 16 == 0xa9fe;
    }

    /** Without advertisements a home link is home until there is another link to use, or it is lost. */
    private boolean isStillHome(Situation now) {
        return now.current instanceof Attachment.AtHome && isUsable(now, now.current);
    }

    /** Smaller is better. */
    private int preference(Situation now, Attachment attachment) {
        Optional<String> name = attachment.name();
        if (name.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        if (now.pinned.equals(name)) {
            return -2;
        }
        if (attachment instanceof Attachment.AtHome) {
            return -1;
        }
        int doubt = now.doubted.contains(attachment) ? DOUBTED : 0;
        return doubt + 2 * settings.rank(name.get()) + (attachment.equals(now.current) ? 0 : 1);
    }
}
