package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;

/**
 * Where the node is attached, and what follows from that: kernel state, tunnel, registration.
 *
 * <p>What works is given up for something better only when the home agent has answered there. So neither an address that
 * leads nowhere nor an advertisement that somebody has made up takes the node off the net: after three requests without a
 * reply another way is tried, if there is one.
 */
// One piece: what can be said by itself has been taken out of it (TunnelPlan, Overlap, LinkProbes, Doubts, ...); what
// is
// left is in which order they are told, and all of that reads and writes where the node is attached.
final class Mover {

    /**
     * A link is seldom lost for good, and the next is often there at once: only this long after the loss is the machine told
     * that there is none. Until then what is sent waits, as it would on the lost link.
     */
    private static final Duration SETTLE = Duration.ofMillis(20);

    private final CurrentSettings settings;
    private final HomeAddress home;
    private final Surroundings surroundings;
    private final Registrar registrar;
    private final FlowSpread flows;
    private final Stopwatch stopwatch;
    private final MoveDetector detector;
    private final Declaration declaration;
    private final TunnelPlan tunnel;
    private final Doubts doubts = new Doubts();
    private final Keepalives keepalives = new Keepalives();
    private final Announcements announcements = new Announcements();
    private final Overlap overlap;
    private final LinkProbes probes;

    private Attachment attachment = new Attachment.Nowhere();
    private Tick nowhereAt = Tick.NEVER;
    private Optional<String> pinned = Optional.empty();
    private boolean isParked;
    private boolean isHomeAgreed = true;

    Mover(
            CurrentSettings settings,
            HomeAddress home,
            Surroundings surroundings,
            Registrar registrar,
            FlowSpread flows,
            Stopwatch stopwatch) {
        this.settings = settings;
        this.home = home;
        this.surroundings = surroundings;
        this.registrar = registrar;
        this.flows = flows;
        this.stopwatch = stopwatch;
        detector = new MoveDetector(settings);
        declaration = new Declaration(settings, home, surroundings);
        tunnel = new TunnelPlan(
                settings.roaming().delivery(),
                (from, to) -> surroundings.network().leadsElsewhere(to, from.linkIndex(), HostPlan.PROTOCOL));
        overlap = new Overlap(() -> settings.roaming().overlap());
        probes = new LinkProbes(settings.probing());
    }

    Attachment attachment() {
        return attachment;
    }

    /** On a link that says it is home, but the home agent has not said so yet, and there is a tunnel to go on with. */
    boolean isArriving() {
        return attachment instanceof Attachment.AtHome && !isHomeAgreed;
    }

    Optional<HomeTunnel> tunnel() {
        return tunnel.current();
    }

    Tick nextDeadline() {
        return tunnel.nextDeadline()
                .earlierOf(doubts.nextDeadline())
                .earlierOf(keepalives.nextDeadline())
                .earlierOf(overlap.nextDeadline())
                .earlierOf(probes.nextDeadline())
                .earlierOf(announcements.nextDeadline())
                .earlierOf(nowhereAt);
    }

    List<Effect> deadline(Tick now, Moment moment, TunnelUse use) {
        List<Effect> effects = new ArrayList<>(tunnel.deadline(now));
        doubts.deadline(now);
        effects.addAll(probe(now, moment));
        effects.addAll(keepNatOpen(now, moment, use));
        effects.addAll(announcements.deadline(now, attachment, home));
        return effects;
    }

    /** Whoever is on a link that has faded goes where the home agent answers; nobody comes to such a link. */
    private List<Effect> probe(Tick now, Moment moment) {
        List<Effect> effects =
                new ArrayList<>(probes.deadline(now, moment, situation().asked()));
        List<Attachment.Visiting> faded = doubts.without(probes.faded());
        faded.forEach(link -> doubts.add(now, link));
        if (faded.contains(attachment)) {
            effects.addAll(reconsider(now, moment, Trigger.FADED));
        }
        return effects;
    }

    /** An echo reply came. */
    void echoArrived(Tick now, Event.EchoArrived echo) {
        probes.heard(now, echo, situation().homeAgents());
    }

    /** Where no keepalive is answered any more, another request makes the home agent see the new mapping (RFC 3519 §4.10). */
    private List<Effect> keepNatOpen(Tick now, Moment moment, TunnelUse use) {
        boolean wasLost = keepalives.isLost();
        List<Effect> effects = new ArrayList<>(
                keepalives.deadline(now, use, registrar.roundTrip().orElse(Duration.ZERO)));
        if (keepalives.isLost() && !wasLost && attachment instanceof Attachment.Away away) {
            effects.addAll(registrar.start(now, moment, registration(away)));
        }
        return effects;
    }

    /** Why a move to that interface would fail now; empty: it would succeed. */
    Optional<String> whyNot(String interfaceName) {
        return detector.whyNot(
                surroundings.seenFrom(attachment, Optional.of(interfaceName), doubts.now()), interfaceName);
    }

    /** Why each configured link is used or is not, in their order. */
    List<LinkStanding> standings() {
        return probes.timed(detector.standings(situation()), surroundings.network());
    }

    /** Somebody wants this interface to be used. */
    void pin(String interfaceName) {
        isParked = false;
        pinned = Optional.of(interfaceName);
    }

    /** Something may have changed. */
    List<Effect> reconsider(Tick now, Moment moment, Trigger trigger) {
        MoveDetector.Situation situation = situation();
        doubts.keepOnly(each -> detector.isUsable(situation, each));
        overlap.keepOnly(each -> detector.isUsable(situation, each));
        probes.follow(now, isParked ? List.of() : detector.visits(situation));
        Attachment best = detector.choose(situation);
        if (!best.name().equals(pinned)) {
            pinned = Optional.empty();
        }
        Attachment next = isParked && best instanceof Attachment.Away ? new Attachment.Nowhere() : best;
        boolean oldWorks = detector.isUsable(situation, attachment);
        if (isJustLost(next)) {
            return nowhereYet(now, moment, trigger);
        }
        nowhereAt = Tick.NEVER;
        return next.equals(attachment)
                ? keepUp(now, moment, situation)
                : moveTo(now, moment, next, oldWorks ? trigger : surroundings.whyLost(attachment, trigger));
    }

    private boolean isJustLost(Attachment next) {
        return next instanceof Attachment.Nowhere && !(attachment instanceof Attachment.Nowhere) && !isParked;
    }

    /** No link is left, but another may be about to come. */
    private List<Effect> nowhereYet(Tick now, Moment moment, Trigger trigger) {
        if (nowhereAt.hasCome(now)) {
            nowhereAt = Tick.NEVER;
            return moveTo(now, moment, new Attachment.Nowhere(), surroundings.whyLost(attachment, trigger));
        }
        if (nowhereAt.equals(Tick.NEVER)) {
            nowhereAt = now.plus(SETTLE);
            stopwatch.lost(now, attachment, surroundings.whyLost(attachment, trigger));
            return surroundings.searchAgain(now, moment);
        }
        return List.of();
    }

    /** The other links are used as they can be, and each flow goes by its own (RFC 7629). */
    List<Effect> spread(Tick now, Moment moment) {
        if (!flows.isWanted()) {
            return tunnel.keepToItsLink();
        }
        List<Effect> effects = new ArrayList<>(
                flows.follow(now, moment, attachment, doubts.without(detector.visits(situation())), tunnel));
        if (flows.takeDoubt() && attachment instanceof Attachment.Away away) {
            effects.addAll(registrar.start(now, moment, registration(away)));
        }
        return effects;
    }

    /** The links that are used at the same time. */
    List<UplinkStanding> uplinks() {
        return flows.standings(tunnel);
    }

    private MoveDetector.Situation situation() {
        return surroundings.seenFrom(attachment, pinned, doubts.now());
    }

    /** The same point of attachment: but links may have come that must be silent, or the old tunnel's link gone. */
    private List<Effect> keepUp(Tick now, Moment moment, MoveDetector.Situation situation) {
        List<Effect> effects = new ArrayList<>();
        Optional<Attachment.Away> through = tunnel.through();
        boolean isDead = through.isPresent()
                && !through.get().equals(attachment)
                && !detector.isUsable(situation, through.get());
        if (attachment instanceof Attachment.Away away && (isDead || through.isEmpty())) {
            effects.addAll(tunnel.replace(away, registrar.tunnelEnds()));
        } else if (attachment instanceof Attachment.AtHome && (isDead || isHomeAgreed) && !tunnel.isEnding()) {
            isHomeAgreed = true;
            effects.addAll(tunnel.end());
        }
        effects.addAll(0, declare(tunnel.through()));
        effects.addAll(endOverlap(now, moment));
        return effects;
    }

    /** A registration without S ends the bindings from before (§3.8.2.2), and says whether they have ended. */
    private List<Effect> endOverlap(Tick now, Moment moment) {
        if (!overlap.isOver(now) || !(attachment instanceof Attachment.Away away)) {
            return List.of();
        }
        overlap.end();
        return registrar.start(now, moment, registration(away));
    }

    private List<Effect> moveTo(Tick now, Moment moment, Attachment next, Trigger trigger) {
        Attachment before = attachment;
        boolean tunnelWorks = tunnelWorks();
        attachment = next;
        if (flows.isWanted()) {
            flows.attached(next, doubts.without(detector.visits(situation())));
        }
        keepalives.stop();
        isHomeAgreed = !tunnelWorks;
        if (next instanceof Attachment.Away away) {
            return goAway(now, moment, before, away, trigger, tunnelWorks);
        }
        overlap.end();
        List<Effect> effects = new ArrayList<>(declare(tunnelWorks ? tunnel.through() : Optional.empty()));
        if (next instanceof Attachment.AtHome at) {
            boolean isAnother = !(before instanceof Attachment.AtHome) || !before.isOn(at.linkIndex());
            if (isAnother) {
                comeHome(now, moment, before, at, trigger, effects);
            }
        } else {
            registrar.pause();
            effects.addAll(surroundings.searchAgain(now, moment));
            effects.add(new Effect.Tell(new Notice.Attached(next, trigger)));
        }
        return effects;
    }

    /**
     * The request leaves first, for its round trip is the longest part of a handover and needs none of the rest: it says by
     * itself which address and link it takes. What must be there when the reply comes is done while it travels: first the routes, for what
     * is sent from the home address outside of the tunnel reaches its correspondents through a NAT as another sender's, and they end the
     * connection. Only the home address must not be answered for any more before that (§4.6).
     */
    private List<Effect> goAway(
            Tick now, Moment moment, Attachment before, Attachment.Away away, Trigger trigger, boolean tunnelWorks) {
        List<Effect> told = new ArrayList<>();
        begin(now, before, away.linkIndex(), trigger, told);
        List<Effect> effects = new ArrayList<>(declaration.fallSilent());
        boolean keeps = overlap.begins(tunnelWorks ? tunnel.through() : Optional.empty(), away);
        effects.addAll(registrar.start(now, moment, registration(away).besideOthers(keeps)));
        effects.addAll(declare(tunnelWorks ? tunnel.through() : Optional.empty()));
        effects.addAll(
                tunnelWorks
                        ? tunnel.prepare(away, registrar.tunnelEnds())
                        : tunnel.replace(away, registrar.tunnelEnds()));
        effects.addAll(told);
        return effects;
    }

    private boolean tunnelWorks() {
        MoveDetector.Situation situation = situation();
        return tunnel.through()
                .filter(old -> registrar.bindingOf(old.careOf()).isPresent() && detector.isUsable(situation, old))
                .isPresent();
    }

    /** Home again: the link knows before the home agent does (§2.4.3, §4.6). */
    private void comeHome(
            Tick now, Moment moment, Attachment before, Attachment.AtHome at, Trigger trigger, List<Effect> effects) {
        begin(now, before, at.linkIndex(), trigger, effects);
        Ipv4 address = home.inRequests();
        effects.add(announcements.begin(now, at, address));
        if (isHomeAgreed) {
            effects.addAll(tunnel.end());
        }
        effects.addAll(registrar.start(now, moment, new Target(at.linkIndex(), address, address, Lifetime.ZERO)));
    }

    private void begin(Tick now, Attachment before, int link, Trigger trigger, List<Effect> effects) {
        surroundings.search().settled(link);
        Trigger first = stopwatch.decided(now, before, attachment, link, trigger);
        effects.add(new Effect.Tell(new Notice.Attached(attachment, first)));
    }

    /** From the care-of address if it is the node's own, else from the home address, or 0.0.0.0 (§3.6.1.1). */
    private Target registration(Attachment.Away away) {
        Ipv4 from = away instanceof Attachment.Visiting ? away.careOf() : home.inRequests();
        return new Target(away.linkIndex(), from, away.careOf(), settings.lifetime(), away.agent());
    }

    /** A home agent has answered for where the node is. */
    List<Effect> accepted(Tick now, Optional<Binding> binding) {
        doubts.remove(attachment);
        surroundings.search().registered();
        List<Effect> effects = new ArrayList<>();
        Optional<TunnelPlan.Ends> agreed = registrar.tunnelEnds();
        if (attachment instanceof Attachment.Away away && binding.isPresent() && agreed.isPresent()) {
            overlap.answered(now, binding.get().isBesideOthers());
            effects.addAll(tunnel.confirmed(now, away, agreed.get(), overlap.isOn()));
            effects.addAll(keepalives.registered(now, away, agreed.get(), binding.get()));
        } else {
            if (attachment instanceof Attachment.AtHome at) {
                surroundings.search().trust(at.linkIndex());
            }
            isHomeAgreed = true;
            tunnel.endSoon(now);
        }
        effects.addAll(0, declare(tunnel.through()));
        return effects;
    }

    /** No home agent answers. What was done because there is another way; empty: there is none. */
    Optional<List<Effect>> lookForAnotherWay(Tick now, Moment moment) {
        if (attachment instanceof Attachment.Away away) {
            return doubt(now, moment, away);
        }
        return attachment instanceof Attachment.AtHome at && pinned.isEmpty()
                ? distrust(now, moment, at)
                : Optional.empty();
    }

    /**
     * The registration is to be renewed, and another foreign agent has taken the place of the one in use (§2.4.2.2). What
     * was done because of that; empty: it has not.
     */
    Optional<List<Effect>> renewElsewhere(Tick now, Moment moment) {
        return detector.movedTo(situation()).map(next -> {
            doubts.add(now, attachment);
            return moveTo(now, moment, next, Trigger.AGENT_LOST);
        });
    }

    /** That foreign agent was started anew, and has forgotten whom it serves (§2.4.4). */
    List<Effect> agentRestarted(Tick now, Moment moment, ForeignAgent agent) {
        return attachment instanceof Attachment.Away away && away.agent().equals(Optional.of(agent))
                ? registrar.start(now, moment, registration(away))
                : List.of();
    }

    /**
     * The machine was suspended: nobody knows what has become of the binding meanwhile, or of the mapping in a NAT. Whoever was
     * heard before is believed until it has had the time to say so again.
     */
    List<Effect> resumed(Tick now, Moment moment, Duration asleep) {
        List<Effect> effects = new ArrayList<>(List.of(new Effect.Tell(new Notice.Resumed(asleep))));
        effects.addAll(surroundings.search().resumed(now));
        if (attachment instanceof Attachment.Away away) {
            flows.resumed();
            effects.addAll(registrar.start(now, moment, registration(away)));
        }
        return effects;
    }

    /** Asks the home agent now, as when the registration is renewed. */
    List<Effect> ask(Tick now, Moment moment) {
        return attachment instanceof Attachment.Away away
                ? registrar.start(now, moment, registration(away))
                : List.of();
    }

    /** Who hands on what is sent by the link in use. */
    Optional<Ipv4> nextHop() {
        return detector.nextHop(situation());
    }

    private Optional<List<Effect>> doubt(Tick now, Moment moment, Attachment.Away away) {
        if (doubts.contains(away)) {
            return Optional.empty();
        }
        doubts.add(now, away);
        if (detector.choose(situation()).equals(away)) {
            doubts.remove(away);
            return Optional.empty();
        }
        return Optional.of(reconsider(now, moment, Trigger.UNANSWERED));
    }

    /** Whoever says that this is home does not answer as the home agent does. Without another way it is believed. */
    private Optional<List<Effect>> distrust(Tick now, Moment moment, Attachment.AtHome at) {
        boolean isSaidByOthers = at.router().isPresent();
        if (isSaidByOthers && detector.chooseButHome(situation()) instanceof Attachment.Away) {
            surroundings.search().distrust(now, at.linkIndex());
            return Optional.of(reconsider(now, moment, Trigger.UNANSWERED));
        }
        isHomeAgreed = true;
        return Optional.empty();
    }

    /** Deregisters from wherever the node is; at home it has been done. */
    List<Effect> park(Tick now, Moment moment) {
        isParked = true;
        pinned = Optional.empty();
        keepalives.stop();
        overlap.end();
        if (!(attachment instanceof Attachment.Away away)) {
            return List.of();
        }
        attachment = new Attachment.Nowhere();
        List<Effect> effects = new ArrayList<>(declare(Optional.empty()));
        effects.addAll(tunnel.end());
        if (home.known().isPresent()) {
            effects.addAll(registrar.start(now, moment, registration(away).forgetting(home.inRequests())));
            registrar.giveUp();
        } else {
            registrar.pause();
        }
        return effects;
    }

    private List<Effect> declare(Optional<Attachment.Away> way) {
        boolean hasBeenSomewhere = stopwatch.last().isPresent();
        boolean isKept = attachment instanceof Attachment.Away
                ? registrar.tunnelEnds().isPresent()
                : hasBeenSomewhere && !isParked;
        Declaration.Tunnel now = isArriving()
                ? Declaration.Tunnel.NOT_YET_ENDED
                : isKept ? Declaration.Tunnel.KEPT : Declaration.Tunnel.NONE;
        return declaration.follow(attachment, now, way);
    }
}
