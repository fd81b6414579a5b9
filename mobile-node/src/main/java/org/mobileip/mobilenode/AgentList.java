package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.time.Deadlines;
import org.mobileip.time.Tick;
import org.mobileip.wire.AgentAdvertisement;
import org.mobileip.wire.AgentFlags;

/**
 * The foreign agents that are heard on each link (RFC 5944 §2.4): what they advertise, for as long as they say it is true
 * (§2.4.2.1), whether they were started anew (§2.4.4), and on which network they are (§2.4.2.2).
 *
 * <p>Nobody signs an advertisement. An agent that goes on being heard is not replaced by another one that claims to be it,
 * and no link has more than a few.
 */
final class AgentList {

    /** A link on which more are heard than this is one that somebody plays with. */
    private static final int MOST_ON_A_LINK = 8;

    /** A sequence number that falls is one that begins anew below this, and from here on one that has rolled over. */
    private static final int FIRST_AFTER_ROLLOVER = 256;

    /** What an advertisement has changed. */
    enum News {
        /** Nothing, or nothing that concerns anybody. */
        NONE,
        /** An agent that was not known, or not heard for a while, or one that offers other things. */
        OFFER,
        /** A challenge that was waited for. */
        CHALLENGE,
        /** An agent that was started anew and has forgotten its visitors. */
        REBOOT
    }

    private sealed interface Timer {
        ForeignAgent agent();

        /** Nothing was heard for two thirds of the time. */
        record Remind(ForeignAgent agent) implements Timer {}

        record Expire(ForeignAgent agent) implements Timer {}
    }

    /** What a deadline says. */
    record Silence(ForeignAgent agent, boolean isLost) {}

    private record Entry(AgentAdvertisement said, Tick at, boolean isExpired) {}

    private final Map<ForeignAgent, Entry> agents = new LinkedHashMap<>();
    private final Deadlines<Timer> timers = new Deadlines<>();
    private final AgentChallenges challenges = new AgentChallenges();

    /** Takes an advertisement; one of a home agent alone, or without a link-layer source, is none of a foreign agent. */
    News heard(Tick now, Event.AdvertisementHeard event) {
        AgentAdvertisement said = event.advertisement();
        if (!said.isForeignAgent() || event.sender().isEmpty() || !event.from().isUnicast()) {
            return News.NONE;
        }
        ForeignAgent agent =
                new ForeignAgent(event.linkIndex(), event.from(), event.sender().get());
        Entry before = agents.get(agent);
        if (before == null && !hasRoom(event.linkIndex())) {
            return News.NONE;
        }
        agents.put(agent, new Entry(said, now, said.lifetime().isZero()));
        setTimers(now, agent, said.lifetime());
        boolean isAwaited =
                said.challenge().filter(each -> challenges.heard(agent, each)).isPresent();
        if (before != null && isReboot(before.said.sequence(), said.sequence())) {
            return News.REBOOT;
        }
        if (before == null || before.isExpired || isOther(before.said, said)) {
            return News.OFFER;
        }
        return isAwaited ? News.CHALLENGE : News.NONE;
    }

    AgentChallenges challenges() {
        return challenges;
    }

    /** §2.4.4: fallen into 0 to 255 is a reboot, fallen to 256 or more a roll-over. */
    private static boolean isReboot(int before, int now) {
        return now < before && now < FIRST_AFTER_ROLLOVER;
    }

    private static boolean isOther(AgentAdvertisement before, AgentAdvertisement now) {
        return !before.careOfAddresses().equals(now.careOfAddresses())
                || !before.flags().equals(now.flags())
                || now.lifetime().isZero();
    }

    private boolean hasRoom(int link) {
        List<ForeignAgent> there = agents.keySet().stream()
                .filter(each -> each.linkIndex() == link)
                .toList();
        if (there.size() < MOST_ON_A_LINK) {
            return true;
        }
        Optional<ForeignAgent> silent =
                there.stream().filter(each -> !isHeard(each)).findFirst();
        silent.ifPresent(this::forget);
        return silent.isPresent();
    }

    private void setTimers(Tick now, ForeignAgent agent, Duration lifetime) {
        timers.clear(new Timer.Remind(agent));
        timers.clear(new Timer.Expire(agent));
        if (!lifetime.isZero()) {
            timers.set(
                    new Timer.Remind(agent), now.plus(lifetime.multipliedBy(2).dividedBy(3)));
            timers.set(new Timer.Expire(agent), now.plus(lifetime));
        }
    }

    private void forget(ForeignAgent agent) {
        agents.remove(agent);
        timers.clear(new Timer.Remind(agent));
        timers.clear(new Timer.Expire(agent));
    }

    /** The link is another one when it comes again. */
    void linkLost(int link) {
        List.copyOf(agents.keySet()).stream()
                .filter(each -> each.linkIndex() == link)
                .forEach(this::forget);
    }

    Tick nextDeadline() {
        return timers.next();
    }

    /** Who was not heard for two thirds of the lifetime, or for all of it: contact with those is lost (§2.4.2.1). */
    List<Silence> deadline(Tick now) {
        List<Silence> silent = new ArrayList<>();
        for (Timer timer : timers.takeDue(now)) {
            boolean isLost = timer instanceof Timer.Expire;
            if (isLost) {
                agents.computeIfPresent(timer.agent(), (agent, entry) -> new Entry(entry.said, entry.at, true));
            }
            silent.add(new Silence(timer.agent(), isLost));
        }
        return silent;
    }

    /** Whether its last advertisement is still true. */
    boolean isHeard(ForeignAgent agent) {
        Entry entry = agents.get(agent);
        return entry != null && !entry.isExpired;
    }

    /** Whether it was heard since the link came up, however long ago. */
    boolean isRemembered(ForeignAgent agent) {
        return agents.containsKey(agent);
    }

    /** What it has said last, since the link came up. */
    Optional<AgentAdvertisement> saidBy(ForeignAgent agent) {
        return Optional.ofNullable(agents.get(agent)).map(Entry::said);
    }

    /** Whether it is heard and receives at {@code careOf}. */
    boolean offers(ForeignAgent agent, Ipv4 careOf) {
        return isHeard(agent)
                && saidBy(agent)
                        .filter(said -> said.careOfAddresses().contains(careOf))
                        .isPresent();
    }

    /**
     * Those that may be asked on this link, who was heard first comes first. One that is busy takes nobody new (§2.1.1).
     *
     * @param used the one in use, which may be busy with others
     */
    List<ForeignAgent> on(int link, Optional<ForeignAgent> used) {
        return agents.keySet().stream()
                .filter(each -> each.linkIndex() == link && isHeard(each))
                .filter(each -> used.equals(Optional.of(each)) || !says(each, AgentFlags.BUSY))
                .toList();
    }

    /** Whether somebody on this link wants even those with an address of their own to register with an agent (§2.4.1). */
    boolean isRegistrationRequiredOn(int link) {
        return agents.keySet().stream()
                .anyMatch(each ->
                        each.linkIndex() == link && isHeard(each) && says(each, AgentFlags.REGISTRATION_REQUIRED));
    }

    boolean says(ForeignAgent agent, AgentFlags flags) {
        return saidBy(agent).filter(said -> said.flags().has(flags)).isPresent();
    }

    /**
     * §2.4.2.2, algorithm 2: an agent of the same link, on another network than the one in use, was heard since that one
     * was heard last. Empty too where one of the two does not tell its prefix lengths: then nobody can say.
     */
    Optional<ForeignAgent> onAnotherNetworkThan(ForeignAgent used) {
        Entry current = agents.get(used);
        if (current == null || prefixes(current.said).isEmpty()) {
            return Optional.empty();
        }
        return on(used.linkIndex(), Optional.empty()).stream()
                .filter(each -> heardAfter(each, current.at))
                .filter(each -> isElsewhere(each, prefixes(current.said)))
                .findFirst();
    }

    /** The same for a node with an address of its own, whose network is {@code own}. */
    Optional<ForeignAgent> onAnotherNetworkThan(int link, Ipv4Prefix own) {
        return on(link, Optional.empty()).stream()
                .filter(each -> isElsewhere(each, List.of(own)))
                .findFirst();
    }

    private boolean heardAfter(ForeignAgent agent, Tick tick) {
        return Optional.ofNullable(agents.get(agent))
                .filter(entry -> tick.isBefore(entry.at))
                .isPresent();
    }

    private boolean isElsewhere(ForeignAgent agent, List<Ipv4Prefix> known) {
        List<Ipv4Prefix> theirs = saidBy(agent).map(AgentList::prefixes).orElse(List.of());
        return !theirs.isEmpty() && theirs.stream().noneMatch(known::contains);
    }

    /** The networks of its router addresses; none where it does not tell them. */
    private static List<Ipv4Prefix> prefixes(AgentAdvertisement said) {
        List<Ipv4Prefix> prefixes = new ArrayList<>();
        for (int i = 0; i < said.prefixLengths().size(); i++) {
            prefixes.add(Ipv4Prefix.around(
                    said.routerAddresses().get(i), said.prefixLengths().get(i)));
        }
        return prefixes;
    }
}
