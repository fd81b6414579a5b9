package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Tick;
import org.mobileip.wire.GenericNotification;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.RegistrationRevocation;

/**
 * A mobile node (RFC 5944 §3.6) that keeps its home address wherever it is: with addresses of its own on the links it
 * visits, so-called co-located care-of addresses, or with those of foreign agents that it hears there ({@link AgentList}).
 *
 * <p>Whenever the kernel says that something has changed, the best point of attachment is chosen anew
 * ({@link MoveDetector}). If it is another one ({@link Mover}), the kernel state that goes with it is declared
 * ({@link HostPlan}) and the home agent is told ({@link Registrar}); when it has answered, the tunnel follows
 * ({@link TunnelPlan}). Where the home agent itself is heard ({@link AgentSearch}) there is home: the address goes onto the
 * link and everybody there is told, then the home agent is (§2.4.3, §4.6).
 *
 * <p>Supported: co-located and foreign agent care-of addresses, move detection by link events and by both algorithms of
 * §2.4.2, reverse tunnels, timestamps and nonces, several home agents and dynamic ones
 * ({@link HomeAgents}), home addresses given by the home agent (RFC 2794), challenges (RFC 4721), NATs (RFC 3519), networks
 * behind the node ({@link MobileNetworks}, RFC 5177), revocations by the home agent ({@link Revocations}, RFC 3543) and what it
 * tells the person behind the node ({@link Notifications}, RFC 6098), home agents that are assigned ({@link AgentAssignment}),
 * simultaneous bindings while moving ({@link Overlap}), several links at once, by flow ({@link UplinkList}, RFC 7629).
 */
public final class MobileNode {

    private final CurrentSettings settings;
    private final HomeAddress home;
    private final HomeAgents agents;
    private final Registrar registrar;
    private final Surroundings surroundings;
    private final Stopwatch stopwatch = new Stopwatch();
    private final Mover mover;
    private final UplinkList uplinks;
    private final UplinkRegistrar otherUplinks;
    private State told = State.DISCONNECTED;
    private boolean isStarted;

    /** A mobile node that was never started before. */
    public MobileNode(Settings settings) {
        this(settings, Memory.EMPTY);
    }

    /** A mobile node that goes on from what {@link Effect.Remember} wanted to be kept. */
    public MobileNode(Settings first, Memory memory) {
        settings = new CurrentSettings(first);
        home = new HomeAddress(settings);
        agents = new HomeAgents(settings);
        surroundings = new Surroundings(settings, home, agents, stopwatch);
        uplinks = new UplinkList(settings);
        registrar = new Registrar(settings, home, agents, surroundings.foreignAgents(), uplinks, memory);
        otherUplinks = registrar.beside(uplinks, settings);
        mover = new Mover(
                settings, home, surroundings, registrar, new FlowSpread(settings, uplinks, otherUplinks), stopwatch);
    }

    /** What must be done because of {@code event}, in this order. */
    public List<Effect> handle(Tick now, Event event) {
        List<Effect> effects = new ArrayList<>(react(now, event));
        effects.addAll(mover.spread(now, event.moment()));
        tellState(effects);
        return effects;
    }

    private List<Effect> react(Tick now, Event event) {
        if (event instanceof Event.NetworkRead read) {
            return networkRead(now, read);
        } else if (event instanceof Event.NetworkChanged changed) {
            return networkChanged(now, changed);
        } else if (event instanceof Event.DatagramArrived arrived) {
            return datagramArrived(now, arrived);
        } else if (event instanceof Event.AdvertisementHeard heard) {
            return advertisementHeard(now, heard);
        } else if (event instanceof Event.EchoArrived echo) {
            mover.echoArrived(now, echo);
            return List.of();
        } else if (event instanceof Event.NameLookedUp lookedUp) {
            return nameLookedUp(now, lookedUp);
        } else if (event instanceof Event.DeadlineReached reached) {
            return deadlineReached(now, event.moment(), reached.use());
        } else if (event instanceof Event.Resumed resumed) {
            return mover.resumed(now, event.moment(), resumed.asleep());
        } else if (event instanceof Event.Reloaded reloaded) {
            return reload(now, reloaded);
        } else if (event instanceof Event.Ask) {
            return mover.ask(now, event.moment());
        } else if (event instanceof Event.Move move) {
            return move(now, move);
        } else if (event instanceof Event.Home) {
            return mover.park(now, event.moment());
        }
        throw new AssertionError("unknown event: " + event);
    }

    /** When {@link Event.DeadlineReached} is due; {@link Tick#NEVER} if nothing is waited for. */
    public Tick nextDeadline() {
        return registrar
                .nextDeadline()
                .earlierOf(surroundings.nextDeadline())
                .earlierOf(agents.nextDeadline())
                .earlierOf(mover.nextDeadline())
                .earlierOf(otherUplinks.nextDeadline());
    }

    /** Why a move to that interface would fail now; empty: it would succeed. */
    public Optional<String> whyNot(String interfaceName) {
        return mover.whyNot(interfaceName);
    }

    /** Whoever is there already, and was denied or not answered, asks again: something may have been mended meanwhile. */
    private List<Effect> move(Tick now, Event.Move event) {
        Attachment before = mover.attachment();
        mover.pin(event.interfaceName());
        List<Effect> effects = new ArrayList<>(mover.reconsider(now, event.moment(), Trigger.COMMAND));
        boolean isInVain = state() == State.DENIED || state() == State.UNREACHABLE;
        if (isInVain && mover.attachment().equals(before)) {
            effects.addAll(mover.ask(now, event.moment()));
        }
        return effects;
    }

    /** What is put on the machine follows at once; the home agent is asked where it was asked for something else. */
    private List<Effect> reload(Tick now, Event.Reloaded event) {
        boolean mustAsk = settings.wantsOtherwise(event.settings());
        settings.become(event.settings());
        Attachment before = mover.attachment();
        List<Effect> effects = new ArrayList<>(mover.reconsider(now, event.moment(), Trigger.BETTER_LINK));
        if (mustAsk && mover.attachment().equals(before)) { // Or it is asked already.
            effects.addAll(mover.ask(now, event.moment()));
        }
        return effects;
    }

    /** Who has a way to register registers; whether this is home is asked then. */
    private List<Effect> networkChanged(Tick now, Event.NetworkChanged event) {
        List<Effect> questions = surroundings.changed(now, event);
        surroundings.takeLostLinks().forEach(registrar::linkLost);
        List<Effect> effects = new ArrayList<>(mover.reconsider(now, event.moment(), Trigger.BETTER_LINK));
        effects.addAll(questions);
        return effects;
    }

    private List<Effect> networkRead(Tick now, Event.NetworkRead read) {
        List<Effect> effects = new ArrayList<>();
        if (!isStarted) {
            effects.addAll(agents.lookUpUnknown());
        }
        effects.addAll(surroundings.read(now, read));
        surroundings.takeLostLinks().forEach(registrar::linkLost);
        effects.addAll(mover.reconsider(now, read.moment(), isStarted ? Trigger.BETTER_LINK : Trigger.START));
        isStarted = true;
        return effects;
    }

    private List<Effect> advertisementHeard(Tick now, Event.AdvertisementHeard event) {
        if (surroundings.search().heard(now, event)) {
            return mover.reconsider(now, event.moment(), Trigger.HOME_HEARD);
        }
        AgentList.News news = surroundings.foreignAgentHeard(now, event);
        List<Effect> effects = new ArrayList<>();
        if (news != AgentList.News.NONE) {
            effects.addAll(mover.reconsider(now, event.moment(), Trigger.AGENT_HEARD));
        }
        event.sender()
                .map(mac -> new ForeignAgent(event.linkIndex(), event.from(), mac))
                .ifPresent(agent -> effects.addAll(heardFrom(agent, news, now, event.moment())));
        return effects;
    }

    private List<Effect> heardFrom(ForeignAgent agent, AgentList.News news, Tick now, Moment moment) {
        return news == AgentList.News.REBOOT
                ? mover.agentRestarted(now, moment, agent)
                : registrar.challengeHeard(now, moment, agent);
    }

    private List<Effect> nameLookedUp(Tick now, Event.NameLookedUp event) {
        Optional<HomeAgents.Candidate> before = agents.current();
        List<Effect> effects = new ArrayList<>(agents.lookedUp(now, event.name(), event.addresses()));
        effects.addAll(mover.reconsider(now, event.moment(), Trigger.BETTER_LINK));
        if (!agents.current().equals(before)) {
            effects.addAll(registrar.agentChanged(now, event.moment()));
        }
        return effects;
    }

    private List<Effect> datagramArrived(Tick now, Event.DatagramArrived event) {
        List<Effect> effects = new ArrayList<>(answered(now, event));
        registrar.takeWords().ifPresent(effects::add);
        return effects;
    }

    private List<Effect> answered(Tick now, Event.DatagramArrived event) {
        Answer answer = answer(now, event);
        if (answer instanceof Answer.Discarded discarded) {
            return List.of(new Effect.Discard(event.datagram().from(), discarded.why()));
        } else if (answer instanceof Answer.Accepted accepted) {
            return accepted(now, accepted);
        } else if (answer instanceof Answer.DealtWith dealtWith) {
            List<Effect> effects = new ArrayList<>(dealtWith.effects());
            effects.addAll(mover.reconsider(now, event.moment(), Trigger.BETTER_LINK));
            return effects;
        } else if (answer instanceof Answer.Denied denied) {
            return denied(now, event.moment(), denied);
        }
        throw new AssertionError("unknown answer: " + answer);
    }

    private Answer answer(Tick now, Event.DatagramArrived event) {
        int type = event.datagram().payload().isEmpty()
                ? 0
                : event.datagram().payload().u8(0);
        return switch (type) {
            case RegistrationRevocation.TYPE -> registrar.revoked(now, event.moment(), event.datagram());
            case GenericNotification.TYPE -> registrar.notified(now, event.moment(), event.datagram());
            default ->
                otherUplinks
                        .receive(now, event.moment(), event.datagram())
                        .orElseGet(() -> registrar.receive(now, event.moment(), event.datagram()));
        };
    }

    private List<Effect> denied(Tick now, Moment moment, Answer.Denied denied) {
        List<Effect> effects = new ArrayList<>(denied.effects());
        boolean isRefusedHere =
                denied.denial().foreignAgent().isPresent() && registrar.denial().isPresent();
        List<Effect> elsewhere =
                isRefusedHere ? mover.lookForAnotherWay(now, moment).orElse(List.of()) : List.of();
        Duration nextTry = registrar.nextTry().orElse(now).since(now);
        effects.add(new Effect.Tell(new Notice.Denied(denied.denial(), nextTry)));
        effects.addAll(elsewhere);
        if (elsewhere.isEmpty()) {
            denied.unhonoured().ifPresent(asked -> effects.addAll(registrar.takeBack(now, moment, asked)));
        }
        return effects;
    }

    private List<Effect> accepted(Tick now, Answer.Accepted answer) {
        List<Effect> effects = new ArrayList<>(mover.accepted(now, answer.binding()));
        effects.addAll(answer.effects());
        answer.given().ifPresent(address -> effects.add(new Effect.Tell(new Notice.HomeAddressGiven(address))));
        effects.add(new Effect.Tell(answer.binding()
                .<Notice>map(made -> new Notice.Accepted(
                        made.careOf(), made.granted(), made.renewAt().since(now), answer.roundTrip()))
                .orElseGet(() -> new Notice.Deregistered(answer.roundTrip()))));
        stopwatch.accepted(now).ifPresent(done -> effects.add(new Effect.Tell(new Notice.HandoverDone(done))));
        return effects;
    }

    private List<Effect> deadlineReached(Tick now, Moment moment, TunnelUse use) {
        List<Effect> effects = new ArrayList<>(surroundings.silenceOfAgents(now, moment, mover.attachment()));
        effects.addAll(mover.reconsider(now, moment, Trigger.BETTER_LINK));
        effects.addAll(registrar.deadline(now, moment, new Registrar.Elsewhere() {
            @Override
            public Optional<List<Effect>> unanswered() {
                return mover.lookForAnotherWay(now, moment);
            }

            @Override
            public Optional<List<Effect>> renewing() {
                return mover.renewElsewhere(now, moment);
            }
        }));
        effects.addAll(mover.deadline(now, moment, use));
        effects.addAll(agents.deadline(now));
        effects.addAll(surroundings.search().deadline(now, moment, mover.attachment()));
        effects.addAll(mover.reconsider(now, moment, Trigger.BETTER_LINK));
        return effects;
    }

    public Status status() {
        Optional<Binding> binding = binding();
        return new Status(
                state(),
                binding.isPresent(),
                mover.attachment(),
                home.known(),
                binding.map(Binding::tunnelEnd).or(agents::address),
                agents.unknownNames(),
                mover.tunnel(),
                registrar.roundTrip(),
                binding.map(Binding::endsAt),
                registrar.lastCode(),
                registrar.denial(),
                registrar.nextTry(),
                registrar.unanswered(),
                registrar.isAsking(),
                registrar.isDeregistering(),
                stopwatch.last(),
                mover.standings(),
                home.networks().standings(),
                mover.uplinks(),
                registrar.message().map(MessageString::text));
    }

    private Optional<Binding> binding() {
        return mover.attachment() instanceof Attachment.Away away
                ? registrar.certainBindingOf(away.careOf())
                : Optional.empty();
    }

    /** Who hands on what is sent by the link in use: a router, or whoever is asked if that is a neighbour; empty: nobody is known. */
    public Optional<Ipv4> nextHop() {
        return mover.nextHop();
    }

    /** The first thing that {@link #status} says, for who asks often. */
    public State state() {
        if (mover.attachment() instanceof Attachment.AtHome) {
            return mover.isArriving() ? State.REGISTERING : State.HOME;
        }
        if (mover.attachment() instanceof Attachment.Nowhere) {
            return State.DISCONNECTED;
        }
        if (binding().isPresent()) {
            return State.AWAY;
        }
        boolean isSilence = registrar.unanswered() >= Attempt.PATIENCE
                || (agents.current().isEmpty() && agents.failedLookups() >= Attempt.PATIENCE);
        if (isSilence) { // Since a denial too, if there was one.
            return State.UNREACHABLE;
        }
        return registrar.denial().isPresent() ? State.DENIED : State.REGISTERING;
    }

    private void tellState(List<Effect> effects) {
        State now = state();
        if (now != told) {
            effects.add(new Effect.Tell(new Notice.StateChanged(told, now)));
            told = now;
        }
    }
}
