package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;

/**
 * Whether the home agent is reached by each link that has an address of the node's own, the one in use and those that stand
 * by: asked by echo requests (RFC 792), past the tunnel. So a link that fades, which is up but carries nothing, is left
 * before anything else tells of it; and what a link that stands by needs, from the router's Ethernet address to a NAT's
 * mapping, is there when it is needed.
 *
 * <p>A home agent that has never answered such a request by a link says nothing of that link.
 */
final class LinkProbes {

    /** So many in a row without an answer, and the link carries nothing. */
    static final int LOST = 3;

    private static final Duration LEAST_PATIENCE = Duration.ofMillis(200);
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(1);
    private static final int ROUND_TRIPS = 3;

    private final Optional<Duration> interval;
    private final Map<Attachment.Visiting, Probe> probes = new LinkedHashMap<>();

    /** How it goes by one link. */
    private static final class Probe {
        private Tick due;
        private @Nullable EchoProbe waiting;
        private Tick sentAt = Tick.NEVER;
        private Optional<Duration> roundTrip = Optional.empty();
        private int sequence;
        private int losses;

        private Probe(Tick due) {
            this.due = due;
        }

        private boolean isSilent() {
            return roundTrip.isPresent() && losses >= LOST;
        }

        private boolean works() {
            return roundTrip.isPresent() && losses == 0;
        }

        private Duration patience() {
            Duration wanted =
                    roundTrip.map(time -> time.multipliedBy(ROUND_TRIPS)).orElse(MOST_PATIENCE);
            Duration least = wanted.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : wanted;
            return least.compareTo(MOST_PATIENCE) > 0 ? MOST_PATIENCE : least;
        }
    }

    /** @param interval how often each link is asked by; empty: nobody is */
    LinkProbes(Optional<Duration> interval) {
        this.interval = interval;
    }

    /** Those are there now; a new one has a first interval to settle in. */
    void follow(Tick now, List<Attachment.Visiting> usable) {
        interval.ifPresent(time -> {
            probes.keySet().retainAll(Set.copyOf(usable));
            usable.forEach(each -> probes.computeIfAbsent(each, unseen -> new Probe(now.plus(time))));
        });
    }

    Tick nextDeadline() {
        Tick next = Tick.NEVER;
        for (Probe probe : probes.values()) {
            next = next.earlierOf(probe.due);
        }
        return next;
    }

    /** Asks by each link whose time has come, and by one that did not answer at once again. */
    List<Effect> deadline(Tick now, Moment moment, Optional<Ipv4> homeAgent) {
        List<Effect> effects = new ArrayList<>();
        probes.forEach((link, probe) -> {
            if (probe.due.hasCome(now)) {
                probe.losses += probe.waiting == null ? 0 : 1;
                homeAgent.ifPresentOrElse(
                        agent -> effects.add(ask(now, moment, link, probe, agent)), () -> probe.due = Tick.NEVER);
            }
        });
        return effects;
    }

    private static Effect ask(Tick now, Moment moment, Attachment.Visiting link, Probe probe, Ipv4 homeAgent) {
        probe.sequence = (probe.sequence + 1) & 0xffff;
        EchoProbe question = new EchoProbe(probe.sequence, moment.noise());
        probe.waiting = question;
        probe.sentAt = now;
        probe.due = now.plus(probe.patience());
        return new Effect.Probe(link.linkIndex(), link.careOf(), homeAgent, question.request());
    }

    /** An echo reply came. Only a home agent's counts, to what was asked last, once. */
    void heard(Tick now, Event.EchoArrived echo, Set<Ipv4> homeAgents) {
        if (homeAgents.contains(echo.from())) {
            EchoProbe.answeredBy(echo.message()).ifPresent(answer -> answered(now, echo.to(), answer));
        }
    }

    private void answered(Tick now, Ipv4 to, EchoProbe answer) {
        probes.forEach((link, probe) -> {
            if (link.careOf().equals(to) && answer.equals(probe.waiting)) {
                probe.waiting = null;
                probe.losses = 0;
                probe.roundTrip = Optional.of(now.since(probe.sentAt));
                probe.due = probe.sentAt.plus(interval.orElseThrow());
            }
        });
    }

    /** Links that have answered and do not any more, while another one does: the network is there, but not by these. */
    List<Attachment.Visiting> faded() {
        boolean isOneAlive = probes.values().stream().anyMatch(Probe::works);
        return probes.entrySet().stream()
                .filter(each -> isOneAlive && each.getValue().isSilent())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The same, each with the round trip by its link. */
    List<LinkStanding> timed(List<LinkStanding> standings, NetworkView network) {
        return standings.stream()
                .map(standing -> standing.answering(
                        network.linkNamed(standing.interfaceName()).flatMap(link -> roundTrip(link.index()))))
                .toList();
    }

    /** How long the last answer by that link took; empty: none did, or the last questions are unanswered. */
    private Optional<Duration> roundTrip(int linkIndex) {
        return probes.entrySet().stream()
                .filter(each -> each.getKey().linkIndex() == linkIndex)
                .filter(each -> each.getValue().losses < LOST)
                .flatMap(each -> each.getValue().roundTrip.stream())
                .findFirst();
    }
}
