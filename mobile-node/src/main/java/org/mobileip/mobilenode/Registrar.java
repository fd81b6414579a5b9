package org.mobileip.mobilenode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.host.HomeTunnel;
import org.mobileip.net.Datagram;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.time.Deadlines;
import org.mobileip.time.Tick;
import org.mobileip.wire.Lifetime;
import org.mobileip.wire.MessageString;
import org.mobileip.wire.RegistrationReply;
import org.mobileip.wire.ReplyCode;

/**
 * Keeps one registration alive: asks, asks again when nobody answers, asks the next home agent when one stays silent or
 * refuses, renews, and believes only what a home agent has signed.
 *
 * <p>Supported: RFC 5944 §3.6, directly and through a foreign agent, with timestamps and nonces (§5.7), dynamic home agent
 * address resolution (§3.6.1.2), several home agents, and home addresses given by the home agent (RFC 2794).
 */
final class Registrar {

    /**
     * §3.6.3 allows no two requests within a second; per care-of address, for a new one of the node's own is a new attempt.
     * To the foreign agents of a link requests are counted together: what changes there is no link event (§3.6).
     */
    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(1);

    /** What the second between two requests is counted for. */
    private record Pace(int linkIndex, Optional<Ipv4> careOf) {
        static Pace of(Target target) {
            boolean isDirect = target.through().isEmpty();
            return new Pace(target.linkIndex(), isDirect ? Optional.of(target.careOf()) : Optional.empty());
        }
    }

    /** What else there may be to do than to go on asking; an empty answer: nothing. */
    interface Elsewhere {
        /** No home agent has answered often enough; what was done, and this attempt is over. */
        Optional<List<Effect>> unanswered();

        /** The registration is to be renewed; what was done instead. */
        Optional<List<Effect>> renewing();
    }

    private enum Timer {
        REQUEST,
        RENEW,
        EXPIRE
    }

    private final Settings settings;
    private final HomeAddress home;
    private final HomeAgents agents;
    private final Requests requests;
    private final Farewells farewells;
    private final Deadlines<Timer> timers = new Deadlines<>();
    private final Map<Pace, Tick> lastSent = new HashMap<>();
    private final Repairs repairs;
    private final Revocations revocations;
    private final NatOutlook outlook;
    private final Messages messages = new Messages();
    private Optional<Effect> words = Optional.empty();

    private Optional<Target> target = Optional.empty();
    private Optional<Binding> binding = Optional.empty();
    private Optional<ReplyCode> lastCode = Optional.empty();
    private Optional<Denial> denial = Optional.empty();
    private Attempt attempt = new Attempt(Duration.ZERO, Lifetime.ZERO);
    private Duration roundTrip = Duration.ZERO;
    private boolean isAwaitingChallenge;

    Registrar(Settings settings, HomeAddress home, HomeAgents agents, AgentList foreignAgents, Memory memory) {
        this.settings = settings;
        this.home = home;
        this.agents = agents;
        requests = new Requests(settings, home, foreignAgents, memory);
        farewells = new Farewells(requests, home, agents);
        repairs = new Repairs(settings, home, agents);
        revocations = new Revocations(settings, home);
        outlook = new NatOutlook(settings.tunnel().nat());
    }

    /** A new attempt: at once, or as soon as the last request for the same care-of address is a second old. */
    List<Effect> start(Tick now, Moment moment, Target wanted) {
        agents.prefer();
        binding.ifPresent(kept -> agents.use(kept.agent()));
        return begin(now, moment, wanted);
    }

    private List<Effect> begin(Tick now, Moment moment, Target wanted) {
        target = Optional.of(wanted);
        denial = Optional.empty();
        attempt = new Attempt(roundTrip, wanted.isDeregistration() ? settings.lifetime() : wanted.lifetime());
        farewells.others().forEach(requests::forget);
        timers.clear(Timer.RENEW);
        return ask(now, moment, wanted);
    }

    /** Asks for nothing any more: there is no link to ask by. What has been promised stays promised. */
    void pause() {
        target = Optional.empty();
        denial = Optional.empty();
        attempt = new Attempt(roundTrip, settings.lifetime());
        requests.all().forEach(requests::forget);
        farewells.endAll();
        timers.clear(Timer.REQUEST);
        timers.clear(Timer.RENEW);
    }

    /** What has been promised is not wanted any more, and is not counted on: whether it is still kept nobody knows. */
    void giveUp() {
        binding = Optional.empty();
        timers.clear(Timer.EXPIRE);
    }

    Tick nextDeadline() {
        return timers.next().earlierOf(farewells.nextDeadline());
    }

    /** What is due. */
    List<Effect> deadline(Tick now, Moment moment, Elsewhere elsewhere) {
        List<Effect> effects = new ArrayList<>(farewells.deadline(now, moment));
        for (Timer timer : timers.takeDue(now)) {
            if (timer == Timer.EXPIRE) {
                binding.map(ended -> new Effect.Tell(new Notice.Expired(ended.careOf())))
                        .ifPresent(effects::add);
                binding = Optional.empty();
            } else if (timer == Timer.RENEW) {
                effects.addAll(elsewhere.renewing().orElseGet(() -> renew(now, moment)));
            } else {
                target.ifPresent(same -> effects.addAll(again(now, moment, same, elsewhere)));
            }
        }
        return effects;
    }

    private List<Effect> renew(Tick now, Moment moment) {
        agents.prefer();
        return target.map(same -> begin(now, moment, same)).orElse(List.of());
    }

    /** That foreign agent has given a challenge: what has waited for one is asked now. */
    List<Effect> challengeHeard(Tick now, Moment moment, ForeignAgent from) {
        return target.filter(wanted -> isAwaitingChallenge && wanted.through().equals(Optional.of(from)))
                .map(wanted -> ask(now, moment, wanted))
                .orElse(List.of());
    }

    /** The link has gone: on what comes again are other foreign agents, and the first is asked at once. */
    void linkLost(int link) {
        lastSent.keySet().removeIf(pace -> pace.equals(new Pace(link, Optional.empty())));
    }

    /** Another home agent is to be asked than before, or the first one: if there is something to ask for, it is asked. */
    List<Effect> agentChanged(Tick now, Moment moment) {
        boolean isSatisfied = timers.of(Timer.REQUEST).isEmpty() && binding.isPresent();
        return isSatisfied
                ? List.of()
                : target.map(same -> ask(now, moment, same)).orElse(List.of());
    }

    /** The time has come without a reply, or after a denial: twice as long until the next time. */
    private List<Effect> again(Tick now, Moment moment, Target same, Elsewhere elsewhere) {
        List<Effect> effects = new ArrayList<>();
        Optional<Ipv4> agent = agents.current().map(HomeAgents.Candidate::address);
        if (agent.isPresent() && isWaitedFor(agent.get())) {
            attempt.unansweredBy(agent.get());
            Optional<List<Effect>> done = isOutOfPatience() ? elsewhere.unanswered() : Optional.empty();
            if (done.isPresent()) {
                return done.get();
            }
            if (attempt.isOutOfPatienceWith(agent.get(), patience())) {
                effects.addAll(agents.silent());
                nextAgent(agent.get());
            }
        } else if (agent.isPresent() && attempt.wasDeniedBy(agent.get())) {
            attempt.askedInSpiteOfDenial(agent.get());
            agents.next();
        }
        effects.addAll(ask(now, moment, same));
        if (attempt.unanswered() > 0) {
            effects.add(0, new Effect.Tell(notAnswered(now)));
        }
        return effects;
    }

    /** Whether a request waits for a reply of that agent; a farewell is none. */
    private boolean isWaitedFor(Ipv4 agent) {
        return requests.of(agent).filter(asked -> !farewells.has(asked)).isPresent();
    }

    /** While another home agent still tunnels, one that does not answer at once is not waited for. */
    private int patience() {
        boolean isElsewhere = binding.isPresent() && !agents.address().equals(binding.map(Binding::agent));
        return isElsewhere ? 1 : Attempt.PATIENCE;
    }

    /** The one after {@code left}, unless that is gone and another has taken its place. */
    private void nextAgent(Ipv4 left) {
        if (agents.current().map(HomeAgents.Candidate::address).equals(Optional.of(left))) {
            agents.next();
        }
    }

    private Notice notAnswered(Tick now) {
        Duration nextTry = timers.of(Timer.REQUEST).orElse(now).since(now);
        return new Notice.NotAnswered(
                attempt.unanswered(), nextTry, binding.map(kept -> kept.endsAt().since(now)));
    }

    private List<Effect> ask(Tick now, Moment moment, Target wanted) {
        Optional<HomeAgents.Candidate> agent = agents.current();
        if (agent.isEmpty()) {
            return agents.lookUpUnknown();
        }
        Tick last = lastSent.get(Pace.of(wanted));
        if (last != null && !last.plus(BETWEEN_REQUESTS).hasCome(now)) {
            timers.set(Timer.REQUEST, last.plus(BETWEEN_REQUESTS));
            return List.of();
        }
        return askAtOnce(now, moment, wanted, agent.get());
    }

    /** The second between two requests is for retransmissions: what follows a reply is none. */
    private List<Effect> askAtOnce(Tick now, Moment moment, Target wanted, HomeAgents.Candidate agent) {
        isAwaitingChallenge = requests.isChallengeMissing(wanted);
        if (isAwaitingChallenge) {
            timers.set(Timer.REQUEST, now.plus(attempt.waitFor(agent.address())));
            attempt.askedInSpiteOfDenial(agent.address());
            return List.of(new Effect.Solicit(wanted.linkIndex()));
        }
        farewells.end(agent.address());
        lastSent.values().removeIf(sent -> sent.plus(BETWEEN_REQUESTS).hasCome(now));
        lastSent.put(Pace.of(wanted), now);
        timers.set(Timer.REQUEST, now.plus(attempt.waitFor(agent.address())));
        return requests.sendAgain(now, moment, agent, wanted, repairs.encapsulationAt(agent.address()));
    }

    /** The home agent says that the binding has ended: what it acknowledges, and ask again, a second later (RFC 3543 §3.3). */
    Answer revoked(Tick now, Moment moment, Datagram datagram) {
        int link = target.map(Target::linkIndex).orElse(0);
        Optional<Revocations.Believed> answer = revocations.receive(datagram, link);
        if (answer.isEmpty()) {
            return new Answer.Discarded(Effect.Reason.REVOCATION);
        }
        List<Effect> effects = new ArrayList<>(List.of(answer.get().acknowledgement()));
        messages.heard(answer.get().extensions()).ifPresent(effects::add);
        binding.ifPresent(ended -> {
            effects.add(new Effect.Tell(new Notice.Revoked(ended.careOf(), ended.agent())));
            binding = Optional.empty();
            timers.clear(Timer.EXPIRE);
            timers.clear(Timer.RENEW);
            target.ifPresent(same -> {
                lastSent.put(Pace.of(same), now);
                effects.addAll(begin(now, moment, same));
            });
        });
        return new Answer.DealtWith(effects);
    }

    Answer receive(Tick now, Moment moment, Datagram datagram) {
        Requests.Reception reception = requests.receive(moment, datagram);
        if (reception instanceof Requests.Reception.Discarded discarded) {
            return new Answer.Discarded(discarded.why());
        } else if (reception instanceof Requests.Reception.Heard heard) {
            return heard(now, moment, heard.asked(), heard.reply());
        }
        throw new AssertionError("unknown reception: " + reception);
    }

    private Answer heard(Tick now, Moment moment, Pending asked, RegistrationReply reply) {
        if (farewells.has(asked)) { // answered, whatever the answer
            farewells.end(asked.homeAgent());
            return new Answer.DealtWith(List.of(requests.remember()));
        }
        lastCode = Optional.of(reply.code());
        words = messages.heard(reply.extensions());
        boolean isNews = !asked.target().isDeregistration() && home.networks().heard(asked.homeAgent(), reply);
        roundTrip = asked.isRepeated() ? roundTrip : now.since(asked.sentAt());
        attempt.answered();
        Target wanted = asked.target();
        Optional<ReplyCode> unhonoured = ForeignAgentErrors.in(asked, reply);
        if (unhonoured.isPresent()) {
            return notHonoured(now, asked, unhonoured.get());
        }
        if (reply.code().isAccepted()
                && (wanted.isDeregistration() || !reply.lifetime().isZero())) {
            return accepted(now, moment, asked, reply, isNews);
        }
        return denied(now, moment, asked, reply);
    }

    /**
     * The home agent has accepted what the foreign agent does not do (RFC 4636 §4): the care-of address is of no use, and
     * what the home agent had promised before is over.
     */
    private Answer notHonoured(Tick now, Pending asked, ReplyCode why) {
        binding = Optional.empty();
        attempt.denied(asked.homeAgent());
        lastCode = Optional.of(why);
        Denial made =
                new Denial(why, asked.homeAgent(), now, asked.target().through().map(ForeignAgent::address));
        denial = Optional.of(made);
        return new Answer.Denied(made, List.of(requests.remember()), Optional.of(asked));
    }

    /** The home agent shall forget what the foreign agent does not honour (RFC 4636 §5): there is nothing better to tell it. */
    List<Effect> takeBack(Tick now, Moment moment, Pending unhonoured) {
        Target binding = unhonoured.target().during(Lifetime.ZERO);
        return farewells.say(now, moment, unhonoured.homeAgent(), binding);
    }

    /** The life of a binding is counted from the sending of its request (§3.6.2.2). */
    private Answer accepted(Tick now, Moment moment, Pending asked, RegistrationReply reply, boolean isNews) {
        denial = Optional.empty();
        timers.clear(Timer.REQUEST);
        agents.use(asked.homeAgent());
        List<Effect> effects = new ArrayList<>(List.of(requests.remember()));
        boolean isGiven = home.give(reply.homeAddress());
        effects.addAll(farewells.leaveOthers(now, moment, asked, binding.map(Binding::agent)));
        if (asked.target().isDeregistration()) {
            timers.clear(Timer.EXPIRE);
            binding = Optional.empty();
            target = Optional.empty();
            home.networks().deregistered();
        } else {
            Binding made = Binding.of(asked, reply, moment);
            if (asked.isUdpWished()) {
                outlook.heard(made.careOf(), made.udp().isPresent());
            }
            binding = Optional.of(made);
            revocations.accepted(asked, reply, made);
            timers.set(Timer.EXPIRE, made.endsAt());
            timers.set(Timer.RENEW, made.renewAt());
        }
        if (isNews) {
            effects.add(new Effect.Tell(new Notice.Networks(home.networks().standings())));
        }
        Optional<Ipv4> given = isGiven ? home.address() : Optional.empty();
        return new Answer.Accepted(binding, roundTrip, given, effects);
    }

    /** What can be done at once is, each thing once an attempt (§3.6.2.3); else another home agent is asked, or later. */
    private Answer denied(Tick now, Moment moment, Pending asked, RegistrationReply reply) {
        Ipv4 by = asked.homeAgent();
        List<Effect> effects = new ArrayList<>(List.of(requests.remember()));
        boolean isGone = binding.isEmpty();
        if (target.isPresent() && repairs.repair(attempt, asked, reply, isGone)) {
            effects.add(new Effect.Tell(Notice.Repaired.of(moment, by, reply)));
            target = target.map(wanted -> Repairs.repaired(wanted, asked, reply));
            agents.current().ifPresent(agent -> effects.addAll(askAtOnce(now, moment, target.get(), agent)));
            return new Answer.DealtWith(effects);
        }
        boolean isForeign = reply.code().isFromForeignAgent();
        Denial made = new Denial(
                reply.code(),
                by,
                now,
                asked.target().through().filter(agent -> isForeign).map(ForeignAgent::address));
        attempt.denied(by);
        if (Remedy.of(reply.code()) == Remedy.ASK_RARELY) {
            attempt.askRarely(by);
            timers.set(Timer.REQUEST, now.plus(attempt.waitFor(by)));
        }
        boolean isForAnother = !isForeign || Remedy.isAboutHomeAgent(reply.code());
        Optional<HomeAgents.Candidate> other = agents.candidates().stream()
                .filter(each -> isForAnother && !attempt.wasDeniedBy(each.address()))
                .findFirst();
        if (other.isPresent() && target.isPresent()) {
            agents.use(other.get().address());
            effects.addAll(ask(now, moment, target.get()));
        } else {
            denial = Optional.of(made);
        }
        return new Answer.Denied(made, effects, Optional.empty());
    }

    /** The binding for {@code careOf}, if a home agent has promised one. */
    Optional<Binding> bindingOf(Ipv4 careOf) {
        return binding.filter(made -> made.careOf().equals(careOf));
    }

    /** Whether a request waits for its reply, or for its time. */
    boolean isAsking() {
        return timers.of(Timer.REQUEST).isPresent();
    }

    /** Whether what waits is a deregistration. */
    boolean isDeregistering() {
        return isAsking() && target.map(Target::isDeregistration).orElse(false);
    }

    /** When the next request is sent unless a reply comes before. */
    Optional<Tick> nextTry() {
        return timers.of(Timer.REQUEST);
    }

    /** The last reply to the present attempt, where it was a denial and there is nobody else to ask. */
    Optional<Denial> denial() {
        return denial;
    }

    /** What an agent has to say to the person behind this node beside the last reply, once. */
    Optional<Effect> takeWords() {
        Optional<Effect> taken = words;
        words = Optional.empty();
        return taken;
    }

    /** The same, as it was said last. */
    Optional<MessageString> message() {
        return messages.last();
    }

    /** The code of the last reply. */
    Optional<ReplyCode> lastCode() {
        return lastCode;
    }

    /** The other end of the tunnel: of the binding there is, or of the one that will be if the home agent accepts. */
    Optional<TunnelPlan.Ends> tunnelEnds() {
        Optional<Ipv4> end = binding.map(Binding::tunnelEnd).or(agents::address);
        Encapsulation encapsulation = binding.map(Binding::encapsulation)
                .orElseGet(() -> end.map(repairs::encapsulationAt).orElse(Encapsulation.IPIP));
        return end.isPresent() && home.known().isPresent()
                ? Optional.of(new TunnelPlan.Ends(
                        end.get(),
                        home.inRequests(),
                        encapsulation,
                        settings.broadcast(),
                        way(end.get()),
                        isUndecided(),
                        home.networks().forwarded()))
                : Optional.empty();
    }

    private Optional<Binding> bindingHere() {
        return target.map(Target::careOf).flatMap(this::bindingOf);
    }

    /** Whether the home agent has yet to say if it tunnels within UDP. */
    private boolean isUndecided() {
        return bindingHere().isEmpty() && target.filter(requests::wishesUdp).isPresent();
    }

    private HomeTunnel.Way way(Ipv4 tunnelEnd) {
        boolean isUdpExpected =
                isUndecided() && target.filter(to -> outlook.expectsUdp(to.careOf(), tunnelEnd)).isPresent();
        return isUdpExpected
                ? HomeTunnel.Way.NOT_YET
                : bindingHere().flatMap(Binding::udp).map(UdpAgreement::way).orElse(HomeTunnel.Way.IP);
    }

    /** Every home agent was asked often enough, and none has answered. */
    private boolean isOutOfPatience() {
        List<HomeAgents.Candidate> all = agents.candidates();
        return !all.isEmpty()
                && all.stream().allMatch(each -> attempt.isOutOfPatienceWith(each.address(), Attempt.PATIENCE));
    }

    /** Requests in a row without a reply. */
    int unanswered() {
        return attempt.unanswered();
    }

    /** As last measured; empty before the first reply. */
    Optional<Duration> roundTrip() {
        return roundTrip.isZero() ? Optional.empty() : Optional.of(roundTrip);
    }
}
