package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;

/**
 * A mobile node (RFC 5944 §3.6) that uses addresses of its own on the links it visits, so-called co-located care-of
 * addresses, and keeps its home address wherever it is.
 *
 * <p>Whenever the kernel says that something has changed, the best point of attachment is chosen anew
 * ({@link MoveDetector}). If it is another one, the kernel state that goes with it is declared ({@link HostPlan}) and the
 * home agent is told ({@link Registrar}); when it has answered, the tunnel follows ({@link TunnelPlan}). Where the home
 * agent itself is heard ({@link AgentSearch}) there is home: the address goes onto the link and everybody there is told,
 * then the home agent is (§2.4.3, §4.6).
 *
 * <p>Supported: co-located care-of addresses, reverse tunnels, timestamps. Not: foreign agents, dynamic home agents,
 * nonces, simultaneous bindings.
 */
public final class MobileNode {

    /** Without a reply to this many requests, and without a binding, the home agent is called unreachable. */
    private static final int TRIES_UNTIL_UNREACHABLE = 3;

    /** Gratuitous ARP is said again this long after the first: a link that has just come up may drop it (§4.6). */
    private static final Duration SAY_AGAIN = Duration.ofMillis(200);

    private final Settings settings;
    private final MoveDetector detector;
    private final Registrar registrar;
    private final TunnelPlan tunnel;
    private final Surroundings surroundings;
    private final Declaration declaration;
    private final Stopwatch stopwatch = new Stopwatch();

    private Attachment attachment = new Attachment.Nowhere();
    private Optional<String> pinned = Optional.empty();
    private Tick sayAgainAt = Tick.NEVER;
    private State told = State.DISCONNECTED;
    private boolean isParked;
    private boolean isStarted;

    public MobileNode(Settings settings) {
        this.settings = settings;
        detector = new MoveDetector(settings);
        registrar = new Registrar(settings);
        tunnel = new TunnelPlan(settings);
        surroundings = new Surroundings(settings, stopwatch);
        declaration = new Declaration(settings, surroundings);
    }

    /** What must be done because of {@code event}, in this order. */
    public List<Effect> handle(Tick now, Event event) {
        List<Effect> effects = new ArrayList<>();
        if (event instanceof Event.NetworkRead read) {
            effects.addAll(surroundings.read(now, read));
            reconsider(now, event.moment(), isStarted ? Trigger.BETTER_LINK : Trigger.START, effects);
            isStarted = true;
        } else if (event instanceof Event.NetworkChanged changed) {
            effects.addAll(surroundings.changed(now, changed));
            reconsider(now, event.moment(), Trigger.BETTER_LINK, effects);
        } else if (event instanceof Event.DatagramArrived arrived) {
            datagramArrived(now, arrived, effects);
        } else if (event instanceof Event.AdvertisementHeard heard) {
            if (surroundings.search().heard(now, heard)) {
                reconsider(now, event.moment(), Trigger.HOME_HEARD, effects);
            }
        } else if (event instanceof Event.DeadlineReached) {
            deadlineReached(now, event.moment(), effects);
        } else if (event instanceof Event.Move move) {
            isParked = false;
            pinned = Optional.of(move.interfaceName());
            reconsider(now, event.moment(), Trigger.COMMAND, effects);
        } else if (event instanceof Event.Home) {
            park(now, event.moment(), effects);
        } else {
            throw new AssertionError("unknown event: " + event);
        }
        tellState(effects);
        return effects;
    }

    /** When {@link Event.DeadlineReached} is due; {@link Tick#NEVER} if nothing is waited for. */
    public Tick nextDeadline() {
        return registrar
                .nextDeadline()
                .earlierOf(surroundings.search().nextDeadline())
                .earlierOf(tunnel.nextDeadline())
                .earlierOf(sayAgainAt);
    }

    /** Why a move to that interface would fail now; empty: it would succeed. */
    public Optional<String> whyNot(String interfaceName) {
        return detector.whyNot(surroundings.seenFrom(attachment, Optional.of(interfaceName)), interfaceName);
    }

    public Status status() {
        Optional<Registrar.Binding> binding = binding();
        return new Status(
                state(),
                binding.isPresent(),
                attachment,
                tunnel.current(),
                registrar.roundTrip(),
                binding.map(Registrar.Binding::endsAt),
                registrar.lastCode(),
                registrar.unanswered(),
                registrar.isAsking(),
                stopwatch.last());
    }

    private void datagramArrived(Tick now, Event.DatagramArrived event, List<Effect> effects) {
        Registrar.Answer answer = registrar.receive(now, event.moment(), event.datagram());
        if (answer instanceof Registrar.Answer.Discarded discarded) {
            effects.add(new Effect.Discard(event.datagram().from(), discarded.why()));
        } else if (answer instanceof Registrar.Answer.Accepted accepted) {
            accepted(now, accepted, effects);
        } else if (answer instanceof Registrar.Answer.Resynchronised again) {
            effects.addAll(again.request());
            effects.add(new Effect.Tell(new Notice.Resynchronised(again.offset())));
        } else if (answer instanceof Registrar.Answer.Denied denied) {
            effects.add(new Effect.Tell(new Notice.Denied(denied.code(), denied.nextTry())));
        } else {
            throw new AssertionError("unknown answer: " + answer);
        }
    }

    private void accepted(Tick now, Registrar.Answer.Accepted answer, List<Effect> effects) {
        if (attachment instanceof Attachment.Visiting visiting
                && answer.binding().isPresent()) {
            Registrar.Binding binding = answer.binding().get();
            effects.addAll(tunnel.confirmed(now, visiting));
            Duration renewIn = binding.renewAt().since(now);
            effects.add(new Effect.Tell(
                    new Notice.Accepted(binding.careOf(), binding.granted(), renewIn, answer.roundTrip())));
        } else {
            tunnel.endSoon(now);
            effects.add(new Effect.Tell(new Notice.Deregistered(answer.roundTrip())));
        }
        stopwatch.accepted(now).ifPresent(done -> effects.add(new Effect.Tell(new Notice.HandoverDone(done))));
    }

    private void deadlineReached(Tick now, Moment moment, List<Effect> effects) {
        effects.addAll(registrar.deadline(now, moment));
        effects.addAll(tunnel.deadline(now));
        effects.addAll(surroundings.search().deadline(now, moment, attachment));
        if (sayAgainAt.hasCome(now)) {
            sayAgainAt = Tick.NEVER;
            if (attachment instanceof Attachment.AtHome home) {
                effects.add(new Effect.GratuitousArp(
                        home.linkIndex(), settings.home().address()));
            }
        }
        reconsider(now, moment, Trigger.BETTER_LINK, effects);
    }

    private void reconsider(Tick now, Moment moment, Trigger trigger, List<Effect> effects) {
        MoveDetector.Situation situation = surroundings.seenFrom(attachment, pinned);
        Attachment best = detector.choose(situation);
        if (!best.name().equals(pinned)) {
            pinned = Optional.empty();
        }
        Attachment next = isParked && best instanceof Attachment.Visiting ? new Attachment.Nowhere() : best;
        boolean oldWorks = detector.isUsable(situation, attachment);
        if (!next.equals(attachment)) {
            moveTo(now, moment, next, oldWorks ? trigger : whyLost(trigger), effects);
        } else {
            keepUp(situation, effects);
        }
    }

    private Trigger whyLost(Trigger trigger) {
        if (attachment instanceof Attachment.Visiting visiting
                && surroundings.network().isRunning(visiting.linkIndex())) {
            return Trigger.ADDRESS_LOST;
        }
        return attachment instanceof Attachment.Nowhere ? trigger : Trigger.LINK_LOST;
    }

    /** The same point of attachment: but links may have come that must be silent, or the old tunnel's link gone. */
    private void keepUp(MoveDetector.Situation situation, List<Effect> effects) {
        effects.addAll(declare());
        if (attachment instanceof Attachment.Visiting visiting
                && tunnel.through().isPresent()
                && !tunnel.through().get().equals(visiting)
                && !detector.isUsable(situation, tunnel.through().get())) {
            effects.addAll(tunnel.replace(visiting));
        }
    }

    private void moveTo(Tick now, Moment moment, Attachment next, Trigger trigger, List<Effect> effects) {
        Attachment before = attachment;
        MoveDetector.Situation situation = surroundings.seenFrom(attachment, pinned);
        boolean tunnelWorks = tunnel.through()
                .filter(old -> registrar.bindingOf(old.careOf()).isPresent() && detector.isUsable(situation, old))
                .isPresent();
        attachment = next;
        effects.addAll(declare());
        if (next instanceof Attachment.Visiting visiting) {
            begin(now, before, visiting.linkIndex(), trigger, effects);
            effects.addAll(registrar.start(now, moment, registration(visiting)));
            effects.addAll(tunnelWorks ? tunnel.prepare(visiting) : tunnel.replace(visiting));
        } else if (next instanceof Attachment.AtHome home) {
            comeHome(now, moment, before, home, trigger, tunnelWorks, effects);
        } else {
            stopwatch.lost(now, before, trigger);
            registrar.pause();
            effects.addAll(surroundings.searchAgain(now, moment));
            effects.add(new Effect.Tell(new Notice.Attached(next, trigger)));
        }
    }

    /** Home again: the link knows before the home agent does (§2.4.3, §4.6). */
    private void comeHome(
            Tick now,
            Moment moment,
            Attachment before,
            Attachment.AtHome home,
            Trigger trigger,
            boolean tunnelWorks,
            List<Effect> effects) {
        if (before.isOn(home.linkIndex()) && before instanceof Attachment.AtHome) {
            return;
        }
        begin(now, before, home.linkIndex(), trigger, effects);
        Ipv4 address = settings.home().address();
        effects.add(new Effect.GratuitousArp(home.linkIndex(), address));
        sayAgainAt = now.plus(SAY_AGAIN);
        if (!tunnelWorks) {
            effects.addAll(tunnel.end());
        }
        effects.addAll(
                registrar.start(now, moment, new Registrar.Target(home.linkIndex(), address, address, Lifetime.ZERO)));
    }

    private void begin(Tick now, Attachment before, int link, Trigger trigger, List<Effect> effects) {
        surroundings.search().settled(link);
        Trigger first = stopwatch.decided(now, before, attachment, link, trigger);
        effects.add(new Effect.Tell(new Notice.Attached(attachment, first)));
    }

    private Registrar.Target registration(Attachment.Visiting visiting) {
        return new Registrar.Target(visiting.linkIndex(), visiting.careOf(), visiting.careOf(), settings.lifetime());
    }

    /** Deregisters from wherever the node is; at home it has been done. */
    private void park(Tick now, Moment moment, List<Effect> effects) {
        isParked = true;
        pinned = Optional.empty();
        if (attachment instanceof Attachment.Visiting visiting) {
            attachment = new Attachment.Nowhere();
            effects.addAll(declare());
            effects.addAll(tunnel.end());
            Ipv4 home = settings.home().address();
            effects.addAll(registrar.start(
                    now, moment, new Registrar.Target(visiting.linkIndex(), visiting.careOf(), home, Lifetime.ZERO)));
        }
    }

    private List<Effect> declare() {
        boolean hasBeenSomewhere = stopwatch.last().isPresent();
        return declaration.follow(attachment, hasBeenSomewhere && !isParked);
    }

    private Optional<Registrar.Binding> binding() {
        if (attachment instanceof Attachment.Visiting visiting) {
            return registrar.bindingOf(visiting.careOf());
        }
        return Optional.empty();
    }

    private State state() {
        if (attachment instanceof Attachment.AtHome) {
            return State.HOME;
        }
        if (attachment instanceof Attachment.Nowhere) {
            return State.DISCONNECTED;
        }
        if (binding().isPresent()) {
            return State.AWAY;
        }
        if (registrar.isDenied()) {
            return State.DENIED;
        }
        return registrar.unanswered() >= TRIES_UNTIL_UNREACHABLE ? State.UNREACHABLE : State.REGISTERING;
    }

    private void tellState(List<Effect> effects) {
        State now = state();
        if (now != told) {
            effects.add(new Effect.Tell(new Notice.StateChanged(told, now)));
            told = now;
        }
    }
}
