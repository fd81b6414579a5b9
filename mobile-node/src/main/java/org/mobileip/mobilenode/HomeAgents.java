package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.time.Deadlines;
import org.mobileip.time.Tick;

/**
 * The home agents in the order of preference, as far as they are known, and which of them is asked now.
 *
 * <p>A name is looked up at the start, again whenever its addresses leave requests unanswered, and ever more rarely when
 * nobody knows it. Dynamic home agent address resolution (RFC 5944 §3.6.1.2) asks the broadcast address of the home network
 * until a home agent has told its own. An agent that names another address for itself (code 136), or another agent in its place
 * (code 143), is asked there, until nobody answers there.
 */
final class HomeAgents {

    private static final Duration FIRST_LOOKUP_AGAIN = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 6;
    private static final int MOST_ADDRESSES = 8;

    /**
     * Somebody to ask.
     *
     * @param address of the home agent, or of all of them
     * @param isDiscovery whether it is that of all of them
     */
    record Candidate(Ipv4 address, boolean isDiscovery) {}

    private final List<AgentSource> sources;
    private final Optional<Ipv4Prefix> homeNetwork;
    private final Map<AgentSource, List<Ipv4>> found = new LinkedHashMap<>();
    private final Map<Ipv4, Ipv4> redirections = new HashMap<>();
    private final Deadlines<String> lookups = new Deadlines<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final Set<String> beingLookedUp = new HashSet<>();
    private final AgentAssignment assignment;
    private Optional<Candidate> current = Optional.empty();

    HomeAgents(CurrentSettings settings) {
        sources = settings.homeAgents();
        homeNetwork = settings.home().network();
        assignment = new AgentAssignment(settings);
        for (AgentSource source : sources) {
            found.put(source, source instanceof AgentSource.Address known ? List.of(known.address()) : List.of());
        }
        prefer();
    }

    /** Which of them serves the node, where that is left open. */
    AgentAssignment assignment() {
        return assignment;
    }

    /** Who is asked now; empty while no name is known. */
    Optional<Candidate> current() {
        return current;
    }

    /** Where requests are routed to, and the tunnel will lead; empty while that is not known. */
    Optional<Ipv4> address() {
        return current.filter(candidate -> !candidate.isDiscovery()).map(Candidate::address);
    }

    /** All that can be asked, the best first. */
    List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>();
        for (AgentSource source : sources) {
            List<Ipv4> addresses = found.getOrDefault(source, List.of());
            addresses.forEach(address -> add(all, new Candidate(redirections.getOrDefault(address, address), false)));
            if (source instanceof AgentSource.Discovery && addresses.isEmpty()) {
                homeNetwork.ifPresent(network -> add(all, new Candidate(network.broadcast(), true)));
            }
        }
        return all;
    }

    private static void add(List<Candidate> all, Candidate candidate) {
        if (!all.contains(candidate)) {
            all.add(candidate);
        }
    }

    /** Asks the one next that serves the node, or the best one. */
    void prefer() {
        List<Candidate> all = candidates();
        current = assignment
                .assigned()
                .map(serving -> new Candidate(serving, false))
                .filter(all::contains)
                .or(() -> all.stream().findFirst());
    }

    /** Asks this one next, if it is one of ours. */
    void use(Ipv4 address) {
        Candidate wanted = new Candidate(address, false);
        if (candidates().contains(wanted)) {
            current = Optional.of(wanted);
        }
    }

    /** Asks the one after the present one next, and after the last the first. */
    void next() {
        List<Candidate> all = candidates();
        int at = current.map(all::indexOf).orElse(-1);
        current = all.isEmpty() ? Optional.empty() : Optional.of(all.get((at + 1) % all.size()));
    }

    /** Whether {@code address}, heard as a home agent's, is that of one of ours. */
    boolean isOurs(Ipv4 address) {
        return candidates().stream()
                        .anyMatch(
                                known -> !known.isDiscovery() && known.address().equals(address))
                || (isAnyUnknown()
                        && homeNetwork
                                .filter(network -> network.contains(address))
                                .isPresent());
    }

    /** Whether there is a home agent whose address is still to be found. */
    private boolean isAnyUnknown() {
        return found.values().stream().anyMatch(List::isEmpty);
    }

    /** One of ours was heard on the home link: who had no address yet has this one. */
    void heard(Ipv4 address) {
        boolean isKnown = candidates().stream()
                .anyMatch(known -> !known.isDiscovery() && known.address().equals(address));
        if (!isKnown) {
            for (AgentSource source : sources) {
                if (found.getOrDefault(source, List.of()).isEmpty()) {
                    found.put(source, List.of(address));
                    break;
                }
            }
        }
        if (current.isEmpty() || current.get().isDiscovery()) {
            use(address);
        }
    }

    /** Whether {@code address} is that of all home agents there are. */
    boolean isDiscovery(Ipv4 address) {
        return homeNetwork.map(Ipv4Prefix::broadcast).equals(Optional.of(address));
    }

    /** The one asked at {@code asked} says that it, or another one, is to be asked at {@code address} (codes 136 and 143). */
    void redirected(Ipv4 asked, Ipv4 address) {
        if (isDiscovery(asked)) {
            found.computeIfPresent(new AgentSource.Discovery(), (source, none) -> List.of(address));
        } else {
            redirections.replaceAll((configured, instead) -> instead.equals(asked) ? address : instead);
            redirections.put(asked, address);
        }
        current = Optional.of(new Candidate(address, false));
    }

    /** {@code made} was accepted by whom was {@code asked}: its own address is where it is asked from now on (RFC 4433 §4.1). */
    void serves(Pending asked, Binding made) {
        boolean wasOpen = assignment.leavesOpen(asked.homeAgent(), asked.target());
        if (wasOpen && !made.tunnelEnd().equals(asked.homeAgent())) {
            redirected(asked.homeAgent(), made.tunnelEnd());
        }
        assignment.accepted(wasOpen ? made.tunnelEnd() : asked.homeAgent());
    }

    /** The one asked now is silent: what was only heard from others is forgotten, and names are looked up again. */
    List<Effect> silent() {
        if (current.isEmpty()) {
            return List.of();
        }
        Candidate silent = current.get();
        assignment.silent(silent.address());
        int place = candidates().indexOf(silent);
        redirections.values().removeIf(silent.address()::equals);
        found.computeIfPresent(
                new AgentSource.Discovery(),
                (source, addresses) -> addresses.contains(silent.address()) ? List.of() : addresses);
        List<Candidate> left = candidates();
        if (!left.contains(silent) && !left.isEmpty()) {
            current = Optional.of(left.get(Math.min(Math.max(place, 0), left.size() - 1)));
        }
        return lookUp(name -> found.getOrDefault(name, List.of()).contains(silent.address()));
    }

    /** There is a way to ask, and nobody is known: looks up every name at once. */
    List<Effect> lookUpUnknown() {
        return lookUp(name -> true);
    }

    private List<Effect> lookUp(Predicate<AgentSource.Name> isWanted) {
        List<Effect> effects = new ArrayList<>();
        for (AgentSource source : sources) {
            if (source instanceof AgentSource.Name wanted && isWanted.test(wanted)) {
                failures.remove(wanted.name());
                effects.addAll(lookUp(wanted.name()));
            }
        }
        return effects;
    }

    private List<Effect> lookUp(String name) {
        lookups.clear(name);
        return beingLookedUp.add(name) ? List.of(new Effect.LookUp(name)) : List.of();
    }

    /** The answer to {@link Effect.LookUp}; no addresses: the name is not known, or nobody could be asked. */
    List<Effect> lookedUp(Tick now, String name, List<Ipv4> addresses) {
        beingLookedUp.remove(name);
        AgentSource source = new AgentSource.Name(name);
        List<Ipv4> usable =
                addresses.stream().filter(Ipv4::isUnicast).limit(MOST_ADDRESSES).toList();
        if (usable.isEmpty()) {
            int before = failures.merge(name, 1, Integer::sum) - 1;
            lookups.set(name, now.plus(FIRST_LOOKUP_AGAIN.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS))));
            return before == 0 ? List.of(new Effect.Tell(new Notice.NameUnknown(name))) : List.of();
        }
        failures.remove(name);
        List<Ipv4> before = found.getOrDefault(source, List.of());
        if (found.containsKey(source)) {
            found.put(source, usable);
        }
        if (current.isEmpty() || !candidates().contains(current.get())) {
            prefer();
        }
        return usable.equals(before) ? List.of() : List.of(new Effect.Tell(new Notice.NameKnown(name, usable)));
    }

    Tick nextDeadline() {
        return lookups.next();
    }

    List<Effect> deadline(Tick now) {
        List<Effect> effects = new ArrayList<>();
        lookups.takeDue(now).forEach(name -> effects.addAll(lookUp(name)));
        return effects;
    }

    /** Names that nobody knows, or not yet. */
    List<String> unknownNames() {
        List<String> names = new ArrayList<>();
        found.forEach((source, addresses) -> {
            if (source instanceof AgentSource.Name named && addresses.isEmpty()) {
                names.add(named.name());
            }
        });
        return names;
    }

    /** How often the first of the unknown names could not be found, in a row. */
    int failedLookups() {
        return unknownNames().stream()
                .findFirst()
                .map(name -> failures.getOrDefault(name, 0))
                .orElse(0);
    }
}
