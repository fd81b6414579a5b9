package org.mobileip.mobilenode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;

/** What the mobile node knows of the links around it: what the kernel says, and where its home agent is heard. */
final class Surroundings {

    private final CurrentSettings settings;
    private final HomeAddress home;
    private final HomeAgents agents;
    private final NetworkView network = new NetworkView();
    private final AgentSearch search;
    private final AgentList foreignAgents = new AgentList();
    private final Stopwatch stopwatch;
    private final Set<LinkAddress> ours = new HashSet<>();
    private final Set<Integer> lost = new HashSet<>();
    private final LinkStability stability;

    Surroundings(CurrentSettings settings, HomeAddress home, HomeAgents agents, Stopwatch stopwatch) {
        this.settings = settings;
        this.home = home;
        this.agents = agents;
        this.stopwatch = stopwatch;
        search = new AgentSearch(agents);
        stability = new LinkStability(() -> settings.roaming().holdDown());
    }

    NetworkView network() {
        return network;
    }

    AgentSearch search() {
        return search;
    }

    AgentList foreignAgents() {
        return foreignAgents;
    }

    /** Addresses that we have put and the kernel has not yet taken away again. */
    Set<LinkAddress> ours() {
        return ours;
    }

    /** What there is to choose from; {@code doubted} are those by which nobody answers. */
    MoveDetector.Situation seenFrom(Attachment current, Optional<String> pinned, Set<Attachment> doubted) {
        Set<Ipv4> known = new HashSet<>();
        agents.candidates().forEach(agent -> known.add(agent.address()));
        return new MoveDetector.Situation(
                network,
                current,
                pinned,
                search.heardNow(),
                foreignAgents,
                stability.held(),
                ours,
                home.known(),
                known,
                agents.current().map(HomeAgents.Candidate::address),
                doubted);
    }

    List<Effect> read(Tick now, Event.NetworkRead read) {
        Map<Integer, Optional<Link>> before = new TreeMap<>(); // whoever comes again has the higher index
        Set<Integer> running = new HashSet<>();
        for (Link link : network.links()) {
            before.put(link.index(), Optional.of(link));
            if (network.isRunning(link.index())) {
                running.add(link.index());
            }
        }
        network.replaceAll(read.links(), read.addresses(), read.routes());
        ours.retainAll(read.addresses());
        read.links().forEach(link -> before.putIfAbsent(link.index(), Optional.empty()));
        List<Effect> effects = new ArrayList<>();
        before.forEach(
                (index, link) -> effects.addAll(linkIsNow(now, read.moment(), index, link, running.contains(index))));
        return effects;
    }

    List<Effect> changed(Tick now, Event.NetworkChanged event) {
        List<Effect> effects = new ArrayList<>();
        for (NetworkChange change : event.changes()) {
            int link = linkOf(change);
            Optional<Link> before = network.link(link);
            boolean was = network.isRunning(link);
            network.apply(change);
            if (change instanceof NetworkChange.AddressRemoved removed) {
                ours.remove(removed.address());
            }
            effects.addAll(linkIsNow(now, event.moment(), link, before, was));
        }
        return effects;
    }

    /** An advertisement that is none of an own home agent. */
    AgentList.News foreignAgentHeard(Tick now, Event.AdvertisementHeard event) {
        AgentList.News news = foreignAgents.heard(now, event);
        if (news != AgentList.News.NONE) {
            search.settled(event.linkIndex());
        }
        return news;
    }

    /**
     * Time has passed. Asks for the foreign agent in use before it is given up, and for another one where it is lost
     * (§2.4.2.1).
     */
    List<Effect> silenceOfAgents(Tick now, Moment moment, Attachment attached) {
        stability.deadline(now);
        List<Effect> effects = new ArrayList<>();
        for (AgentList.Silence silence : foreignAgents.deadline(now)) {
            ForeignAgent agent = silence.agent();
            if (attached.usedAgent().equals(Optional.of(agent))) {
                effects.addAll(
                        silence.isLost()
                                ? search.searchAgain(now, moment, agent.linkIndex())
                                : search.remind(now, agent.linkIndex()));
            }
        }
        return effects;
    }

    Tick nextDeadline() {
        return search.nextDeadline().earlierOf(foreignAgents.nextDeadline()).earlierOf(stability.nextDeadline());
    }

    /** The links that were lost since this was asked last. */
    Set<Integer> takeLostLinks() {
        Set<Integer> taken = Set.copyOf(lost);
        lost.clear();
        return taken;
    }

    /** There is no way to register by any link: ask again on all of them. */
    List<Effect> searchAgain(Tick now, Moment moment) {
        List<Effect> effects = new ArrayList<>();
        for (Link link : network.links()) {
            if (network.isRunning(link.index()) && isOfInterest(link)) {
                effects.addAll(search.searchAgain(now, moment, link.index()));
            }
        }
        return effects;
    }

    /** The link a change is about; no link has the index 0. */
    private static int linkOf(NetworkChange change) {
        if (change instanceof NetworkChange.LinkChanged changed) {
            return changed.link().index();
        }
        return change instanceof NetworkChange.LinkRemoved removed ? removed.index() : 0;
    }

    private List<Effect> linkIsNow(Tick now, Moment moment, int index, Optional<Link> before, boolean wasRunning) {
        boolean isRunning = network.isRunning(index);
        Optional<String> name = before.filter(this::isOfInterest).map(Link::name);
        if (wasRunning && !isRunning) {
            search.linkLost(index);
            foreignAgents.linkLost(index);
            stopwatch.linkLost(index);
            lost.add(index);
            name.ifPresent(link -> stability.lost(now, link));
        }
        Optional<Link> is = network.link(index);
        if (is.isEmpty()) {
            name.ifPresent(link -> stability.gone(now, link));
            ours.removeIf(address -> address.linkIndex() == index);
        }
        if (isRunning && !wasRunning && is.filter(this::isOfInterest).isPresent()) {
            stopwatch.linkRunning(now, index);
            stability.running(now, is.get().name());
            return search.linkRunning(now, moment, index);
        }
        return List.of();
    }

    /** Why an attachment was lost; one that is none has another reason. */
    Trigger whyLost(Attachment attachment, Trigger otherwise) {
        if (attachment instanceof Attachment.Away away && network.isRunning(away.linkIndex())) {
            return away instanceof Attachment.Served ? Trigger.AGENT_LOST : Trigger.ADDRESS_LOST;
        }
        return attachment instanceof Attachment.Nowhere ? otherwise : Trigger.LINK_LOST;
    }

    private boolean isOfInterest(Link link) {
        return !link.loopback() && settings.rank(link.name()) >= 0;
    }
}
