package org.mobileip.mobilenode;

import java.util.ArrayList;
import java.util.Comparator;
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
 * Which of the machine's links to be attached to, and how. A link is usable when its name is configured, it is running, and
 * it is the home link, or has an address of its own and a route to the home agent, or a foreign agent is heard there.
 *
 * <p>The interface that somebody has asked for comes first, then home, then the configured order of interfaces. On one
 * interface an address of its own comes first, but through a foreign agent where one requires that (§2.4.1), then the
 * foreign agents in the order in which they were first heard, each with its care-of addresses in its order. What is in use
 * stays in use among equals: a new foreign agent is no reason to leave one that is still heard (§3.6). Links that keep going
 * away come after those that stay, and those by which nobody answers come last. RFC 5944 leaves the choice open (§2.4.2). Link events need no move detection by lifetimes; where there
 * are none, foreign agents are used for as long as their advertisements say (§2.4.2.1).
 */
final class MoveDetector {

    private static final int NOT_WANTED = 1 << 28;
    private static final int DOUBTED = 1 << 27;
    private static final int HELD_DOWN = 1 << 26;
    private static final int NOT_HOME = 1 << 25;
    private static final int KINDS = 8;

    private final CurrentSettings settings;

    MoveDetector(CurrentSettings settings) {
        this.settings = settings;
    }

    /**
     * What the detector looks at.
     *
     * @param pinned the interface somebody has asked for
     * @param heard where the own home agent is heard now: its address there by link index
     * @param agents foreign agents that are heard
     * @param held the names of links that keep going away
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
            AgentList agents,
            Set<String> held,
            Set<LinkAddress> ours,
            Optional<InterfaceAddress> home,
            Set<Ipv4> homeAgents,
            Optional<Ipv4> asked,
            Set<Attachment> doubted) {}

    /** The best usable point of attachment. */
    Attachment choose(Situation now) {
        Attachment best = best(now);
        return best instanceof Attachment.Nowhere && (isStillHome(now) || isStillServed(now)) ? now.current : best;
    }

    /** The best usable one if no home agent were heard. */
    Attachment chooseButHome(Situation now) {
        return best(new Situation(
                now.network,
                now.current,
                now.pinned,
                Map.of(),
                now.agents,
                now.held,
                now.ours,
                now.home,
                now.homeAgents,
                now.asked,
                now.doubted));
    }

    private Attachment best(Situation now) {
        List<Attachment> usable = new ArrayList<>();
        for (Link link : now.network.links()) {
            usable.addAll(candidates(now, link));
        }
        Attachment best = new Attachment.Nowhere();
        for (Attachment candidate : usable) {
            if (preference(now, candidate) < preference(now, best)) {
                best = candidate;
            }
        }
        return best;
    }

    /** Whether an attachment is as good as it was: the same care-of address and a route, or the same foreign agent. */
    boolean isUsable(Situation now, Attachment attachment) {
        if (attachment instanceof Attachment.Served served) {
            return now.network.isRunning(served.linkIndex()) && now.agents.offers(served.by(), served.careOf());
        }
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
        if (!candidates(now, link.get()).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                now.network.addressesOf(index).isEmpty()
                        ? "it has no address, and no agent is heard there"
                        : "no route to the home agent leads through it");
    }

    /** Every care-of address of the node's own that could be used, whichever is. */
    List<Attachment.Visiting> visits(Situation now) {
        List<Attachment.Visiting> visits = new ArrayList<>();
        for (Link link : now.network.links()) {
            for (Attachment candidate : candidates(now, link)) {
                if (candidate instanceof Attachment.Visiting visiting
                        && visiting.agent().isEmpty()) {
                    visits.add(visiting);
                }
            }
        }
        return visits;
    }

    /** The ways to be attached to one link, the best first. */
    private List<Attachment> candidates(Situation now, Link link) {
        if (link.loopback() || !now.network.isRunning(link.index()) || settings.rank(link.name()) < 0) {
            return List.of();
        }
        Ipv4 router = now.heard.get(link.index());
        if (now.home.isPresent() && (router != null || isHomeByAddress(now, link))) {
            return List.of(new Attachment.AtHome(link.index(), link.name(), Optional.ofNullable(router)));
        }
        List<Attachment> ways = new ArrayList<>();
        Optional<Ipv4> own = careOfAddress(now, link);
        if (own.isPresent()) {
            Optional<ForeignAgent> required = requiredAgent(now, link);
            if (required.isPresent()) {
                ways.add(new Attachment.Visiting(link.index(), link.name(), own.get(), required));
            }
            ways.add(new Attachment.Visiting(link.index(), link.name(), own.get()));
        }
        for (ForeignAgent agent : agentsOn(now, link)) {
            now.agents.saidBy(agent).stream()
                    .flatMap(said -> said.careOfAddresses().stream())
                    .filter(careOf -> isCareOfAddressOfAnother(now, careOf))
                    .forEach(careOf -> ways.add(new Attachment.Served(link.name(), agent, careOf)));
        }
        return ways;
    }

    private List<ForeignAgent> agentsOn(Situation now, Link link) {
        return settings.roaming().foreignAgents() ? now.agents.on(link.index(), now.current.usedAgent()) : List.of();
    }

    /** The one in use, or the first of them, where any foreign agent of the link requires registration (§2.4.1, §3.1). */
    private Optional<ForeignAgent> requiredAgent(Situation now, Link link) {
        if (!now.agents.isRegistrationRequiredOn(link.index())) {
            return Optional.empty();
        }
        List<ForeignAgent> agents = agentsOn(now, link);
        return now.current.usedAgent().filter(agents::contains).or(() -> agents.stream()
                .findFirst());
    }

    /** Of a foreign agent: a loop, or no address at all, would be of no use. */
    private static boolean isCareOfAddressOfAnother(Situation now, Ipv4 careOf) {
        return careOf.isUnicast() && !isHomeAddress(now, careOf) && !now.homeAgents.contains(careOf);
    }

    /**
     * §2.4.2.2, algorithm 2: who to register with instead, where another foreign agent of the link in use is on another
     * network, and the one in use was not heard since. Asked when the registration has to be renewed.
     */
    Optional<Attachment> movedTo(Situation now) {
        if (!(now.current instanceof Attachment.Away away)
                || !settings.roaming().foreignAgents()) {
            return Optional.empty();
        }
        Optional<ForeignAgent> other = away instanceof Attachment.Served served
                ? now.agents.onAnotherNetworkThan(served.by())
                : now.network
                        .prefixOf(away.linkIndex(), away.careOf())
                        .flatMap(own -> now.agents.onAnotherNetworkThan(away.linkIndex(), own));
        return other.flatMap(agent -> now.agents.saidBy(agent).stream()
                .flatMap(said -> said.careOfAddresses().stream())
                .filter(careOf -> isCareOfAddressOfAnother(now, careOf))
                .findFirst()
                .map(careOf -> new Attachment.Served(away.interfaceName(), agent, careOf)));
    }

    private boolean isHomeByAddress(Situation now, Link link) {
        if (now.home.isEmpty()) {
            return false;
        }
        LinkAddress home = new LinkAddress(link.index(), now.home.get());
        return now.network.has(home) && !now.ours.contains(home);
    }

    private static boolean isHomeAddress(Situation now, Ipv4 address) {
        return now.home.isPresent() && now.home.get().address().equals(address);
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
        for (Ipv4 address : now.network.addressesOf(link.index())) {
            if (isCareOfAddress(now, link.index(), address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    /** Care-of addresses that would make a loop are none: the home address, the home agent's (RFC 2003 §3.2). */
    private boolean isCareOfAddress(Situation now, int linkIndex, Ipv4 address) {
        return address.isUnicast()
                && !isLinkLocal(address)
                && !isHomeAddress(now, address)
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

    /** Whom what is sent by the link in use goes to first: the foreign agent, the router, or the home agent itself. */
    Optional<Ipv4> nextHop(Situation now) {
        if (now.current instanceof Attachment.Away away && away.agent().isEmpty()) {
            return wayToHomeAgent(now, away.linkIndex())
                    .flatMap(route -> route.gateway().or(now::asked));
        }
        return now.current instanceof Attachment.AtHome home
                ? home.router().or(now::asked)
                : now.current.usedAgent().map(ForeignAgent::address);
    }

    /** 169.254.0.0/16 (RFC 3927) is of no use beyond its link. */
    private static boolean isLinkLocal(Ipv4 address) {
        return address.bits() >>> 16 == 0xa9fe;
    }

    /** Without advertisements a home link is home until there is another link to use, or it is lost. */
    private boolean isStillHome(Situation now) {
        return now.current instanceof Attachment.AtHome && isUsable(now, now.current);
    }

    /**
     * A foreign agent that is not heard any more is tried on as long as there is nobody else (§2.4.2.1 has the node look for
     * one meanwhile), unless its link was lost: then it is another place.
     */
    private boolean isStillServed(Situation now) {
        return now.current instanceof Attachment.Served served
                && now.network.isRunning(served.linkIndex())
                && now.agents.isRemembered(served.by());
    }

    /** Smaller is better. */
    private int preference(Situation now, Attachment attachment) {
        Optional<String> name = attachment.name();
        if (name.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        int wanted = now.pinned.equals(name) ? 0 : NOT_WANTED;
        int home = attachment instanceof Attachment.AtHome ? 0 : NOT_HOME;
        int doubt = now.doubted.contains(attachment) ? DOUBTED : 0;
        int held = isHeld(now, attachment) ? HELD_DOWN : 0;
        int order = KINDS * settings.rank(name.get()) + kind(now, attachment);
        return wanted + doubt + held + home + order + (attachment.equals(now.current) ? 0 : 1);
    }

    private static boolean isHeld(Situation now, Attachment attachment) {
        return attachment.name().filter(now.held::contains).isPresent();
    }

    /** Why each configured link is used or is not, in their order. */
    List<LinkStanding> standings(Situation now) {
        return now.network.links().stream()
                .filter(link -> !link.loopback() && settings.rank(link.name()) >= 0)
                .sorted(Comparator.comparing(link -> settings.rank(link.name())))
                .map(link -> standing(now, link))
                .toList();
    }

    private LinkStanding standing(Situation now, Link link) {
        boolean isUsed = now.current.isOn(link.index());
        String why = isUsed ? whyUsed(now) : whyNot(now, link.name()).orElseGet(() -> whyStandby(now, link));
        return new LinkStanding(link.name(), isUsed, why);
    }

    private String whyUsed(Situation now) {
        if (now.pinned.equals(now.current.name())) {
            return "asked for by move";
        }
        if (now.current instanceof Attachment.AtHome) {
            return "the home link";
        }
        if (now.doubted.contains(now.current)) {
            return "nobody answers by it, and by no other either";
        }
        return isHeld(now, now.current)
                ? "keeps going away, and there is no other"
                : "first usable of the configured order";
    }

    private String whyStandby(Situation now, Link link) {
        if (now.held.contains(link.name())) {
            return "held down: it keeps going away";
        }
        boolean isDoubted = now.doubted.containsAll(candidates(now, link));
        return isDoubted ? "nobody answers by it; tried again later" : "usable, standing by";
    }

    /** Even numbers less than {@link #KINDS}: the odd ones are for what is not in use. */
    private static int kind(Situation now, Attachment attachment) {
        if (attachment instanceof Attachment.Served) {
            return 4;
        }
        boolean isUnasked = attachment instanceof Attachment.Visiting visiting
                && visiting.agent().isEmpty()
                && now.agents.isRegistrationRequiredOn(visiting.linkIndex());
        return isUnasked ? 2 : 0;
    }
}
